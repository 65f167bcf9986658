/** The table of waiting links cannot be read or written: links go on without it, by their own pace. */
export class WaitingLinksUnavailableError extends Error {
  override readonly name = 'WaitingLinksUnavailableError';
}
