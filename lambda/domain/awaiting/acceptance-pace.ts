/** How often EC2 and Atlas are asked about a link that waits for its acceptance (decision 53, `npm run bench`). */
import { FIRST_LOOK_SECONDS } from '../../contract/limits.js';
import type { SeenPace } from '../model/ports/waiting-links.js';

/** Once EC2 shows the endpoint as accepted, it takes seconds until it is available, not minutes. */
export const ACCEPTED_LOOK_SECONDS = 4;
/** The same where others look: they may be done before, and nobody would look until {@link TOLD_LOOK_SECONDS}. */
const TOLD_ACCEPTED_LOOK_SECONDS = 8;
const ACCEPTED_LOOKS_FOR_SECONDS = 60;
/** Where somebody else looks for all who wait, a task is told: it comes by itself to see that somebody still does. */
export const TOLD_LOOK_SECONDS = 55;
/** EC2's limit is the account's: one look for all who wait, whoever takes it. */
export const LOOKS_APART_MILLISECONDS = 4_000;
/** EC2 has said that there is something to see. */
export const PUSHED_LOOKS_APART_MILLISECONDS = 1_000;

/** Beyond it, something is wrong: the slower pace of a poll, which asks Atlas and EC2 both, is all that is left. */
export const AWAIT_SECONDS = 900;

/** Seconds after Atlas took the link at which it is asked for refusals, while EC2 shows nothing; then at each further gap. */
const REFUSAL_POLLS_SECONDS = [20, 90];
const LATER_REFUSAL_GAP_SECONDS = 240;

/**
 * @param askedSeconds from Atlas taking the link until it was asked last
 * @param nowSeconds from Atlas taking the link until now
 */
export function isRefusalPollDue(askedSeconds: number, nowSeconds: number): boolean {
  const passed = REFUSAL_POLLS_SECONDS.some((at) => askedSeconds < at && nowSeconds >= at);
  return passed || nowSeconds - askedSeconds >= LATER_REFUSAL_GAP_SECONDS;
}

/**
 * @param acceptedSeconds since EC2 was first seen to show the endpoint as accepted; undefined before
 * @param isToldByOthers somebody else has looked a moment ago
 */
export function lookSeconds(acceptedSeconds: number | undefined, isToldByOthers = false): number {
  const isJustAccepted = acceptedSeconds !== undefined && acceptedSeconds <= ACCEPTED_LOOKS_FOR_SECONDS;
  if (isJustAccepted) return isToldByOthers ? TOLD_ACCEPTED_LOOK_SECONDS : ACCEPTED_LOOK_SECONDS;
  return isToldByOthers ? TOLD_LOOK_SECONDS : FIRST_LOOK_SECONDS;
}

/** After EC2's `available`, Atlas is asked this long without leaving the function that asks. */
export const CLOSE_POLLS_SECONDS = 25;
/** And closely as a whole; afterwards as rarely as any link. */
export const CLOSE_PHASE_SECONDS = 120;

/** Until the next poll, by the seconds since EC2's `available`: Atlas agrees within seconds, or within a minute. */
export function closePollGapSeconds(sinceAvailable: number): number {
  return 2.5 + 0.055 * Math.max(0, sinceAvailable);
}

/** The latest links that are remembered, and how many of them tell enough. */
export const REMEMBERED_PACES = 20;
const ENOUGH_PACES = 5;
const LONGEST_DELAY_SECONDS = 30;
/** Of the fastest that was seen: where the first poll is late already, the delay shrinks from link to link. */
const SHARE_OF_FASTEST = 0.8;

/** Seconds after EC2's `available` in which Atlas has never agreed yet; 0 while too little is known. */
export function firstPollDelaySeconds(seen: readonly SeenPace[]): number {
  if (seen.length < ENOUGH_PACES) return 0;
  const fastest = Math.min(...seen.map(({ atlasAfterEc2 }) => atlasAfterEc2));
  return Math.floor(Math.min(LONGEST_DELAY_SECONDS, Math.max(0, fastest * SHARE_OF_FASTEST)));
}
