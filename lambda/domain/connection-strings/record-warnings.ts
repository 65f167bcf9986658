/** What preflight says of the clusters, once they have been read: in the log, the metric, the record and the endpoint's tag. */
import { Metric } from '../../contract/metrics.js';
import { StatusTag } from '../../contract/tags.js';
import type { PreflightWarning } from '../../contract/warnings.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';

export interface RecordWarningsDependencies {
  readonly registry: RegistryPort;
  readonly endpoints: VpcEndpointPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  readonly tagEndpoints: boolean;
}

/**
 * Repeatable: what the record names already is no news.
 *
 * @param execution whose record it has to be
 * @throws RegistryUnavailableError
 */
export async function recordWarnings(
  { registry, endpoints, log, metrics, tagEndpoints }: RecordWarningsDependencies,
  endpointId: string,
  execution: string,
  warnings: readonly PreflightWarning[],
): Promise<void> {
  if (warnings.length === 0) return;
  const record = await registry.find(endpointId);
  if (record === undefined || record.execution !== execution) return;
  const news = warnings.filter(({ code }) => !record.warnings.includes(code));
  if (news.length === 0) return;
  metrics.count(Metric.PREFLIGHT_WARNING, news.length);
  for (const { code, message, advice } of news)
    log.warn('preflight warning', { endpointId, code, reason: message, advice });
  const codes = [...record.warnings, ...news.map(({ code }) => code)];
  await registry.put({ ...record, warnings: codes });
  if (!tagEndpoints) return;
  await endpoints.tag(endpointId, { [StatusTag.WARNINGS]: codes.join('+') }).catch((error: unknown) => {
    log.warn('VPC endpoint could not be tagged', {
      error: error instanceof Error ? error.message : String(error),
    });
  });
}
