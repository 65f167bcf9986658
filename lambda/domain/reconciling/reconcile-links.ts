/**
 * Compares Atlas, EC2 and the registry, and repairs what the rules allow: in slices, each limited by time and by
 * Atlas's token bucket. First it compares the three lists, then it checks, one by one, the links on which they do not
 * agree and those whose turn it is. Repeatable from any point: a slice finds what an earlier one has begun before it
 * failed.
 */
import type { LinksReconciledDetail } from '../../contract/published-event.js';
import { ProjectViews } from './project-views.js';
import { reconcileItem } from './reconcile-item.js';
import {
  nextCheck,
  type PendingCheck,
  type ReconcileProgress,
  summaryOf,
  withoutNextCheck,
  withoutNextProject,
} from './reconcile-progress.js';
import { type ReconcileDependencies, type Slice, withUnreadableProject } from './reconcile-slice.js';
import { isSurveyed, survey } from './reconcile-survey.js';
import { SLICE_SECONDS } from './slice-seconds.js';

export type { ReconcileDependencies };

export interface ReconcileSlice {
  /** A string, because the state machine branches on it. */
  readonly status: 'more' | 'done';
  readonly waitSeconds: number;
  readonly progress: ReconcileProgress;
  readonly summary: LinksReconciledDetail;
}

/** Below this share of the token bucket the next slice waits, so that new links have the rest. */
const COMFORTABLE_SHARE = 0.25;
const REFILL_SECONDS = 30;
/**
 * A slice with this many records or more ends after their comparison, so that a later failure does not read them again.
 */
const RECORDS_OF_A_SLICE = 200;

/** @throws RegistryUnavailableError, and errors that concern AWS as a whole: the state machine retries the slice */
export async function reconcileSlice(
  deps: ReconcileDependencies,
  executionArn: string,
  progress: ReconcileProgress,
): Promise<ReconcileSlice> {
  const slice = beginSlice(deps, executionArn, progress);
  // A member that may reach no project may have links from before it was excluded, which are reported.
  let current = deps.projectIds.length === 0 ? (await survey(slice, progress)).progress : progress;
  const isDone = () => hasGivenUp(current) || (nextCheck(current) === undefined && isSurveyed(deps, current));
  while (!isDone()) {
    const check = nextCheck(current);
    const step =
      check === undefined ? await compareLists(slice, current) : await checkOne(slice, check, current);
    current = step.progress;
    if (step.pauseSeconds !== undefined && !isDone())
      return sliceOf(deps, 'more', step.pauseSeconds, current);
  }
  return sliceOf(deps, 'done', 1, current);
}

/** Each link costs the patience with Parameter Store: after this many in a row, the next pass tries the member again. */
const MOST_FAILED_IN_ROW = 10;

/** True if the Parameter Store of the member fails link after link. */
export function hasGivenUp({ member }: ReconcileProgress): boolean {
  return (member?.failedInRow ?? 0) >= MOST_FAILED_IN_ROW;
}

function beginSlice(
  deps: ReconcileDependencies,
  executionArn: string,
  { startedAt, dryRun }: ReconcileProgress,
): Slice {
  const now = deps.clock.now();
  const { selection, unlinkDeselected } = deps;
  const endsAt = now.getTime() + SLICE_SECONDS * 1000;
  const views = new ProjectViews(deps);
  const rules = { selection, unlinkDeselected, now };
  return { deps, executionArn, dryRun, startedAt: new Date(startedAt), endsAt, views, ...rules };
}

interface Step {
  readonly progress: ReconcileProgress;
  /** Pause before the next slice; undefined while this one may continue. */
  readonly pauseSeconds: number | undefined;
}

async function compareLists(slice: Slice, before: ReconcileProgress): Promise<Step> {
  const { progress, records } = await survey(slice, before);
  const pauseSeconds = records >= RECORDS_OF_A_SLICE ? 1 : pauseAfter(slice, nextCheck(progress)?.projectId);
  return { progress, pauseSeconds };
}

async function checkOne(
  slice: Slice,
  { projectId, endpointId }: PendingCheck,
  progress: ReconcileProgress,
): Promise<Step> {
  // The project has been removed from the automation meanwhile.
  if (!slice.deps.projectIds.includes(projectId))
    return { progress: withoutNextProject(progress), pauseSeconds: undefined };
  const view = await slice.views.of(projectId);
  const checked =
    'reason' in view
      ? withoutNextProject(withUnreadableProject(progress, view))
      : withoutNextCheck(await reconcileItem(slice, view, endpointId, progress));
  return { progress: checked, pauseSeconds: pauseAfter(slice, projectId) };
}

/** Called after a poll of Atlas, so that the budget is current and every slice makes progress. */
function pauseAfter({ deps, endsAt }: Slice, projectId: string | undefined): number | undefined {
  const budget = projectId === undefined ? undefined : deps.atlas.rateBudget(projectId);
  if (budget !== undefined && budget.remaining < budget.limit * COMFORTABLE_SHARE) return REFILL_SECONDS;
  return deps.clock.now().getTime() >= endsAt ? 1 : undefined;
}

/** Differences are in the progress, and in the summary, which people read, only when it is complete. */
export function sliceOf(
  { clock }: Pick<ReconcileDependencies, 'clock'>,
  status: ReconcileSlice['status'],
  waitSeconds: number,
  progress: ReconcileProgress,
): ReconcileSlice {
  const summary = summaryOf(progress, clock.now());
  return {
    status,
    waitSeconds,
    progress,
    summary: status === 'done' ? summary : { ...summary, drift: [] },
  };
}
