/**
 * A parameter is there that should hold an open request, or say that requests are cancelled, and cannot be read: perhaps of
 * a later version. It is an error, since an answered request is what an absent one means. Its message never has the value,
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
