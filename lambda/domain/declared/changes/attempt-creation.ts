/**
 * Sends one request to create something, and decides from its response, or from a poll if there is none, who owns the
 * result.
 */
import type { Creation } from '../../../execution-data/change-record.js';
import { AtlasError } from '../../model/errors/atlas-error.js';
import type { ClockPort } from '../../model/ports/clock.js';

export type Attempt<Thing> =
  | { readonly kind: 'created'; readonly evidence: Creation['evidence']; readonly thing: Thing }
  /**
   * Something exists that belongs to somebody else: the request was clearly refused, or it existed before as far as is
   * known.
   */
  | { readonly kind: 'met'; readonly thing: Thing; readonly isClear: boolean }
  /** A clear refusal: the request had no effect. */
  | { readonly kind: 'refused'; readonly error: AtlasError }
  /** No response, and a poll finds nothing; `checked` says whether Atlas could be polled after the request. */
  | { readonly kind: 'unanswered'; readonly error: AtlasError; readonly checked: boolean };

export interface Creating<Thing> {
  readonly post: () => Promise<Thing>;
  readonly poll: () => Promise<Thing | undefined>;
  /** Whether what a poll finds may be the effect of a request sent after the poll of this round. */
  readonly mayBeOwn: (thing: Thing) => boolean;
}

/** Pauses after a request without a response: Atlas may not show a new resource for some seconds. */
const POLL_PAUSES_SECONDS = [0, 2, 5];

/**
 * Sends the request once, right after a poll that found nothing. It is not repeated here, because a second request
 * returns 409 both for the effect of the first and for what somebody else has created since.
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
    // If Atlas cannot be polled, the next round polls it.
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
