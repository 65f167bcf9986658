/**
 * An AWS service is throttled, down, or did not respond. Nothing is known about what was requested, and a later attempt
 * may succeed.
 */
export class ServiceUnavailableError extends Error {
  override readonly name = 'ServiceUnavailableError';
}
