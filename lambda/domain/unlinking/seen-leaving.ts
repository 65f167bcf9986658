/** Checks whether an accepted removal has begun: a proxy that answers for Atlas may return success as well. */
import { NotYetError } from '../model/errors/change-errors.js';
import type { ClockPort } from '../model/ports/clock.js';

/** Reads may be stale for some seconds after a DELETE. */
const POLLS = 4;
const PAUSE_MILLISECONDS = 3000;

/**
 * For a removal that is not polled afterwards, such as that of a failed execution.
 *
 * @throws NotYetError while Atlas shows the target as if nothing had been sent: another DELETE needs its own polls
 */
export async function requireSeenLeaving(
  clock: ClockPort,
  what: string,
  isStanding: () => Promise<boolean>,
): Promise<void> {
  for (let poll = 1; await isStanding(); poll += 1) {
    if (poll === POLLS)
      throw new NotYetError(`${what} is still there, although a DELETE was answered. It is checked again.`);
    await clock.sleep(PAUSE_MILLISECONDS);
  }
}
