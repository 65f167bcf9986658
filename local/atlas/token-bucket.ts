import { ApiError } from './api-error.js';
import type { WorldClock } from './clock.js';

export interface RateLimit {
  readonly capacity: number;
  readonly refillPerMinute: number;
  /**
   * Default: 40. With a poll every four seconds, the recorded budget decreases by one per call, and then rises by 7 to
   * 10.
   */
  readonly refillEverySeconds?: number;
}

const REFILL_EVERY_SECONDS = 40;

interface Bucket {
  tokens: number;
  /** World time of the last refill, in milliseconds since the epoch. */
  at: number;
}

/** Atlas's token buckets of one set, one for each project, organization or caller. They are refilled in steps, not continuously. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();
  private blockedUntil = Number.NEGATIVE_INFINITY;
  /** Smallest number of tokens that any bucket has had. */
  lowest = Number.POSITIVE_INFINITY;

  constructor(
    readonly limit: RateLimit,
    private readonly clock: WorldClock,
  ) {}

  /** Empties the buckets of all projects for this time. */
  block(seconds: number): void {
    this.blockedUntil = this.clock.now() + seconds * 1000;
  }

  /**
   * @returns headers of the response
   * @throws ApiError 429 with `Retry-After` if the bucket is empty
   */
  take(projectId: string, path: string): Record<string, string> {
    const now = this.clock.now();
    const bucket = this.refilled(projectId, now);
    const blockedSeconds = Math.ceil((this.blockedUntil - now) / 1000);
    if (blockedSeconds > 0) throw this.limited(path, blockedSeconds);
    if (bucket.tokens < 1) throw this.limited(path, this.secondsUntilToken(bucket, now));
    bucket.tokens -= 1;
    this.lowest = Math.min(this.lowest, Math.floor(bucket.tokens));
    return this.headers(Math.floor(bucket.tokens));
  }

  private refilled(projectId: string, now: number): Bucket {
    const bucket = this.buckets.get(projectId) ?? { tokens: this.limit.capacity, at: now };
    const steps = Math.floor((now - bucket.at) / this.stepMilliseconds);
    bucket.tokens = Math.min(this.limit.capacity, bucket.tokens + steps * this.tokensOfStep);
    bucket.at += steps * this.stepMilliseconds;
    this.buckets.set(projectId, bucket);
    return bucket;
  }

  private get stepMilliseconds(): number {
    return (this.limit.refillEverySeconds ?? REFILL_EVERY_SECONDS) * 1000;
  }

  private get tokensOfStep(): number {
    return (this.limit.refillPerMinute * this.stepMilliseconds) / 60_000;
  }

  private secondsUntilToken({ tokens, at }: Bucket, now: number): number {
    const steps = Math.ceil((1 - tokens) / this.tokensOfStep);
    return Math.ceil((at + steps * this.stepMilliseconds - now) / 1000);
  }

  private headers(remaining: number): Record<string, string> {
    return { 'RateLimit-Limit': String(this.limit.capacity), 'RateLimit-Remaining': String(remaining) };
  }

  private limited(path: string, seconds: number): ApiError {
    const { capacity, refillPerMinute } = this.limit;
    const shortPath = path.replace(/^\//, '').replace(/\?.*$/, '');
    return new ApiError(
      429,
      'RATE_LIMITED_TOKEN_BUCKET',
      `Rate limit exceeded for ${shortPath}. Please retry after ${seconds} seconds. Request capacity: ${capacity}. Refill rate: ${refillPerMinute} per 60 seconds.`,
      [shortPath, seconds, capacity, refillPerMinute, 60],
      { 'Retry-After': String(seconds), ...this.headers(0) },
    );
  }
}
