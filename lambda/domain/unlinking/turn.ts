/**
 * When a removal may rely on another link. Accounts and Regions have no common store, but they share the time. Of every
 * ten minutes, links that rely on a link with a smaller id have one part, and links that rely on one with a greater id
 * have another. The gap between the parts is long enough that each side sees the other's DELETE. Proof that this is
 * sufficient: docs/decisions/0023.
 */
import { LIVE_SECONDS } from './removal-intents.js';

/**
 * Reliance on a link with a smaller id is the normal case: all removals search for sibling links in the order of ids.
 */
export type Reliance = 'on-smaller' | 'on-greater';

/** Divides an hour, so that periods begin at the same minutes in every account and Region. */
const PERIOD_SECONDS = 600;
/** Longer than the fixed delay between attempts, so that an execution that cannot choose its time finds the turn. */
const GREATER_TURN_SECONDS = 30;

const TURNS: Readonly<Record<Reliance, readonly [from: number, until: number]>> = {
  'on-greater': [0, GREATER_TURN_SECONDS],
  'on-smaller': [GREATER_TURN_SECONDS + LIVE_SECONDS, PERIOD_SECONDS - LIVE_SECONDS],
};

export function relianceOf(ownId: string, siblingLinksId: string): Reliance {
  return siblingLinksId < ownId ? 'on-smaller' : 'on-greater';
}

/** @returns 0 if such removals have their turn at that moment */
export function secondsUntilTurn(reliance: Reliance, at: Date): number {
  const [from, until] = TURNS[reliance];
  const second = (at.getTime() / 1000) % PERIOD_SECONDS;
  if (second >= from && second < until) return 0;
  return Math.ceil((from - second + PERIOD_SECONDS) % PERIOD_SECONDS);
}
