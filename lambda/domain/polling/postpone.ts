/** How long an execution goes on calling for what is not possible yet, once there is nothing else left for it to do. */
import type { Again, Postponed } from '../../execution-data/change-record.js';
import { secondsSince } from './poll.js';

const PAUSE_SECONDS = 15;
/** Since the first call in a row that could do nothing. CloudFormation waits meanwhile, or a person for the failure. */
export const POSTPONED_SECONDS = 900;

/**
 * @param earlier of the call before this one, where that was postponed as well
 * @param end not later than this
 * @returns undefined when it has been waited for long enough: the call at the end was the last
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
