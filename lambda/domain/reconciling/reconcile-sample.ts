/**
 * Which links a reconciliation checks although the lists agree on them: each in its turn, once a day. Nothing is kept
 * for that. Each link has a time of day of its own, made of its endpoint's id, and the first reconciliation after that
 * time checks it.
 */
import { createHash } from 'node:crypto';

const DAY_SECONDS = 86_400;

/**
 * The Scheduler begins within a minute of its time, and the first call of the function may have to be tried again: for
 * so long after a period, the turns of two reconciliations overlap, so that none falls between them.
 */
export const START_DELAY_SECONDS = 90;

/**
 * @param startedAt of the reconciliation, whatever slice is under way
 * @param everySeconds from one reconciliation to the next; a day or more makes every link's turn
 */
export function isInSample(endpointId: string, startedAt: Date, everySeconds: number): boolean {
  const seconds = startedAt.getTime() / 1000;
  const since = (((seconds - turnOf(endpointId)) % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  return since < everySeconds + START_DELAY_SECONDS;
}

/** Seconds of the day, evenly spread over ids that differ in little. */
function turnOf(endpointId: string): number {
  const share = createHash('sha256').update(endpointId).digest().readUInt32BE() / 2 ** 32;
  return share * DAY_SECONDS;
}
