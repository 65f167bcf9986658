/** When a failed request is worth another try. Pure but for the loop at the end. */
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import type { ClockPort } from '../domain/model/ports/clock.js';

export interface RetryFacts {
  /** 1 for the failure of the first try. */
  readonly attempt: number;
  readonly error: AtlasError;
  /** A GET, or a PATCH of a whole value. A POST that may have happened is not repeated here: its caller looks first. */
  readonly idempotent: boolean;
  /** Until the caller must have a response. */
  readonly remainingMilliseconds: number;
  /** From 0 up to 1. */
  readonly random: number;
}

const MAX_ATTEMPTS = 6;
const FIRST_BACKOFF_MILLISECONDS = 500;
const MAX_BACKOFF_MILLISECONDS = 8_000;
/** Atlas's advice for a 429 without Retry-After: 10, 20, 40 s. */
const FIRST_THROTTLE_MILLISECONDS = 10_000;
/** On top of Retry-After, so that callers throttled together do not come back together. */
const SPREAD_MILLISECONDS = 1_000;

/** @returns milliseconds to wait before the next try; undefined when there is to be none */
export function retryDelay(facts: RetryFacts): number | undefined {
  const { attempt, error } = facts;
  if (attempt >= MAX_ATTEMPTS || !isRetryable(facts)) return undefined;
  const delay = Math.ceil(delayFor(error, attempt, facts.random));
  // A wait that would use up the time is no wait but a silent end.
  return delay < facts.remainingMilliseconds ? delay : undefined;
}

function isRetryable({ error, idempotent }: RetryFacts): boolean {
  // 429 gets its response before anything is done, so that any method may be repeated.
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

/** @throws AtlasError of the last try; errors of other kinds at once */
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
