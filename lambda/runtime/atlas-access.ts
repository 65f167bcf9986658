import { createAtlasClient } from '../atlas/atlas-client.js';
import { createSecretReader } from '../aws/secrets.js';
import { Metric } from '../contract/metrics.js';
import type { AtlasChangePort } from '../domain/ports.js';
import type { AtlasConfiguration } from './configuration.js';
import type { Invocation } from './invocation.js';
import type { Observability } from './observability.js';
import { systemClock } from './system-clock.js';

/** The Atlas client with this function's secret reader, time limit, log and metrics. */
export function createAtlasAccess(
  configuration: AtlasConfiguration,
  invocation: Invocation,
  { log, metrics }: Observability,
): AtlasChangePort {
  return createAtlasClient({
    ...configuration,
    readSecret: createSecretReader(),
    clock: systemClock,
    remainingMilliseconds: () => invocation.remainingMilliseconds(),
    onExchange: (exchange) => {
      metrics.count(Metric.ATLAS_REQUESTS);
      if (exchange.rateLimited) metrics.count(Metric.ATLAS_RATE_LIMITED);
      log.debug('Atlas answered', { ...exchange });
    },
  });
}
