/**
 * Requests of CloudFormation that wait for the response of their execution: SSM parameters, because the URL to answer at is
 * a credential, and an execution's input is on the event bus, in its history and in dead-letter messages.
 */

/** `<path>/<service name of the provider>/<name of the execution>`: a SecureString. */
export const OPEN_REQUESTS_PATH = '/atlas-privatelink/responses';

/** CloudFormation has given up an hour after it asked, and its URL expires after two. */
export const OPEN_REQUEST_MAX_AGE_SECONDS = 7200;

/** The finalizer checks open requests this often: what it answers gets its response well within CloudFormation's hour. */
export const OPEN_REQUESTS_CHECK_MINUTES = 5;

/** What the schedule of that poll hands to the finalizer, which cannot name the state machine that names it. */
export interface OpenRequestsCheck {
  readonly trigger: 'open-requests';
  readonly stateMachineArn: string;
}

/** Last part of a parameter's name that says when the requests of a resource were cancelled. */
export const CANCELLATION_SUFFIX = 'cancelled';

export function isCancellation(name: string): boolean {
  return name.endsWith(`_${CANCELLATION_SUFFIX}`);
}
