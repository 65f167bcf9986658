/**
 * CloudFormation requests that wait for the response of their execution. They are SSM parameters, because the response
 * URL is a credential, and the input of an execution is visible on the event bus, in its history and in dead-letter
 * messages.
 */

/** `<path>/<service name of the provider>/<name of the execution>`: a SecureString. */
export const OPEN_REQUESTS_PATH = '/atlas-privatelink/responses';

/** CloudFormation stops waiting one hour after its request, and its URL expires after two. */
export const OPEN_REQUEST_MAX_AGE_SECONDS = 7200;

/** Interval at which the finalizer checks open requests, short enough to respond well within CloudFormation's hour. */
export const OPEN_REQUESTS_CHECK_MINUTES = 5;

/**
 * Input that the schedule of this check passes to the finalizer. The finalizer cannot name the state machine itself,
 * because the state machine names the finalizer.
 */
export interface OpenRequestsCheck {
  readonly trigger: 'open-requests';
  readonly stateMachineArn: string;
}

/** Last part of the name of the parameter that says when the requests of a resource were cancelled. */
export const CANCELLATION_SUFFIX = 'cancelled';

export function isCancellation(name: string): boolean {
  return name.endsWith(`_${CANCELLATION_SUFFIX}`);
}
