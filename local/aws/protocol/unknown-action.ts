import { AwsError } from './aws-error.js';

/** Refusal of an action that the service does not have, or that is not simulated. JSON APIs send it as it is. */
export class UnknownActionError extends AwsError {
  /** @param action IAM action, such as `sns:Publish` */
  constructor(readonly action: string) {
    super('UnknownOperationException', `${action} is not simulated`);
  }
}

/** The error as APIs with form-encoded requests send it: they have another code and text for an unknown action. */
export function formApiError(error: AwsError): AwsError {
  if (!(error instanceof UnknownActionError)) return error;
  const name = error.action.slice(error.action.indexOf(':') + 1);
  return new AwsError(
    'InvalidAction',
    `The action ${name} is not valid for this web service (it is not simulated).`,
  );
}
