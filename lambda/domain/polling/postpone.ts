/** How long an execution repeats a call that is not possible yet, if nothing else is left to do. */
import type { Again, Postponed } from '../../execution-data/change-record.js';
import { secondsSince } from './poll.js';

const PAUSE_SECONDS = 15;
/**
 * Seconds since the first of the consecutive calls without an effect. CloudFormation, or a person, waits for the result
 * meanwhile.
 */
export const POSTPONED_SECONDS = 900;

/**
 * @param earlier from the previous call, if it was postponed as well
 * @param end latest time of a call
 * @returns undefined if the wait was long enough: the call at the end was the last
 */
export function postpone(
  { reason, retryAfterSeconds = 0 }: Again,
  previous: Postponed | undefined,
  now: Date,
  end: Date,
): Postponed | undefined {
  const since = previous?.since ?? now.toISOString();
  const remainingSeconds = Math.min(
    POSTPONED_SECONDS - secondsSince(since, now),
    -secondsSince(end.toISOString(), now),
  );
  if (remainingSeconds <= 0) return undefined;
  const wanted = Math.max(PAUSE_SECONDS, retryAfterSeconds);
  return { reason, since, waitSeconds: Math.max(1, Math.ceil(Math.min(wanted, remainingSeconds))) };
}
