import type { RateBudget } from '../model/ports/atlas.js';

export interface Pace {
  /** Seconds since the execution began. */
  readonly elapsedSeconds: number;
  /** Seconds until the deadline. */
  readonly remainingSeconds: number;
  /** The project's token bucket at the last response. */
  readonly budget?: RateBudget | undefined;
  /** Atlas's Retry-After, which takes precedence over everything except the deadline. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * The wait before the next poll, until a link has this age. Links take one to five minutes, so polls are most frequent
 * in that time; the detection lag is half a wait on average (`npm run bench`).
 */
const STEPS: readonly (readonly [untilSeconds: number, waitSeconds: number])[] = [
  [20, 5],
  [300, 8],
  [900, 15],
  [3600, 30],
  [14_400, 60],
];
/**
 * A poll adds nine events to a history that holds 25,000, and up to 24 more if the platform fails: polls every half
 * minute would end an execution of a day before its deadline.
 */
const LAST_STEP_SECONDS = 120;

/** Below this share of the token bucket polls become less frequent, so that many concurrent links stay within it. */
const COMFORTABLE_SHARE = 0.5;
const MAX_STRETCH = 10;

/** Whole seconds until the next poll: at least 1, and at most that second beyond the deadline. */
export function secondsUntilNextPoll(pace: Pace): number {
  const step = STEPS.find(([until]) => pace.elapsedSeconds < until)?.[1] ?? LAST_STEP_SECONDS;
  const wanted = Math.max(step * budgetStretch(pace.budget), pace.retryAfterSeconds ?? 0);
  // The last poll, at the deadline, decides between available and timed out.
  return Math.max(1, Math.min(Math.ceil(wanted), Math.ceil(pace.remainingSeconds)));
}

/** 1 while the token bucket is comfortably full, up to 10 as it runs empty. */
export function budgetStretch(budget: RateBudget | undefined): number {
  if (budget === undefined || isComfortable(budget)) return 1;
  const share = Math.max(0, budget.remaining) / budget.limit;
  return Math.min(MAX_STRETCH, COMFORTABLE_SHARE / Math.max(share, 0.001));
}

/** False if optional requests should be skipped. */
export function isComfortable(budget: RateBudget | undefined): boolean {
  return budget === undefined || budget.limit <= 0 || budget.remaining / budget.limit >= COMFORTABLE_SHARE;
}
