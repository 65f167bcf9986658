/**
 * Intervals at which EC2 and Atlas are polled for a link that waits for its acceptance (decision 53, `npm run bench`).
 */
import { FIRST_ENDPOINT_POLL_SECONDS } from '../../contract/limits.js';
import type { SeenPace } from '../model/ports/waiting-links.js';

/** After EC2 shows the endpoint as accepted, it becomes available within seconds, not minutes. */
export const ACCEPTED_POLL_SECONDS = 4;
/**
 * Interval after the acceptance if other links poll EC2. If they end first, nothing else polls EC2 until
 * {@link FALLBACK_POLL_SECONDS} have passed.
 */
const FALLBACK_ACCEPTED_POLL_SECONDS = 8;
const ACCEPTED_POLLS_FOR_SECONDS = 60;
/**
 * If another link polls EC2 for all waiting links, a task is notified of changes. It polls itself at this interval, in
 * case the other link has stopped.
 */
export const FALLBACK_POLL_SECONDS = 55;
/** EC2's limit is per account, so the waiting links share one poll of EC2, whichever link makes it. */
export const POLLS_APART_MILLISECONDS = 4_000;
/** A link that polls for all waiting links polls again within this time: after a longer silence, it has stopped. */
export const OTHERS_POLL_MILLISECONDS = 20_000;
/** EC2 has sent a notification of a change. */
export const PUSHED_POLLS_APART_MILLISECONDS = 1_000;

/** EC2's limit refills by 20 calls per second, so a short pause is enough. */
export const RETRY_PAUSE_MILLISECONDS = 250;
/**
 * After this time a poll makes no further call once one has failed, so that it ends before its own task, which waits for
 * {@link ACCEPTED_POLL_SECONDS} at least.
 */
export const RETRY_FOR_MILLISECONDS = 2_000;
/**
 * For this long a link keeps waiting for EC2's answer about its endpoint. A crowd of new endpoints uses up EC2's limit for
 * a minute or two.
 */
export const UNREAD_SECONDS = 120;

/** After this time something is wrong, and the link falls back to the slower poll of both Atlas and EC2. */
export const AWAIT_SECONDS = 900;

/**
 * Seconds after the registration at which Atlas is first polled for a refusal while EC2 shows no change; afterwards it is
 * polled at the later gap. Each such poll is a request for nothing in almost all executions (decision 53).
 */
const FIRST_REFUSAL_POLL_SECONDS = 60;
const LATER_REFUSAL_GAP_SECONDS = 240;

/**
 * @param askedSeconds time from the registration to the last poll
 * @param nowSeconds time from the registration until now
 */
export function isRefusalPollDue(askedSeconds: number, nowSeconds: number): boolean {
  const isFirst = askedSeconds < FIRST_REFUSAL_POLL_SECONDS && nowSeconds >= FIRST_REFUSAL_POLL_SECONDS;
  return isFirst || nowSeconds - askedSeconds >= LATER_REFUSAL_GAP_SECONDS;
}

/**
 * @param acceptedSeconds time since EC2 was first seen to show the endpoint as accepted; undefined before
 * @param isPolledByOthers another link has polled a moment ago
 */
export function endpointPollSeconds(acceptedSeconds: number | undefined, isPolledByOthers = false): number {
  const isJustAccepted = acceptedSeconds !== undefined && acceptedSeconds <= ACCEPTED_POLLS_FOR_SECONDS;
  if (isJustAccepted) return isPolledByOthers ? FALLBACK_ACCEPTED_POLL_SECONDS : ACCEPTED_POLL_SECONDS;
  return isPolledByOthers ? FALLBACK_POLL_SECONDS : FIRST_ENDPOINT_POLL_SECONDS;
}

/** After EC2's `available`, the function polls Atlas for this long before it returns. */
export const CLOSE_POLLS_SECONDS = 25;
/** Maximum pause within a call of the function; a state waits for longer ones. */
export const LONGEST_PAUSE_SECONDS = 8;
/** Total time of polls at short intervals; afterwards the link is polled like any other. */
export const CLOSE_PHASE_SECONDS = 120;

const CLOSE_GAP_SECONDS = 2.9;
const EVEN_GAPS_SECONDS = 15;
const GROWTH_OF_GAPS = 0.1;

/**
 * Gap until the next poll, from the seconds since EC2's `available`: Atlas agrees within seconds, or within a minute.
 */
export function closePollGapSeconds(sinceAvailable: number): number {
  return CLOSE_GAP_SECONDS + GROWTH_OF_GAPS * Math.max(0, sinceAvailable - EVEN_GAPS_SECONDS);
}

/** Number of latest links whose times are stored. */
export const REMEMBERED_PACES = 20;
/** With fewer times, no delay is derived from them. */
const ENOUGH_PACES = 5;
const LONGEST_DELAY_SECONDS = 30;
/** While little is known: a poll at EC2's `available` itself would be of use only if Atlas agreed at the same moment. */
const FIRST_DELAY_SECONDS = 2;
/** Mean time by which the delay may have made the latest links later. */
const TOLERATED_SECONDS = 0.25;

/**
 * Whole seconds from EC2's `available` until the first poll of Atlas: the longest delay that would have made the latest
 * links hardly later.
 */
export function firstPollDelaySeconds(seen: readonly SeenPace[]): number {
  if (seen.length < ENOUGH_PACES) return FIRST_DELAY_SECONDS;
  const atlasAfter = seen.map(supposedSeconds);
  const costOf = (delay: number) =>
    atlasAfter.reduce((sum, seconds) => sum + Math.max(0, delay - seconds), 0) / seen.length;
  let delaySeconds = 0;
  while (delaySeconds < LONGEST_DELAY_SECONDS && costOf(delaySeconds + 1) <= TOLERATED_SECONDS)
    delaySeconds += 1;
  return delaySeconds;
}

/**
 * Atlas has agreed between two polls; the time of the earlier one counts. If the first poll was already late, nobody
 * knows by how much: half its time counts, so that a delay that is too long shrinks from link to link.
 */
function supposedSeconds({ atlasAfterEc2, notWithin = 0 }: SeenPace): number {
  return notWithin > 0 ? notWithin : atlasAfterEc2 / 2;
}
