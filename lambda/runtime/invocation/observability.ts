import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { LogPort, MetricPort } from '../../domain/model/ports/observability.js';

/** Implements the domain's two ports with Powertools; names and levels come from the POWERTOOLS_* environment. */
export interface Observability {
  readonly log: LogPort;
  readonly metrics: MetricPort;
  /** Adds ids to every following line of this invocation. */
  correlate(ids: Readonly<Record<string, string>>): void;
  /** Writes the metrics and clears the ids. */
  flush(): void;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof LEVELS)[number];

/**
 * In Powertools, Lambda's own log level takes precedence over POWERTOOLS_LOG_LEVEL. Lambda's level is never above INFO
 * here, because metric lines count as INFO, so higher levels are applied here.
 */
function logOf(logger: Logger): LogPort {
  const names: readonly string[] = LEVELS;
  const least = names.indexOf(process.env.POWERTOOLS_LOG_LEVEL?.toLowerCase() ?? '');
  const writer =
    (level: Level): LogPort['info'] =>
    (message, fields = {}) => {
      if (LEVELS.indexOf(level) >= least) logger[level](message, fields);
    };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}

export function createObservability(): Observability {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    log: logOf(logger),
    metrics: {
      count: (name, value = 1) => metrics.addMetric(name, MetricUnit.Count, value),
      seconds: (name, value) => metrics.addMetric(name, MetricUnit.Seconds, value),
    },
    correlate: (ids) => logger.appendKeys({ ...ids }),
    flush: () => {
      // An empty EMF line would log a warning for every invocation without metrics.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      logger.resetKeys();
    },
  };
}
