/** What a reconciliation reports at its end. */
import { Metric } from '../../contract/metrics.js';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../contract/published-event.js';
import { type SweepDependencies, sweepNotifications } from '../awaiting/sweep-notifications.js';
import type { EventPort } from '../model/ports/events.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import type { ReconcileSlice } from './reconcile-links.js';
import type { ReconcileProgress } from './reconcile-progress.js';

export interface ConcludeReconciliationDependencies extends SweepDependencies {
  readonly events: EventPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  /** Undefined if the automation has no members. */
  readonly hub?: object | undefined;
}

/**
 * A dry run is only logged: it changes nothing, so it must not change the state of an alarm either.
 *
 * @param slice the last one
 * @throws errors of the event bus
 */
export async function concludeReconciliation(
  deps: ConcludeReconciliationDependencies,
  executionArn: string,
  { summary, progress }: ReconcileSlice,
): Promise<void> {
  const { events, log, metrics, hub } = deps;
  const { drift: _, ...counts } = summary;
  log.info('links reconciled', counts);
  if (summary.dryRun) return;
  await sweepNotifications(deps);
  await events.publish({ type: LINKS_RECONCILED, detail: summary }, executionArn);
  measure(metrics, summary, progress);
  if (hub !== undefined) measureMembers(metrics, progress);
}

function measure(
  metrics: MetricPort,
  { found, repaired, links }: LinksReconciledDetail,
  progress: ReconcileProgress,
): void {
  metrics.count(Metric.DRIFT_FOUND, found);
  metrics.count(Metric.DRIFT_REPAIRED, repaired);
  metrics.count(Metric.PROJECT_UNREADABLE, progress.unreadableProjects ?? 0);
  metrics.count(Metric.DRIFT_LEFT, driftLeft(progress));
  metrics.count(Metric.LINKS_AVAILABLE, links.available);
  metrics.count(Metric.LINKS_PENDING, links.pending);
  metrics.count(Metric.LINKS_FAILED, links.failed);
  metrics.count(Metric.LINKS_RETAINED, links.retained);
  metrics.count(Metric.LINKS_UNMANAGED, links.unmanaged);
  metrics.count(Metric.LINKS_OF_OTHERS, links.ofOthers);
}

/** Projects and members have metrics and alarms of their own: one incident causes one page. */
export function driftLeft({
  left,
  unreadableProjects = 0,
  unreachableMembers = 0,
  silentMembers = 0,
}: Pick<ReconcileProgress, 'left' | 'unreadableProjects' | 'unreachableMembers' | 'silentMembers'>): number {
  return left - unreadableProjects - unreachableMembers - silentMembers;
}

function measureMembers(
  metrics: MetricPort,
  { unreachableMembers = 0, silentMembers = 0, memberDeadLetters = 0 }: ReconcileProgress,
): void {
  metrics.count(Metric.MEMBER_UNREACHABLE, unreachableMembers);
  metrics.count(Metric.MEMBER_SILENT, silentMembers);
  metrics.count(Metric.MEMBER_DEAD_LETTERS, memberDeadLetters);
}
