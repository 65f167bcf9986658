import type { WorldClock } from '../../atlas/clock.js';

/** Documented: a sustained rate of one update in ten minutes; what is above it ends in too many versions. */
const SECONDS_FOR_EACH_UPDATE = 600;
/** AWS lets more through before it refuses: 100 versions. Less here, so that a test sees it within hours. */
const UPDATES_AT_ONCE = 10;

/** How often the secrets of the account are updated. */
export class SecretUpdateRate {
  private readonly buckets = new Map<string, { readonly left: number; readonly at: number }>();

  constructor(private readonly clock: WorldClock) {}

  /** @returns false for an update that is one too many */
  take(name: string): boolean {
    const now = this.clock.now();
    const { left, at } = this.buckets.get(name) ?? { left: UPDATES_AT_ONCE, at: now };
    const filled = Math.min(UPDATES_AT_ONCE, left + (now - at) / 1000 / SECONDS_FOR_EACH_UPDATE);
    if (filled < 1) return false;
    this.buckets.set(name, { left: filled - 1, at: now });
    return true;
  }
}
