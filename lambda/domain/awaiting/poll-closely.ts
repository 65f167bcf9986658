/**
 * After EC2's `available`, Atlas agrees within seconds. The function waits for that itself, which costs less than
 * further states.
 */
import type { Observation } from '../../execution-data/observation.js';
import type { RateBudget } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import { budgetStretch } from '../polling/pacing.js';
import { secondsSince } from '../polling/poll.js';
import { CLOSE_POLLS_SECONDS, closePollGapSeconds } from './acceptance-pace.js';

export interface PollCloselyDependencies {
  readonly clock: ClockPort;
  readonly budget: () => RateBudget | undefined;
}

/** @param poll polls Atlas once; `accepted` if it is to be polled again at a short interval */
export async function pollClosely(
  { clock, budget }: PollCloselyDependencies,
  poll: () => Promise<Observation>,
): Promise<Observation> {
  const beganAt = clock.now().getTime();
  let pendingAt: { readonly pendingAt?: string } = {};
  for (;;) {
    const observation = await poll();
    if (observation.outcome !== 'accepted')
      return { ...observation, acceptance: { ...observation.acceptance, ...pendingAt } };
    pendingAt = { pendingAt: observation.observedAt };
    const now = clock.now();
    const since = secondsSince(observation.acceptance?.availableAt ?? now.toISOString(), now);
    const pauseMilliseconds = closePollGapSeconds(since) * budgetStretch(budget()) * 1000;
    const spentMilliseconds = now.getTime() - beganAt;
    if (spentMilliseconds + pauseMilliseconds > CLOSE_POLLS_SECONDS * 1000)
      return { ...observation, outcome: 'pending', waitSeconds: Math.ceil(pauseMilliseconds / 1000) };
    await clock.sleep(pauseMilliseconds);
  }
}
