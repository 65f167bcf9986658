/** Translates what EC2 shows of an endpoint into the next step of its execution. */
import type { Acceptance, Observation } from '../../execution-data/observation.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { secondsSince } from '../polling/poll.js';
import { AWAIT_SECONDS, CLOSE_PHASE_SECONDS, endpointPollSeconds } from './acceptance-pace.js';

/** `accepted`: poll Atlas at short intervals; `awaited`: poll EC2; `due`: poll Atlas once. */
export function outcomeFor(endpointState: string): 'accepted' | 'awaited' | 'due' {
  if (endpointState === 'available') return 'accepted';
  return endpointState === 'pending' || endpointState === 'pendingacceptance' ? 'awaited' : 'due';
}

/**
 * Next step of a pending execution after a poll of Atlas: read EC2, poll at short intervals, or use the normal pace if
 * anything is unusual.
 *
 * @param acceptance from the previous observation
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
  return {
    ...carried,
    outcome: 'awaited',
    waitSeconds: endpointPollSeconds(acceptedSeconds(acceptance, now)),
  };
}

/** True if nothing prevents it, and the next poll needs no data from this one. */
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
