/** From what EC2 shows of an endpoint to what its execution does next. */
import type { Acceptance, Observation } from '../../execution-data/observation.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { secondsSince } from '../polling/poll.js';
import { AWAIT_SECONDS, CLOSE_PHASE_SECONDS, lookSeconds } from './acceptance-pace.js';

/** `accepted`: Atlas is asked closely; `awaited`: EC2 is; `due`: Atlas is asked once. */
export function outcomeFor(endpointState: string): 'accepted' | 'awaited' | 'due' {
  if (endpointState === 'available') return 'accepted';
  return endpointState === 'pending' || endpointState === 'pendingacceptance' ? 'awaited' : 'due';
}

/**
 * How a pending execution goes on after a poll of Atlas: by EC2, closely, or by the plain pace where anything is unusual.
 *
 * @param acceptance of the observation before
 */
export function afterPoll(
  poll: Observation,
  { awaitsAcceptance, startedAt }: Pick<LinkExecution, 'awaitsAcceptance' | 'startedAt'>,
  acceptance: Acceptance | undefined,
  now: Date,
): Observation {
  if (awaitsAcceptance !== true) return poll;
  const pendingAt = poll.outcome === 'pending' ? { pendingAt: poll.observedAt } : {};
  const carried = { ...poll, acceptance: { ...acceptance, ...pendingAt } };
  if (poll.outcome !== 'pending' || !isPlain(poll)) return carried;
  if (acceptance?.cannotBeSeen === true) return carried;
  if (acceptance?.availableAt !== undefined) {
    const isClose = secondsSince(acceptance.availableAt, now) < CLOSE_PHASE_SECONDS;
    return isClose ? { ...carried, outcome: 'accepted' } : carried;
  }
  if (secondsSince(startedAt, now) >= AWAIT_SECONDS) return carried;
  return { ...carried, outcome: 'awaited', waitSeconds: lookSeconds(acceptedSeconds(acceptance, now)) };
}

/** Nothing stands in its way, and nothing has to be handed on to the next poll. */
export function isPlain(poll: Observation): boolean {
  return (
    poll.unseen !== true &&
    poll.message === '' &&
    poll.missingSince === undefined &&
    poll.endpointMissingSince === undefined &&
    poll.notFoundSince === undefined
  );
}

export function acceptedSeconds(acceptance: Acceptance | undefined, now: Date): number | undefined {
  return acceptance?.acceptedAt === undefined ? undefined : secondsSince(acceptance.acceptedAt, now);
}
