import type { RateBudget } from '../domain/model/ports/atlas.js';
import type { ClockPort } from '../domain/model/ports/clock.js';

/** Atlas gives back half of a bucket in a minute, so that an older answer says nothing of what is there now. */
const FRESH_SECONDS = 60;

interface Noted {
  readonly budget: RateBudget;
  readonly at: number;
}

/** The token bucket of each project as the last response told it. Atlas does not promise the headers. */
export class RateBudgets {
  private readonly noted = new Map<string, Noted>();

  constructor(private readonly clock: ClockPort) {}

  note(projectId: string, headers: Headers): void {
    const limit = count(headers.get('ratelimit-limit'));
    const remaining = count(headers.get('ratelimit-remaining'));
    // A bucket that holds more than it can is none.
    if (limit === undefined || remaining === undefined || limit === 0 || remaining > limit) return;
    this.noted.set(projectId, { budget: { limit, remaining }, at: this.clock.now().getTime() });
  }

  /** Undefined also where the last response is old: whoever waits for the bucket to fill asks no more, and must not wait for ever. */
  of(projectId: string): RateBudget | undefined {
    const noted = this.noted.get(projectId);
    if (noted === undefined) return undefined;
    return this.clock.now().getTime() - noted.at < FRESH_SECONDS * 1000 ? noted.budget : undefined;
  }
}

function count(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
