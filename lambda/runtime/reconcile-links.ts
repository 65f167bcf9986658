import { Metric } from '../contract/metrics.js';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../contract/published-event.js';
import { type SweepDependencies, sweepNotifications } from '../domain/awaiting/sweep-notifications.js';
import { executionNameOf } from '../domain/model/execution-name.js';
import type { MetricPort } from '../domain/model/ports/observability.js';
import {
  type ReconcileDependencies,
  type ReconcileSlice,
  reconcileSlice,
} from '../domain/reconciling/reconcile-links.js';
import { type ReconciledHub, reconcileHub } from '../domain/reconciling/reconcile-members.js';
import { newProgress, type ReconcileProgress } from '../domain/reconciling/reconcile-progress.js';
import type { Observability } from './observability.js';
import { readReconcileTask } from './reconcile-task.js';

export type ReconcileLinksDependencies = ReconcileDependencies &
  SweepDependencies & {
    readonly observability: Observability;
    /** Undefined if the automation has no members. */
    readonly hub?: ReconciledHub | undefined;
  };

/**
 * Runs one slice of a reconciliation; its state machine calls it until the status is `done`.
 *
 * @throws InvalidWorkflowInputError; RegistryUnavailableError, errors of EC2 and of the event bus: the state machine
 * retries
 */
export async function reconcileLinks(
  deps: ReconcileLinksDependencies,
  payload: unknown,
): Promise<ReconcileSlice> {
  const {
    executionArn,
    dryRun,
    progress = newProgress(deps.clock.now(), dryRun),
  } = readReconcileTask(payload);
  deps.observability.correlate({ executionName: executionNameOf(executionArn) });
  const { hub } = deps;
  const slice =
    hub === undefined
      ? await reconcileSlice(deps, executionArn, progress)
      : await reconcileHub(deps, hub, executionArn, progress);
  if (slice.status === 'done') await conclude(deps, executionArn, slice);
  return slice;
}

async function conclude(
  deps: ReconcileLinksDependencies,
  executionArn: string,
  { summary, progress }: ReconcileSlice,
): Promise<void> {
  const { events, log, metrics } = deps;
  const { drift: _, ...counts } = summary;
  log.info('links reconciled', counts);
  // A dry run changes nothing, so it must not change the state of an alarm either.
  if (summary.dryRun) return;
  await sweepNotifications(deps);
  await events.publish({ type: LINKS_RECONCILED, detail: summary }, executionArn);
  measure(metrics, summary, progress);
  if (deps.hub !== undefined) measureMembers(metrics, progress);
}

function measure(
  metrics: MetricPort,
  { found, repaired, left, links }: LinksReconciledDetail,
  { unreadableProjects = 0, unreachableMembers = 0, silentMembers = 0 }: ReconcileProgress,
): void {
  metrics.count(Metric.DRIFT_FOUND, found);
  metrics.count(Metric.DRIFT_REPAIRED, repaired);
  // Each metric has its own alarm: one incident causes one page.
  metrics.count(Metric.PROJECT_UNREADABLE, unreadableProjects);
  metrics.count(Metric.DRIFT_LEFT, left - unreadableProjects - unreachableMembers - silentMembers);
  metrics.count(Metric.LINKS_AVAILABLE, links.available);
  metrics.count(Metric.LINKS_PENDING, links.pending);
  metrics.count(Metric.LINKS_FAILED, links.failed);
  metrics.count(Metric.LINKS_RETAINED, links.retained);
  metrics.count(Metric.LINKS_UNMANAGED, links.unmanaged);
  metrics.count(Metric.LINKS_OF_OTHERS, links.ofOthers);
}

function measureMembers(
  metrics: MetricPort,
  { unreachableMembers = 0, silentMembers = 0 }: ReconcileProgress,
): void {
  metrics.count(Metric.MEMBER_UNREACHABLE, unreachableMembers);
  metrics.count(Metric.MEMBER_SILENT, silentMembers);
}
