/** The table of waiting links cannot be read or written: links continue without it, at their own pace. */
export class WaitingLinksUnavailableError extends Error {
  override readonly name = 'WaitingLinksUnavailableError';
}
