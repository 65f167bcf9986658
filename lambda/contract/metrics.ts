/** CloudWatch metrics: written by the handlers (embedded metric format), read by constructs, alarms and docs. */
export const METRIC_NAMESPACE = 'AtlasPrivateLink';
/** The one dimension, set by Powertools from `POWERTOOLS_SERVICE_NAME`: one value per deployed automation. */
export const METRIC_DIMENSION = 'service';

export const Metric = {
  EVENT_IGNORED: 'EventIgnored',
  EVENT_MALFORMED: 'EventMalformed',
  LINK_REGISTERED: 'LinkRegistered',
  LINK_ADOPTED: 'LinkAdopted',
  LINK_REFUSED: 'LinkRefused',
  LINK_AVAILABLE: 'LinkAvailable',
  LINK_FAILED: 'LinkFailed',
  LINK_TIMED_OUT: 'LinkTimedOut',
  LINK_ENDPOINT_DELETED: 'LinkEndpointDeleted',
  /** Removals that were carried out. */
  LINK_REMOVED: 'LinkRemoved',
  /** Removals that were not made, because the link is the last of its endpoint service. */
  LINK_RETAINED: 'LinkRetained',
  UNLINK_FAILED: 'UnlinkFailed',
  /** Records of links that Parameter Store does not take, now or later. */
  RECORD_REFUSED: 'RecordRefused',
  /** Refused links that Atlas has taken for another try. */
  LINK_RETRIED: 'LinkRetried',
  PREFLIGHT_WARNING: 'PreflightWarning',
  CONNECTION_STRINGS_CHANGED: 'ConnectionStringsChanged',
  /** Available links whose clusters had no connection strings for them in time. */
  CONNECTION_STRINGS_MISSING: 'ConnectionStringsMissing',
  /** Seconds from registration to the conclusion that the link is available. */
  TIME_TO_AVAILABLE: 'TimeToAvailable',
  ATLAS_REQUESTS: 'AtlasRequests',
  ATLAS_RATE_LIMITED: 'AtlasRateLimited',
  /** Responses that are neither success, challenge, 404 nor 429, and exchanges without a response. */
  ATLAS_ERRORS: 'AtlasErrors',
  /** Checks one Atlas project, for the owner of an endpoint or to reconcile it, that were given no response. */
  PROJECT_UNREADABLE: 'ProjectUnreadable',
  /** A poll of Atlas that failed in a way worth trying again. */
  TRANSIENT_FAILURE: 'TransientFailure',
  UNKNOWN_STATUS: 'UnknownStatus',
  /** Differences between Atlas, EC2 and the registry: found, mended by an execution, left for a person. */
  DRIFT_FOUND: 'DriftFound',
  DRIFT_REPAIRED: 'DriftRepaired',
  DRIFT_LEFT: 'DriftLeft',
  /** Links as the last reconciliation found them: a level, not a sum. */
  LINKS_AVAILABLE: 'LinksAvailable',
  LINKS_PENDING: 'LinksPending',
  LINKS_FAILED: 'LinksFailed',
  LINKS_RETAINED: 'LinksRetained',
  /** In Atlas, with endpoints that cannot be seen from here. */
  LINKS_UNMANAGED: 'LinksUnmanaged',
  /** Of another automation in this account and Region. */
  LINKS_OF_OTHERS: 'LinksOfOthers',
} as const;
export type MetricName = (typeof Metric)[keyof typeof Metric];
