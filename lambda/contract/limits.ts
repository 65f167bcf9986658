/** Limits set by Atlas or AWS, and the defaults of this product. Documentation numbers are tested against these. */

/** Base URL of the Atlas Admin API. */
export const ATLAS_BASE_URL = 'https://cloud.mongodb.com';
/** Base URL of MongoDB Atlas for Government. */
export const ATLAS_FOR_GOVERNMENT_BASE_URL = 'https://cloud.mongodbgov.com';

/** An execution that is neither available nor failed after this time ends as timed out. */
export const DEFAULT_LINK_TIMEOUT_SECONDS = 3600;
/** Below this, an ordinary link (one to five minutes) would be reported as timed out. */
export const MIN_LINK_TIMEOUT_SECONDS = 60;
/** A Standard workflow may run for a year; a link that takes a day is broken. */
export const MAX_LINK_TIMEOUT_SECONDS = 86_400;
/** The state machine's own time-out stands this much after the deadline that the Lambda decides. */
export const WORKFLOW_TIMEOUT_MARGIN_SECONDS = 900;

/** Between two looks of a task that waits for the acceptance of its endpoint; in between, EC2 may tell it. */
export const FIRST_LOOK_SECONDS = 14;

/** Connection strings come three to five minutes after AVAILABLE. */
export const FIRST_STRINGS_POLL_SECONDS = 210;

/** A missed event is repaired within one period. */
export const DEFAULT_RECONCILE_SECONDS = 3600;
/** Below this, a reconciliation could begin before the one before it has ended. */
export const MIN_RECONCILE_SECONDS = 300;
export const MAX_RECONCILE_SECONDS = 86_400;
/** Longest that connection strings are followed by an execution; afterwards the reconciliation finds them. */
export const MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS = 3600;

/** AWS Lambda: all environment variables of a function together, in bytes, as the JSON object that Lambda makes of them. */
export const LAMBDA_ENVIRONMENT_LIMIT_BYTES = 4096;
/** IAM: managed policies of a role, by default. */
export const MANAGED_POLICIES_LIMIT = 10;
/** IAM: characters of a managed policy without white space. */
export const MANAGED_POLICY_BYTES = 6144;
/** Step Functions: an execution name holds 1 to 80 of `[A-Za-z0-9_-]`. */
export const EXECUTION_NAME_MAX_LENGTH = 80;

export const RECEIVE_TIMEOUT_SECONDS = 180;
export const POLL_TIMEOUT_SECONDS = 60;
export const CONCLUDE_TIMEOUT_SECONDS = 60;
/**
 * A slice of a reconciliation ends by itself after 90 s, but for the first one, which reads the whole registry: Parameter
 * Store gives 400 parameters a second to all callers together.
 */
export const RECONCILE_TIMEOUT_SECONDS = 600;
/** Mostly for waiting: until Parameter Store takes the request, and an execution that it replaces has ended. */
export const REQUEST_TIMEOUT_SECONDS = 600;
export const CHANGE_TIMEOUT_SECONDS = 180;

/** Asynchronous invocation: retries after the first failure (Lambda's own maximum), and the age that ends them. */
export const ASYNC_RETRY_ATTEMPTS = 2;
export const ASYNC_MAX_EVENT_AGE_SECONDS = 21_600;
/** CloudFormation waits for an hour: who takes its request later answers nobody. */
export const REQUEST_MAX_EVENT_AGE_SECONDS = 3600;
/** EventBridge: delivery to the function is retried this often and this long before the dead-letter queue. */
export const DELIVERY_RETRY_ATTEMPTS = 185;
export const DELIVERY_MAX_EVENT_AGE_SECONDS = 86_400;
/** SQS maximum, so that a dead-letter message outlives a long weekend. */
export const DEAD_LETTER_RETENTION_DAYS = 14;

/** Atlas gives a port to each node, from the first up, and may move them: the whole range has to be open. */
export const ATLAS_PORTS = { FIRST: 1024, LAST: 65_535 } as const;

/** Atlas, for each project: requests about private endpoints that may come at once, and what is given back. */
export const ATLAS_RATE_LIMIT = { CAPACITY: 4000, REFILL_PER_MINUTE: 2000 } as const;
