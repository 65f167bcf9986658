/**
 * After EC2's `available`, Atlas agrees within seconds. The function waits for that itself, which costs less than
 * further states.
 */
import type { Observation } from '../../execution-data/observation.js';
import type { RateBudget } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import { budgetStretch } from '../polling/pacing.js';
import { secondsSince } from '../polling/poll.js';
import { CLOSE_POLLS_SECONDS, closePollGapSeconds, LONGEST_PAUSE_SECONDS } from './acceptance-pace.js';

export interface PollCloselyDependencies {
  readonly clock: ClockPort;
  readonly budget: () => RateBudget | undefined;
}

/**
 * @param previous with the pause before the first poll
 * @param poll polls Atlas once; `accepted` if it is to be polled again at a short interval
 */
export async function pollClosely(
  { clock, budget }: PollCloselyDependencies,
  previous: Observation | undefined,
  poll: () => Promise<Observation>,
): Promise<Observation> {
  const beganAt = clock.now().getTime();
  let pendingAt: { readonly pendingAt?: string } = {};
  await clock.sleep(firstPauseSeconds(previous, budget(), clock.now()) * 1000);
  for (;;) {
    const observation = await poll();
    const acceptance = { ...observation.acceptance, ...pendingAt };
    if (observation.outcome !== 'accepted') return { ...observation, acceptance };
    pendingAt = { pendingAt: observation.observedAt };
    const now = clock.now();
    const pauseSeconds = gapSeconds(acceptance.availableAt ?? now.toISOString(), budget(), now);
    const waitSeconds = Math.ceil(pauseSeconds);
    if (pauseSeconds > LONGEST_PAUSE_SECONDS) return { ...observation, outcome: 'pending', waitSeconds };
    const spentSeconds = (now.getTime() - beganAt) / 1000;
    // The next call of the function begins with the pause.
    if (spentSeconds + pauseSeconds > CLOSE_POLLS_SECONDS) return { ...observation, waitSeconds };
    await clock.sleep(pauseSeconds * 1000);
  }
}

/** The rest of the delay after EC2's `available`, or of the gap after the last poll. */
function firstPauseSeconds(
  previous: Observation | undefined,
  budget: RateBudget | undefined,
  now: Date,
): number {
  const { availableAt, pendingAt = '' } = previous?.acceptance ?? {};
  if (previous?.outcome !== 'accepted' || availableAt === undefined) return 0;
  const hasPolled = Date.parse(pendingAt) >= Date.parse(availableAt);
  const restSeconds = hasPolled
    ? gapSeconds(availableAt, budget, new Date(pendingAt)) - secondsSince(pendingAt, now)
    : previous.waitSeconds - secondsSince(availableAt, now);
  // A time of another function's clock may be in the future.
  return Math.min(LONGEST_PAUSE_SECONDS, Math.max(0, restSeconds));
}

function gapSeconds(availableAt: string, budget: RateBudget | undefined, at: Date): number {
  return closePollGapSeconds(secondsSince(availableAt, at)) * budgetStretch(budget);
}
