/** CloudWatch metrics: written by the handlers (embedded metric format), read by constructs, alarms and docs. */
export const METRIC_NAMESPACE = 'AtlasPrivateLink';
/** The one dimension, set by Powertools from `POWERTOOLS_SERVICE_NAME`: one value per deployed automation. */
export const METRIC_DIMENSION = 'service';

/** The docstring of each metric says what it counts; `npm run docs` copies it into the table of docs/monitoring.md. */
export const Metric = {
  /** Events of endpoints that are not selected, deleted, or for services of no configured project. */
  EVENT_IGNORED: 'EventIgnored',
  /** Events that could not be understood (they go to the dead-letter queue). */
  EVENT_MALFORMED: 'EventMalformed',
  /** Links that were created in Atlas. */
  LINK_REGISTERED: 'LinkRegistered',
  /** Links that existed already. */
  LINK_ADOPTED: 'LinkAdopted',
  /** Endpoints that could not be registered. */
  LINK_REFUSED: 'LinkRefused',
  /** Conclusions: the link is available. */
  LINK_AVAILABLE: 'LinkAvailable',
  /** Conclusions: Atlas rejected the endpoint, or could not be reached. */
  LINK_FAILED: 'LinkFailed',
  /** Conclusions: the link was neither available nor failed before its deadline. */
  LINK_TIMED_OUT: 'LinkTimedOut',
  /** Conclusions: the endpoint was deleted before its link was available. */
  LINK_ENDPOINT_DELETED: 'LinkEndpointDeleted',
  /** Conclusions: links that were removed. */
  LINK_REMOVED: 'LinkRemoved',
  /** Conclusions: links that were not removed, because they are the last of their service. */
  LINK_RETAINED: 'LinkRetained',
  /** Conclusions: removals that failed or timed out. */
  UNLINK_FAILED: 'UnlinkFailed',
  /** Published links whose record Parameter Store refuses, so that they are not in the registry. */
  RECORD_REFUSED: 'RecordRefused',
  /** Refused links that were requested again, and accepted by Atlas for another attempt. */
  LINK_RETRIED: 'LinkRetried',
  /** Findings that prevent the use of a link although it becomes available. */
  PREFLIGHT_WARNING: 'PreflightWarning',
  /** Endpoints whose private connection strings appeared or changed. */
  CONNECTION_STRINGS_CHANGED: 'ConnectionStringsChanged',
  /** Available links whose clusters had no connection strings for them in time. */
  CONNECTION_STRINGS_MISSING: 'ConnectionStringsMissing',
  /**
   * Time from the registration to the conclusion that the link is available.
   *
   * @unit seconds
   */
  TIME_TO_AVAILABLE: 'TimeToAvailable',
  /**
   * Time from the registration until EC2 was first seen to show the endpoint as accepted
   *
   * @unit seconds
   */
  TIME_TO_ACCEPTED: 'TimeToAccepted',
  /**
   * Time from EC2's `available` to Atlas's AVAILABLE, both as first seen
   *
   * @unit seconds
   */
  ATLAS_AFTER_EC2: 'AtlasAfterEc2',
  /** HTTP requests to Atlas. */
  ATLAS_REQUESTS: 'AtlasRequests',
  /** Responses of 429. */
  ATLAS_RATE_LIMITED: 'AtlasRateLimited',
  /** Requests without a response, and responses other than success, challenge, 404 and 429. */
  ATLAS_ERRORS: 'AtlasErrors',
  /** Failed reads of one Atlas project, by an event or a reconciliation. */
  PROJECT_UNREADABLE: 'ProjectUnreadable',
  /** Polls without a usable response: outage, throttling, refused login. */
  TRANSIENT_FAILURE: 'TransientFailure',
  /** Polls that found an undocumented status; it counts as pending. */
  UNKNOWN_STATUS: 'UnknownStatus',
  /** Level: differences between Atlas, EC2 and the registry. */
  DRIFT_FOUND: 'DriftFound',
  /** Level: differences for which an execution was started or the registry was corrected. */
  DRIFT_REPAIRED: 'DriftRepaired',
  /** Level: differences that need a person. */
  DRIFT_LEFT: 'DriftLeft',
  /** Level: links that are available. */
  LINKS_AVAILABLE: 'LinksAvailable',
  /** Level: links that are being created or removed. */
  LINKS_PENDING: 'LinksPending',
  /** Level: links that failed or timed out. */
  LINKS_FAILED: 'LinksFailed',
  /** Level: links without an endpoint, retained as the last of their endpoint service. */
  LINKS_RETAINED: 'LinksRetained',
  /** Level: links in Atlas whose endpoints are not visible from this account and Region; never changed. */
  LINKS_UNMANAGED: 'LinksUnmanaged',
  /** Level: links of another automation in this account and Region; left alone. */
  LINKS_OF_OTHERS: 'LinksOfOthers',
  /** Level, of a hub: accounts and Regions of members whose heartbeat is missing. */
  MEMBER_SILENT: 'MemberSilent',
  /** Level, of a hub: accounts and Regions of members whose role could not be assumed. */
  MEMBER_UNREACHABLE: 'MemberUnreachable',
  /** Level, of a hub: events in the dead-letter queues of members, which could not be delivered to the hub. */
  MEMBER_DEAD_LETTERS: 'MemberDeadLetters',
} as const;
export type MetricName = (typeof Metric)[keyof typeof Metric];
