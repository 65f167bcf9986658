import { Metric } from '../../contract/metrics.js';
import type { AtlasError } from './errors/atlas-error.js';
import type { LogPort, MetricPort } from './ports/observability.js';

/** A project that could not be read now. A service that no other project has may belong to it, or to nobody. */
export interface UnreadableProject {
  readonly projectId: string;
  readonly error: AtlasError;
}

/** Reports each project once: the fault is the project's, not that of the endpoint whose event shows it. */
export function reportUnreadable(
  { log, metrics }: { readonly log: LogPort; readonly metrics: MetricPort },
  projects: readonly UnreadableProject[],
): void {
  for (const { projectId, error } of projects) {
    metrics.count(Metric.PROJECT_UNREADABLE);
    log.warn('Atlas project cannot be read', { projectId, error: error.message, advice: error.advice });
  }
}
