/** Parameter Store did not respond, or not as expected: it is throttled or down, or access is denied. */
export class RegistryUnavailableError extends Error {
  override readonly name = 'RegistryUnavailableError';
}
