/** What the looks at all kinds of targets have in common: the deadline and the pace. */
import type { NotShown, Observation, Outcome } from '../../contract/workflow.js';
import type { WorkflowInput } from '../../contract/workflow-input.js';
import type { RateBudget } from '../model/ports/atlas.js';
import { secondsUntilNextLook } from './pacing.js';

/** What one look at Atlas has found. */
export interface Look<Description> extends NotShown {
  readonly outcome: Outcome;
  readonly description: Description;
  readonly message: string;
  readonly advice: string;
  readonly retryAfterSeconds?: number | undefined;
  /** Instead of the pace. */
  readonly waitSeconds?: number | undefined;
  /** Atlas gave no answer: the description says nothing of what is there. */
  readonly unseen?: boolean | undefined;
}

export type RunTimes = Pick<WorkflowInput, 'startedAt' | 'deadline'>;

export function secondsSince(isoTime: string, now: Date): number {
  return (now.getTime() - Date.parse(isoTime)) / 1000;
}

/** What the look before this one hands on; waiting before a change is no look. */
export function notFoundSinceIn(earlier: Observation<unknown> | undefined): string | undefined {
  return earlier?.outcome === 'again' ? undefined : earlier?.notFoundSince;
}

/** How a look that is still pending at the deadline is told. */
export interface Lateness<Description> {
  /** Begins the message, such as `The link was not available`. */
  readonly complaint: string;
  readonly statusOf: (description: Description) => string;
  readonly advice: string;
}

/** A look that is pending at the deadline is the last one. */
export function atDeadline<Description>(
  look: Look<Description>,
  { startedAt, deadline }: RunTimes,
  now: Date,
  { complaint, statusOf, advice }: Lateness<Description>,
): Look<Description> {
  if (look.outcome !== 'pending' || secondsSince(deadline, now) < 0) return look;
  const minutes = Math.round(secondsSince(startedAt, now) / 60);
  const last = look.message === '' ? `the last status was ${statusOf(look.description)}` : look.message;
  return {
    ...look,
    outcome: 'timed-out',
    message: `${complaint} after ${minutes} min: ${last}`,
    advice: look.advice === '' ? advice : look.advice,
  };
}

export function observationOf<Description>(
  look: Look<Description>,
  { startedAt, deadline }: RunTimes,
  now: Date,
  budget: RateBudget | undefined,
): Observation<Description> {
  const { outcome, description, message, advice, retryAfterSeconds } = look;
  const pace = {
    elapsedSeconds: secondsSince(startedAt, now),
    remainingSeconds: -secondsSince(deadline, now),
    budget,
    retryAfterSeconds,
  };
  const waitSeconds = look.waitSeconds ?? secondsUntilNextLook(pace);
  return {
    ...{ outcome, waitSeconds, observedAt: now.toISOString(), description, message, advice },
    ...(look.missingSince === undefined ? {} : { missingSince: look.missingSince }),
    ...(look.endpointMissingSince === undefined ? {} : { endpointMissingSince: look.endpointMissingSince }),
    ...(look.notFoundSince === undefined ? {} : { notFoundSince: look.notFoundSince }),
    ...(look.unseen === true ? { unseen: true } : {}),
  };
}
