/**
 * When the check of open requests responds to a request, because the event of its execution's end has not led to a
 * response. Pure.
 */
import { isCancellation, OPEN_REQUEST_MAX_AGE_SECONDS } from '../../contract/open-requests.js';
import type { ExecutionFacts } from '../model/ports/executions.js';
import { secondsSince } from '../polling/poll.js';

/** A stored request that has no response, or the mark of a Delete. */
export interface OpenRequestFacts {
  readonly name: string;
  readonly storedAt: Date;
}

/** Gives the normal way, the event of the execution's end, time to respond first. */
const GRACE_SECONDS = 120;
/** Until then, the function that has stored the request may still start its execution. */
const UNSTARTED_SECONDS = 1800;

/**
 * What the age of a request decides. `wait`: nothing now; `forget`: CloudFormation no longer waits for the response;
 * `ask`: its execution decides.
 */
export function stepByAge({ name, storedAt }: OpenRequestFacts, now: Date): 'wait' | 'forget' | 'ask' {
  const age = ageOf(storedAt, now);
  if (age < GRACE_SECONDS) return 'wait';
  if (age > OPEN_REQUEST_MAX_AGE_SECONDS) return 'forget';
  return isCancellation(name) ? 'wait' : 'ask';
}

export type StepByExecution =
  | { readonly kind: 'wait' }
  /** It was never started: the request fails. */
  | { readonly kind: 'fail-unstarted' }
  | { readonly kind: 'respond'; readonly execution: ExecutionFacts };

/** What the execution of a request decides; undefined if there is none. */
export function stepByExecution(
  { storedAt }: OpenRequestFacts,
  execution: ExecutionFacts | undefined,
  now: Date,
): StepByExecution {
  if (execution === undefined)
    return { kind: ageOf(storedAt, now) > UNSTARTED_SECONDS ? 'fail-unstarted' : 'wait' };
  const { endedAt } = execution;
  if (endedAt === undefined || ageOf(endedAt, now) < GRACE_SECONDS) return { kind: 'wait' };
  return { kind: 'respond', execution };
}

function ageOf(time: Date, now: Date): number {
  return secondsSince(time.toISOString(), now);
}
