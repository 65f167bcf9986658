/**
 * When a removal may rely on another link. Accounts and Regions have no store in common; what they share is time. A link
 * that relies on one with a smaller id has one part of every ten minutes, a link that relies on one with a greater id has
 * another part, and between the two is long enough for a DELETE of the one to be seen by the other. The argument that this
 * suffices: docs/decisions/0023.
 */
import { LIVE_SECONDS } from './removal-intents.js';

/** Reliance on a link with a smaller id is the usual one: everybody searches for sibling links in the order of ids. */
export type Reliance = 'on-smaller' | 'on-greater';

/** An hour has a whole number of them, so that they begin at the same time everywhere. */
const PERIOD_SECONDS = 600;
/** Longer than an execution waits between two tries that it cannot time itself. */
const GREATER_TURN_SECONDS = 30;

const TURNS: Readonly<Record<Reliance, readonly [from: number, until: number]>> = {
  'on-greater': [0, GREATER_TURN_SECONDS],
  'on-smaller': [GREATER_TURN_SECONDS + LIVE_SECONDS, PERIOD_SECONDS - LIVE_SECONDS],
};

export function relianceOf(ownId: string, siblingLinksId: string): Reliance {
  return siblingLinksId < ownId ? 'on-smaller' : 'on-greater';
}

/** @returns 0 when it is the turn of such removals at that moment */
export function secondsUntilTurn(reliance: Reliance, at: Date): number {
  const [from, until] = TURNS[reliance];
  const second = (at.getTime() / 1000) % PERIOD_SECONDS;
  if (second >= from && second < until) return 0;
  return Math.ceil((from - second + PERIOD_SECONDS) % PERIOD_SECONDS);
}
