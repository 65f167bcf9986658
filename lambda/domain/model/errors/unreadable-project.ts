import { Metric } from '../../../contract/metrics.js';
import type { LogPort, MetricPort } from '../ports/observability.js';
import type { AtlasError } from './atlas-error.js';

/** A project that could not be read now: what is not found elsewhere may be its, or nobody's. */
export interface UnreadableProject {
  readonly projectId: string;
  readonly error: AtlasError;
}

/** Once for each project: the fault is the project's, not that of the endpoint in whose event it shows. */
export function reportUnreadable(
  { log, metrics }: { readonly log: LogPort; readonly metrics: MetricPort },
  projects: readonly UnreadableProject[],
): void {
  for (const { projectId, error } of projects) {
    metrics.count(Metric.PROJECT_UNREADABLE);
    log.warn('Atlas project cannot be read', { projectId, error: error.message, advice: error.advice });
  }
}
