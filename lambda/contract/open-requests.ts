/**
 * Requests of CloudFormation that wait for the answer of their execution: SSM parameters, because the URL to answer at is
 * a credential, and an execution's input is on the event bus, in its history and in dead-letter messages.
 */

/** `<path>/<service name of the provider>/<name of the execution>`: a SecureString. */
export const OPEN_REQUESTS_PATH = '/atlas-privatelink/responses';

/** CloudFormation has given up an hour after it asked, and its URL expires after two. */
export const OPEN_REQUEST_MAX_AGE_SECONDS = 7200;
