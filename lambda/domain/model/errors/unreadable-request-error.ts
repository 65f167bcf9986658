/**
 * A parameter that should hold an open request, or a cancellation, cannot be read; it may be of a later version. This
 * is an error, because an absent parameter means that the request was answered. The message never contains the value,
 * which holds the response URL.
 */
export class UnreadableRequestError extends Error {
  override readonly name = 'UnreadableRequestError';

  constructor(parameterName: string, issues: readonly string[]) {
    super(
      `Parameter ${parameterName} cannot be read: ${issues.join('; ')}. Deploy the version of the stack that wrote it, or delete the parameter and let CloudFormation send the request again.`,
    );
  }
}
