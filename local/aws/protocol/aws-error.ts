/** What a service answers when it refuses: an error code of that service. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** What a JSON API says besides. */
    readonly fields: object = {},
  ) {
    super(message);
  }
}
