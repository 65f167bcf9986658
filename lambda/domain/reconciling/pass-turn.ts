/** Passes of a reconciliation run one after the other, however many are started, or delivered twice. */
import { RECONCILE_TIMEOUT_SECONDS } from '../../contract/limits.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { LogPort } from '../model/ports/observability.js';
import type { ReconciliationLeasePort } from '../model/ports/reconciliation-lease.js';
import { type ReconcileSlice, sliceOf } from './reconcile-links.js';
import { asWaiting, type ReconcileProgress } from './reconcile-progress.js';

export interface TurnDependencies {
  /** Undefined if the automation has no table for it. */
  readonly lease?: ReconciliationLeasePort | undefined;
  readonly clock: ClockPort;
  readonly log: LogPort;
}

/** Longer than a slice and the pause after it, so that it ends only if the execution was stopped, or waits for a retry. */
const LEASE_SECONDS = RECONCILE_TIMEOUT_SECONDS + 300;
const POLL_SECONDS = 30;

/**
 * A lease that cannot be asked about does not stop the reconciliation: two passes at once change nothing wrongly, and
 * may report a change twice.
 *
 * @param name of the execution
 */
export async function hasTurn({ lease, clock, log }: TurnDependencies, name: string): Promise<boolean> {
  if (lease === undefined) return true;
  const now = clock.now();
  try {
    return await lease.take(name, now, new Date(now.getTime() + LEASE_SECONDS * 1000));
  } catch (error) {
    log.warn('it is not known whether another reconciliation works', { error: String(error) });
    return true;
  }
}

/** Never rejects: a lease that is left ends by itself. */
export async function endTurn({ lease, log }: TurnDependencies, name: string): Promise<void> {
  try {
    await lease?.release(name);
  } catch (error) {
    log.info('the lease of the reconciliation is left to its end', { error: String(error) });
  }
}

/** @returns the slice of a pass that waits for another one */
export function waitingSlice(
  deps: TurnDependencies,
  progress: ReconcileProgress,
  isBegun: boolean,
): ReconcileSlice {
  deps.log.info('another reconciliation is working');
  return sliceOf(deps, 'more', POLL_SECONDS, isBegun ? progress : asWaiting(progress));
}
