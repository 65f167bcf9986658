/** When a pass ends, whatever is left: its levels are published, and the next one begins elsewhere. */
import { RECONCILE_EXECUTION_SECONDS } from '../../contract/limits.js';
import { type ReconcileSlice, sliceOf } from './reconcile-links.js';
import { type ReconcileProgress, withDrift } from './reconcile-progress.js';
import { driftOfUnreadable } from './reconcile-reasons.js';
import type { ReconcileDependencies } from './reconcile-slice.js';
import { SLICE_SECONDS } from './slice-seconds.js';

/** A slice that begins right before the deadline still has to end, and the summary has to be published. */
const MARGIN_SECONDS = 2 * SLICE_SECONDS;

/**
 * For members: before the next scheduled pass begins, so that two never compare the same member.
 *
 * @param everySeconds period of the scheduled reconciliation
 * @returns milliseconds since 1970
 */
export function membersEndAt(
  { startedAt, waitedSince = startedAt }: Pick<ReconcileProgress, 'startedAt' | 'waitedSince'>,
  everySeconds: number,
): number {
  const periodEnds = Date.parse(startedAt) + everySeconds * 1000;
  const executionEnds = Date.parse(waitedSince) + RECONCILE_EXECUTION_SECONDS * 1000;
  return Math.min(periodEnds, executionEnds) - MARGIN_SECONDS * 1000;
}

/** For the hub's own account and Region: members have the other half of the time. */
export function homeEndsAt(
  progress: Pick<ReconcileProgress, 'startedAt' | 'waitedSince'>,
  everySeconds: number,
): number {
  const beganAt = Date.parse(progress.startedAt);
  return beganAt + Math.max(0, membersEndAt(progress, everySeconds) - beganAt) / 2;
}

const OUT_OF_TIME = `The reconciliation ended after ${(RECONCILE_EXECUTION_SECONDS - MARGIN_SECONDS) / 60} min, before it had compared everything: its levels are of what it has compared. The next one begins with others.`;

/**
 * Ends a pass right before the state machine would end its execution as timed out, without a summary.
 *
 * @returns the slice, as the last one if there is no time for another
 */
export function withinTime(deps: Pick<ReconcileDependencies, 'clock' | 'log'>, slice: ReconcileSlice) {
  const { status, progress } = slice;
  const left = RECONCILE_EXECUTION_SECONDS - MARGIN_SECONDS;
  const beganAt = Date.parse(progress.waitedSince ?? progress.startedAt);
  const isInTime = deps.clock.now().getTime() < beganAt + left * 1000;
  if (status === 'done' || isInTime) return slice;
  deps.log.warn('reconciliation ended before it had compared everything', { reason: OUT_OF_TIME });
  return sliceOf(deps, 'done', 1, withDrift(progress, driftOfUnreadable('', '', OUT_OF_TIME)));
}
