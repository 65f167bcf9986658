/** One request to create something, and what its response, or a poll after a missing one, says of whose it is. */
import type { Creation } from '../../execution-data/change-record.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { ClockPort } from '../model/ports/clock.js';

export type Attempt<Thing> =
  | { readonly kind: 'created'; readonly evidence: Creation['evidence']; readonly thing: Thing }
  /** This is there, and somebody else's: the request was clearly refused, or it was there before as far as can be reported. */
  | { readonly kind: 'met'; readonly thing: Thing; readonly isClear: boolean }
  /** A clear refusal: the request had no effect. */
  | { readonly kind: 'refused'; readonly error: AtlasError }
  /** No response, and nothing to be seen; `checked` says whether Atlas could be asked after it. */
  | { readonly kind: 'unanswered'; readonly error: AtlasError; readonly checked: boolean };

export interface Creating<Thing> {
  readonly post: () => Promise<Thing>;
  readonly poll: () => Promise<Thing | undefined>;
  /** Whether what a poll finds can be the effect of a request after the poll of this round. */
  readonly mayBeOwn: (thing: Thing) => boolean;
}

/** After a request without a response: Atlas may not show for some seconds what it has created. */
const POLL_PAUSES_SECONDS = [0, 2, 5];

/**
 * Sent once, right after a poll that has found nothing. It is not repeated here: a second request would be answered 409
 * for the effect of the first and for what somebody else has created since.
 */
export async function attemptCreation<Thing>(
  clock: ClockPort,
  creating: Creating<Thing>,
): Promise<Attempt<Thing>> {
  const { post, poll } = creating;
  try {
    return { kind: 'created', evidence: 'response', thing: await post() };
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    if (error.kind === 'unavailable') return pollAfter(clock, creating, error);
    const met = error.kind === 'conflict' ? await checkIfPossible(poll) : undefined;
    // Where Atlas cannot be asked, the poll of the next round finds out.
    return met === undefined || met === 'unknown'
      ? { kind: 'refused', error }
      : { kind: 'met', thing: met, isClear: true };
  }
}

async function pollAfter<Thing>(
  clock: ClockPort,
  { poll, mayBeOwn }: Creating<Thing>,
  error: AtlasError,
): Promise<Attempt<Thing>> {
  let checked = false;
  for (const pauseSeconds of POLL_PAUSES_SECONDS) {
    if (!leavesTime(clock, pauseSeconds)) break;
    if (pauseSeconds > 0) await clock.sleep(pauseSeconds * 1000);
    const seen = await checkIfPossible(poll);
    if (seen !== 'unknown' && seen !== undefined)
      return mayBeOwn(seen)
        ? { kind: 'created', evidence: 'poll', thing: seen }
        : { kind: 'met', thing: seen, isClear: false };
    checked = seen === undefined;
  }
  return { kind: 'unanswered', error, checked };
}

function leavesTime(clock: ClockPort, pauseSeconds: number): boolean {
  return pauseSeconds * 1000 < (clock.remainingMilliseconds?.() ?? Number.POSITIVE_INFINITY);
}

async function checkIfPossible<Thing>(poll: Creating<Thing>['poll']): Promise<Thing | undefined | 'unknown'> {
  try {
    return await poll();
  } catch (error) {
    if (error instanceof AtlasError) return 'unknown';
    throw error;
  }
}
