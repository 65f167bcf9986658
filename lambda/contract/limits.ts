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
/** The state machine's own time-out is this much later than the deadline that the Lambda function checks. */
export const WORKFLOW_TIMEOUT_MARGIN_SECONDS = 900;

/** Time between two polls of EC2 by a task that waits for the acceptance of its endpoint, unless EC2 notifies it earlier. */
export const FIRST_ENDPOINT_POLL_SECONDS = 14;

/** Connection strings appear three to five minutes after AVAILABLE. */
export const FIRST_STRINGS_POLL_SECONDS = 210;

/** A missed event is repaired within one period. */
export const DEFAULT_RECONCILE_SECONDS = 3600;
/** With a shorter period, a reconciliation could begin before the previous one has ended. */
export const MIN_RECONCILE_SECONDS = 300;
export const MAX_RECONCILE_SECONDS = 86_400;
/** A reconciliation of thousands of links takes minutes; after two hours its execution counts as hanging. */
export const RECONCILE_EXECUTION_SECONDS = 7200;
/** Longest time that an execution waits for connection strings; the reconciliation finds later ones. */
export const MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS = 3600;

/**
 * AWS Lambda: total size of a function's environment variables in bytes, as the JSON object that Lambda makes of them.
 */
export const LAMBDA_ENVIRONMENT_LIMIT_BYTES = 4096;
/** EC2: values in all filters of a call that describes resources, and the smallest `MaxResults` of a page. */
export const EC2_FILTER_VALUES_LIMIT = 200;
export const EC2_SMALLEST_PAGE = 5;
/** IAM: managed policies of a role, by default. */
export const MANAGED_POLICIES_LIMIT = 10;
/** IAM: characters of a managed policy without white space. */
export const MANAGED_POLICY_BYTES = 6144;
/** EventBridge: characters of the policy of an event bus. */
export const EVENT_BUS_POLICY_CHARACTERS = 10_240;
/** CloudFormation: bytes of a template that a request contains, also that of a StackSet. */
export const INLINE_TEMPLATE_BYTES = 51_200;
/** Step Functions: an execution name holds 1 to 80 of `[A-Za-z0-9_-]`. */
export const EXECUTION_NAME_MAX_LENGTH = 80;

export const RECEIVE_TIMEOUT_SECONDS = 180;
export const POLL_TIMEOUT_SECONDS = 60;
export const CONCLUDE_TIMEOUT_SECONDS = 60;
/**
 * A slice of a reconciliation ends after 90 s, except the first one, which reads the whole registry: Parameter Store
 * returns 400 parameters per second to all callers together.
 */
export const RECONCILE_TIMEOUT_SECONDS = 600;
/** Mostly waiting time: until Parameter Store accepts the request, and an execution that it replaces has ended. */
export const REQUEST_TIMEOUT_SECONDS = 600;
export const CHANGE_TIMEOUT_SECONDS = 180;

/** Asynchronous invocation: retries after the first failure (Lambda's maximum), and the maximum age of the event. */
export const ASYNC_RETRY_ATTEMPTS = 2;
export const ASYNC_MAX_EVENT_AGE_SECONDS = 21_600;
/** CloudFormation waits for one hour; a response to a request older than that is lost. */
export const REQUEST_MAX_EVENT_AGE_SECONDS = 3600;
/** EventBridge: number and total time of delivery retries before the event goes to the dead-letter queue. */
export const DELIVERY_RETRY_ATTEMPTS = 185;
export const DELIVERY_MAX_EVENT_AGE_SECONDS = 86_400;
/** SQS maximum, so that a dead-letter message is still there after a long weekend. */
export const DEAD_LETTER_RETENTION_DAYS = 14;

/** Atlas assigns a port to each node, from the first up, and may change it: the whole range must be open. */
export const ATLAS_PORTS = { FIRST: 1024, LAST: 65_535 } as const;

/**
 * Atlas, on AWS: addressable targets of a project in one Region, one for each node, unless the limit of the project has
 * been raised (`atlas.project.deployment.nodesPerPrivateLinkRegion`).
 */
export const ADDRESSABLE_TARGETS = 50;

/** Atlas: Regions in the `supportedRemoteRegions` of an endpoint service. */
export const REMOTE_REGIONS_LIMIT = 35;

/** Atlas, for each project: size of the token bucket for private endpoint requests, and its refill rate. */
export const ATLAS_RATE_LIMIT = { CAPACITY: 4000, REFILL_PER_MINUTE: 2000 } as const;
