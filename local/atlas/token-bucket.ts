import { ApiError } from './api-error.js';
import type { WorldClock } from './clock.js';

export interface RateLimit {
  readonly capacity: number;
  readonly refillPerMinute: number;
}

/** Documented limit of the set "Private Endpoint Services", for each project. */
export const PRIVATE_ENDPOINT_LIMIT: RateLimit = { capacity: 4000, refillPerMinute: 2000 };

/** Atlas's token bucket, one for each project. */
export class TokenBuckets {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();
  private blockedUntil = Number.NEGATIVE_INFINITY;
  /** Fewest tokens that any bucket has held. */
  lowest = Number.POSITIVE_INFINITY;

  constructor(
    readonly limit: RateLimit,
    private readonly clock: WorldClock,
  ) {}

  /** Every project is out of tokens for this long. */
  block(seconds: number): void {
    this.blockedUntil = this.clock.now() + seconds * 1000;
  }

  /**
   * @returns the headers that every response carries
   * @throws ApiError 429 with `Retry-After`
   */
  take(projectId: string, path: string): Record<string, string> {
    const now = this.clock.now();
    const bucket = this.refilled(projectId, now);
    const blockedSeconds = Math.ceil((this.blockedUntil - now) / 1000);
    if (blockedSeconds > 0) throw this.limited(path, blockedSeconds);
    if (bucket.tokens < 1) throw this.limited(path, Math.ceil(60 / this.limit.refillPerMinute));
    bucket.tokens -= 1;
    this.lowest = Math.min(this.lowest, Math.floor(bucket.tokens));
    return this.headers(Math.floor(bucket.tokens));
  }

  private refilled(projectId: string, now: number): { tokens: number } {
    const bucket = this.buckets.get(projectId) ?? { tokens: this.limit.capacity, at: now };
    bucket.tokens = Math.min(
      this.limit.capacity,
      bucket.tokens + ((now - bucket.at) / 60_000) * this.limit.refillPerMinute,
    );
    bucket.at = now;
    this.buckets.set(projectId, bucket);
    return bucket;
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
