/** Parameter Store did not answer, or not as it should: throttled, down, or not allowed. */
export class RegistryUnavailableError extends Error {
  override readonly name = 'RegistryUnavailableError';
}
