import type { WorldClock } from '../../atlas/clock.js';

/** Documented sustained rate: one update in ten minutes. More frequent updates create too many versions. */
const SECONDS_FOR_EACH_UPDATE = 600;
/**
 * Updates allowed before the rate applies. AWS allows about 100 versions; the number is smaller here, so that a test
 * reaches it within hours.
 */
const UPDATES_AT_ONCE = 10;

/** Rate limit of updates, for each secret. */
export class SecretUpdateRate {
  private readonly buckets = new Map<string, { readonly left: number; readonly at: number }>();

  constructor(private readonly clock: WorldClock) {}

  /** @returns false if the update exceeds the rate */
  take(name: string): boolean {
    const now = this.clock.now();
    const { left, at } = this.buckets.get(name) ?? { left: UPDATES_AT_ONCE, at: now };
    const filled = Math.min(UPDATES_AT_ONCE, left + (now - at) / 1000 / SECONDS_FOR_EACH_UPDATE);
    if (filled < 1) return false;
    this.buckets.set(name, { left: filled - 1, at: now });
    return true;
  }
}
