/** Decides when a failed request is worth another attempt. Pure, except for the loop at the end. */
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import type { ClockPort } from '../domain/model/ports/clock.js';

export interface RetryFacts {
  /** 1 after the first attempt has failed. */
  readonly attempt: number;
  readonly error: AtlasError;
  /**
   * True for a GET, or a PATCH of a whole value. A POST that may have succeeded is not repeated here: its caller checks
   * first.
   */
  readonly idempotent: boolean;
  /** Time left until the caller needs a response. */
  readonly remainingMilliseconds: number;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: number;
}

const MAX_ATTEMPTS = 6;
const FIRST_BACKOFF_MILLISECONDS = 500;
const MAX_BACKOFF_MILLISECONDS = 8_000;
/** Atlas recommends waits of 10, 20 and 40 s for a 429 without Retry-After. */
const FIRST_THROTTLE_MILLISECONDS = 10_000;
/** Random addition to Retry-After, so that callers throttled together do not retry together. */
const SPREAD_MILLISECONDS = 1_000;

/** @returns milliseconds to wait before the next attempt; undefined if there is none */
export function retryDelay(facts: RetryFacts): number | undefined {
  const { attempt, error } = facts;
  if (attempt >= MAX_ATTEMPTS || !isRetryable(facts)) return undefined;
  const delay = Math.ceil(delayFor(error, attempt, facts.random));
  // A wait as long as the remaining time would end in a silent time-out, so the error is thrown now.
  return delay < facts.remainingMilliseconds ? delay : undefined;
}

function isRetryable({ error, idempotent }: RetryFacts): boolean {
  // Atlas returns 429 before it does anything, so any method can be repeated.
  return error.kind === 'rate-limited' || (error.kind === 'unavailable' && idempotent);
}

function delayFor(error: AtlasError, attempt: number, random: number): number {
  if (error.retryAfterSeconds !== undefined)
    return error.retryAfterSeconds * 1000 + random * SPREAD_MILLISECONDS;
  const factor = 2 ** (attempt - 1);
  if (error.kind === 'rate-limited') return FIRST_THROTTLE_MILLISECONDS * factor * (1 + random / 4);
  return random * Math.min(MAX_BACKOFF_MILLISECONDS, FIRST_BACKOFF_MILLISECONDS * factor);
}

export interface RetryOptions {
  readonly idempotent: boolean;
  readonly clock: ClockPort;
  readonly random: () => number;
  readonly remainingMilliseconds: () => number;
}

/** @throws AtlasError of the last attempt; other errors at once */
export async function withRetry<T>(options: RetryOptions, perform: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await perform();
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      const delay = retryDelay({
        attempt,
        error,
        idempotent: options.idempotent,
        remainingMilliseconds: options.remainingMilliseconds(),
        random: options.random(),
      });
      if (delay === undefined) throw error;
      await options.clock.sleep(delay);
    }
  }
}
