import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { LogPort, MetricPort } from '../domain/ports.js';

/** Powertools behind the domain's two ports; names and levels come from the POWERTOOLS_* environment. */
export interface Observability {
  readonly log: LogPort;
  readonly metrics: MetricPort;
  /** Ids that every following line of this invocation carries. */
  correlate(ids: Readonly<Record<string, string>>): void;
  /** Writes the metrics and forgets the ids. */
  flush(): void;
}

export function createObservability(): Observability {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    log: {
      debug: (message, fields = {}) => logger.debug(message, fields),
      info: (message, fields = {}) => logger.info(message, fields),
      warn: (message, fields = {}) => logger.warn(message, fields),
      error: (message, fields = {}) => logger.error(message, fields),
    },
    metrics: {
      count: (name, value = 1) => metrics.addMetric(name, MetricUnit.Count, value),
      seconds: (name, value) => metrics.addMetric(name, MetricUnit.Seconds, value),
    },
    correlate: (ids) => logger.appendKeys({ ...ids }),
    flush: () => {
      // An empty EMF line draws a warning in the log for every quiet invocation.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      logger.resetKeys();
    },
  };
}
