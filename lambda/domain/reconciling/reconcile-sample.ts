/**
 * Selects the links that a reconciliation checks although the lists agree on them: each in its turn, once a day. This
 * needs no stored state. Each link has its own time of day, derived from its endpoint's id, and the first
 * reconciliation after that time checks it.
 */
import { createHash } from 'node:crypto';

const DAY_SECONDS = 86_400;

/**
 * The Scheduler starts up to a minute late, and the first call of the function may need a retry. The turns of two
 * reconciliations overlap by this time after each period, so that no turn falls between them.
 */
export const START_DELAY_SECONDS = 90;

/**
 * @param startedAt start of the reconciliation, in all its slices
 * @param everySeconds period of the reconciliation; with a day or more, each link has its turn every time
 */
export function isInSample(endpointId: string, startedAt: Date, everySeconds: number): boolean {
  const seconds = startedAt.getTime() / 1000;
  const since = (((seconds - turnOf(endpointId)) % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  return since < everySeconds + START_DELAY_SECONDS;
}

/** Second of the day, evenly distributed even for similar ids. */
function turnOf(endpointId: string): number {
  const share = createHash('sha256').update(endpointId).digest().readUInt32BE() / 2 ** 32;
  return share * DAY_SECONDS;
}
