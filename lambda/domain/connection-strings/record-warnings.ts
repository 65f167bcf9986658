/**
 * Reports preflight's findings about the clusters after they have been read: log, metric, record and tag of the
 * endpoint.
 */
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
 * Repeatable: warnings that the record already has are not reported again.
 *
 * @param execution must be the one that the record names
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
