/** What the polls of all kinds of targets share: the deadline and the pace. */
import type { NotShown, Observation } from '../../execution-data/observation.js';
import type { WorkflowInput } from '../../execution-data/workflow-input.js';
import type { RateBudget } from '../model/ports/atlas.js';
import { secondsUntilNextPoll } from './pacing.js';

/** The result of one poll of Atlas: the parts of the observation that do not depend on the time. */
export interface Poll<Description>
  extends NotShown,
    Pick<Observation<Description>, 'outcome' | 'description' | 'message' | 'advice' | 'unseen'> {
  readonly retryAfterSeconds?: number | undefined;
  /** Overrides the pace. */
  readonly waitSeconds?: number | undefined;
}

export type ExecutionTimes = Pick<WorkflowInput, 'startedAt' | 'deadline'>;

export function secondsSince(isoTime: string, now: Date): number {
  return (now.getTime() - Date.parse(isoTime)) / 1000;
}

/** Value from the previous poll; a wait before a change is not a poll. */
export function notFoundSinceIn(previous: Observation<unknown> | undefined): string | undefined {
  return previous?.outcome === 'again' ? undefined : previous?.notFoundSince;
}

/** How a poll that is still pending at the deadline is reported. */
export interface Lateness<Description> {
  /** Beginning of the message, such as `The link was not available`. */
  readonly complaint: string;
  readonly statusOf: (description: Description) => string;
  readonly advice: string;
}

/** A poll that is still pending at the deadline is the last one. */
export function atDeadline<Description>(
  poll: Poll<Description>,
  { startedAt, deadline }: ExecutionTimes,
  now: Date,
  { complaint, statusOf, advice }: Lateness<Description>,
): Poll<Description> {
  if (poll.outcome !== 'pending' || secondsSince(deadline, now) < 0) return poll;
  const minutes = Math.round(secondsSince(startedAt, now) / 60);
  const last = poll.message === '' ? `the last status was ${statusOf(poll.description)}` : poll.message;
  return {
    ...poll,
    outcome: 'timed-out',
    message: `${complaint} after ${minutes} min: ${last}`,
    advice: poll.advice === '' ? advice : poll.advice,
  };
}

export function observationOf<Description>(
  poll: Poll<Description>,
  { startedAt, deadline }: ExecutionTimes,
  now: Date,
  budget: RateBudget | undefined,
): Observation<Description> {
  const { outcome, description, message, advice, retryAfterSeconds } = poll;
  const pace = {
    elapsedSeconds: secondsSince(startedAt, now),
    remainingSeconds: -secondsSince(deadline, now),
    budget,
    retryAfterSeconds,
  };
  const waitSeconds = poll.waitSeconds ?? secondsUntilNextPoll(pace);
  return {
    ...{ outcome, waitSeconds, observedAt: now.toISOString(), description, message, advice },
    ...(poll.missingSince === undefined ? {} : { missingSince: poll.missingSince }),
    ...(poll.endpointMissingSince === undefined ? {} : { endpointMissingSince: poll.endpointMissingSince }),
    ...(poll.notFoundSince === undefined ? {} : { notFoundSince: poll.notFoundSince }),
    ...(poll.unseen === true ? { unseen: true } : {}),
  };
}
