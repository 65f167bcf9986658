import type { RateBudget } from '../model/ports/atlas.js';

export interface Pace {
  /** Since the execution began. */
  readonly elapsedSeconds: number;
  /** Until the deadline. */
  readonly remainingSeconds: number;
  /** The project's token bucket at the last response. */
  readonly budget?: RateBudget | undefined;
  /** Atlas's Retry-After, which wins over everything but the deadline. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Until a link is this old, the wait before the next poll. Links take one to five minutes, so that is where the
 * looks are dense; detection lag is half a wait on average (`npm run bench`).
 */
const STEPS: readonly (readonly [untilSeconds: number, waitSeconds: number])[] = [
  [20, 5],
  [300, 8],
  [900, 15],
  [3600, 30],
  [14_400, 60],
];
/**
 * A poll costs nine events of a history that holds 25,000, and up to 24 more when the platform fails: a day of polls every
 * half minute would end the execution before its deadline.
 */
const LAST_STEP_SECONDS = 120;

/** Below this share of the token bucket the polls become rarer, so that many links at once stay within it. */
const COMFORTABLE_SHARE = 0.5;
const MAX_STRETCH = 10;

/** Whole seconds until the next poll, at least 1, never past the deadline by more than that second. */
export function secondsUntilNextPoll(pace: Pace): number {
  const step = STEPS.find(([until]) => pace.elapsedSeconds < until)?.[1] ?? LAST_STEP_SECONDS;
  const wanted = Math.max(step * budgetStretch(pace.budget), pace.retryAfterSeconds ?? 0);
  // A last poll of the deadline decides between available and timed out.
  return Math.max(1, Math.min(Math.ceil(wanted), Math.ceil(pace.remainingSeconds)));
}

/** 1 while the token bucket is comfortably full, up to 10 as it runs empty. */
export function budgetStretch(budget: RateBudget | undefined): number {
  if (budget === undefined || isComfortable(budget)) return 1;
  const share = Math.max(0, budget.remaining) / budget.limit;
  return Math.min(MAX_STRETCH, COMFORTABLE_SHARE / Math.max(share, 0.001));
}

/** False when what can be left unasked should be. */
export function isComfortable(budget: RateBudget | undefined): boolean {
  return budget === undefined || budget.limit <= 0 || budget.remaining / budget.limit >= COMFORTABLE_SHARE;
}
