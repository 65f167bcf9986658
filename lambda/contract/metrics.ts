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
  LINK_GONE: 'LinkGone',
  /** Seconds from registration to the conclusion that the link is available. */
  TIME_TO_AVAILABLE: 'TimeToAvailable',
  ATLAS_REQUESTS: 'AtlasRequests',
  ATLAS_RATE_LIMITED: 'AtlasRateLimited',
  /** A look at Atlas that failed in a way worth trying again. */
  OBSERVATION_DISTURBED: 'ObservationDisturbed',
  UNKNOWN_STATUS: 'UnknownStatus',
} as const;
export type MetricName = (typeof Metric)[keyof typeof Metric];
