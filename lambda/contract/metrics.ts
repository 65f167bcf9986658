/** CloudWatch metrics: written by the handlers (embedded metric format), read by constructs, alarms and docs. */
export const METRIC_NAMESPACE = 'AtlasPrivateLink';
/** The one dimension, set by Powertools from `POWERTOOLS_SERVICE_NAME`: one value per deployed automation. */
export const METRIC_DIMENSION = 'service';

/** What each counts is its docstring, which `npm run docs` puts into the table of docs/monitoring.md. */
export const Metric = {
  /** Events of endpoints that are not ours, not selected, or gone. */
  EVENT_IGNORED: 'EventIgnored',
  /** Events that could not be understood (they go to the dead-letter queue). */
  EVENT_MALFORMED: 'EventMalformed',
  /** Links that were made with Atlas. */
  LINK_REGISTERED: 'LinkRegistered',
  /** Links that were there already. */
  LINK_ADOPTED: 'LinkAdopted',
  /** Endpoints that could not be registered. */
  LINK_REFUSED: 'LinkRefused',
  /** Conclusions: the link is available. */
  LINK_AVAILABLE: 'LinkAvailable',
  /** Conclusions: Atlas rejected the endpoint, or could not be asked. */
  LINK_FAILED: 'LinkFailed',
  /** Conclusions: the link was neither available nor failed in time. */
  LINK_TIMED_OUT: 'LinkTimedOut',
  /** Conclusions: the endpoint was deleted meanwhile. */
  LINK_ENDPOINT_DELETED: 'LinkEndpointDeleted',
  /** Conclusions: removals that were carried out. */
  LINK_REMOVED: 'LinkRemoved',
  /** Conclusions: removals that were not made, because the link is the last of its service. */
  LINK_RETAINED: 'LinkRetained',
  /** Conclusions: removals that failed, or took too long. */
  UNLINK_FAILED: 'UnlinkFailed',
  /** Links whose record Parameter Store does not take: published, and not in the registry. */
  RECORD_REFUSED: 'RecordRefused',
  /** Refused links that Atlas has taken for another try. */
  LINK_RETRIED: 'LinkRetried',
  /** Findings that work against a link although it becomes available. */
  PREFLIGHT_WARNING: 'PreflightWarning',
  /** Endpoints whose private connection strings appeared or changed. */
  CONNECTION_STRINGS_CHANGED: 'ConnectionStringsChanged',
  /** Available links whose clusters had no connection strings for them in time. */
  CONNECTION_STRINGS_MISSING: 'ConnectionStringsMissing',
  /**
   * From the registration to the conclusion that the link is available.
   *
   * @unit seconds
   */
  TIME_TO_AVAILABLE: 'TimeToAvailable',
  /**
   * From registration until EC2 was first seen to show the endpoint as accepted
   *
   * @unit seconds
   */
  TIME_TO_ACCEPTED: 'TimeToAccepted',
  /**
   * From EC2's `available` until Atlas said AVAILABLE, both as first seen
   *
   * @unit seconds
   */
  ATLAS_AFTER_EC2: 'AtlasAfterEc2',
  /** HTTP requests to Atlas. */
  ATLAS_REQUESTS: 'AtlasRequests',
  /** Responses of 429. */
  ATLAS_RATE_LIMITED: 'AtlasRateLimited',
  /** Requests without a response, and answers but success, challenge, 404 and 429. */
  ATLAS_ERRORS: 'AtlasErrors',
  /** Reads of one Atlas project, by an event or a reconciliation, without a response. */
  PROJECT_UNREADABLE: 'ProjectUnreadable',
  /** Polls without a response: outage, throttling, refused login. */
  TRANSIENT_FAILURE: 'TransientFailure',
  /** Polls that found a status which is not documented; it counts as pending. */
  UNKNOWN_STATUS: 'UnknownStatus',
  /** Level: differences between Atlas, EC2 and the registry. */
  DRIFT_FOUND: 'DriftFound',
  /** Level: those for which an execution was started, or the registry corrected. */
  DRIFT_REPAIRED: 'DriftRepaired',
  /** Level: those that wait for a person. */
  DRIFT_LEFT: 'DriftLeft',
  /** Level: links that are available. */
  LINKS_AVAILABLE: 'LinksAvailable',
  /** Level: links that are being made or removed. */
  LINKS_PENDING: 'LinksPending',
  /** Level: links that failed or timed out. */
  LINKS_FAILED: 'LinksFailed',
  /** Level: links without endpoint, kept as the last of their endpoint service. */
  LINKS_RETAINED: 'LinksRetained',
  /** Level: links in Atlas whose endpoints cannot be seen from here; never touched. */
  LINKS_UNMANAGED: 'LinksUnmanaged',
  /** Level: links of another automation in this account and Region; left alone. */
  LINKS_OF_OTHERS: 'LinksOfOthers',
} as const;
export type MetricName = (typeof Metric)[keyof typeof Metric];
