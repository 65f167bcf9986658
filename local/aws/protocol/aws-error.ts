/** A refusal with an error code of the service. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Further fields of the error in a JSON API. */
    readonly fields: object = {},
  ) {
    super(message);
  }
}
