/**
 * Compares Atlas, EC2 and the registry, and mends what the rules allow: in slices, each bounded by time and by Atlas's
 * token bucket. First the lists of all three, then one by one the links on which they do not agree, and those whose turn
 * it is. Repeatable from any point; what a slice has begun before it died is found begun.
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

export type { ReconcileDependencies };

export interface ReconcileSlice {
  /** A text, because the state machine branches on it. */
  readonly status: 'more' | 'done';
  readonly waitSeconds: number;
  readonly progress: ReconcileProgress;
  readonly summary: LinksReconciledDetail;
}

/** A slice ends well before the function does. */
const SLICE_SECONDS = 90;
/** Below this share of the token bucket the next slice waits, so that links that are being made have the rest. */
const COMFORTABLE_SHARE = 0.25;
const REFILL_SECONDS = 30;
/** From so many records on, a slice ends when they have been compared: one that fails later does not read them again. */
const RECORDS_OF_A_SLICE = 200;

/** @throws RegistryUnavailableError, and what speaks of AWS as a whole: the state machine tries the slice again */
export async function reconcileSlice(
  deps: ReconcileDependencies,
  executionArn: string,
  progress: ReconcileProgress,
): Promise<ReconcileSlice> {
  const slice = beginSlice(deps, executionArn, progress);
  let current = progress;
  for (;;) {
    const check = nextCheck(current);
    if (check === undefined && isSurveyed(deps, current)) return sliceOf(deps, 'done', 1, current);
    const step =
      check === undefined ? await compareLists(slice, current) : await checkOne(slice, check, current);
    current = step.progress;
    const isDone = nextCheck(current) === undefined && isSurveyed(deps, current);
    if (step.pauseSeconds !== undefined && !isDone) return sliceOf(deps, 'more', step.pauseSeconds, current);
  }
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
  /** Before going on in another slice; undefined while this one may go on. */
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
  // Somebody has taken it from the automation meanwhile.
  if (!slice.deps.projectIds.includes(projectId))
    return { progress: withoutNextProject(progress), pauseSeconds: undefined };
  const view = await slice.views.of(projectId);
  const checked =
    'reason' in view
      ? withoutNextProject(withUnreadableProject(progress, view))
      : withoutNextCheck(await reconcileItem(slice, view, endpointId, progress));
  return { progress: checked, pauseSeconds: pauseAfter(slice, projectId) };
}

/** Asked after a poll of Atlas, so that the budget is today's and every slice gets on. */
function pauseAfter({ deps, endsAt }: Slice, projectId: string | undefined): number | undefined {
  const budget = projectId === undefined ? undefined : deps.atlas.rateBudget(projectId);
  if (budget !== undefined && budget.remaining < budget.limit * COMFORTABLE_SHARE) return REFILL_SECONDS;
  return deps.clock.now().getTime() >= endsAt ? 1 : undefined;
}

/** What was found is in the progress; in the summary, which people read, once all of it is. */
function sliceOf(
  { clock }: ReconcileDependencies,
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
