import type { RateBudget } from '../domain/model/ports/atlas.js';
import type { ClockPort } from '../domain/model/ports/clock.js';

/** Atlas refills half of a bucket in one minute, so an older response no longer describes the current budget. */
const FRESH_SECONDS = 60;

interface Noted {
  readonly budget: RateBudget;
  readonly at: number;
}

/** The token bucket of each project, as reported by the last response. Atlas does not promise these headers. */
export class RateBudgets {
  private readonly noted = new Map<string, Noted>();

  constructor(private readonly clock: ClockPort) {}

  note(projectId: string, headers: Headers): void {
    const limit = count(headers.get('ratelimit-limit'));
    const remaining = count(headers.get('ratelimit-remaining'));
    // More remaining tokens than the limit is invalid.
    if (limit === undefined || remaining === undefined || limit === 0 || remaining > limit) return;
    this.noted.set(projectId, { budget: { limit, remaining }, at: this.clock.now().getTime() });
  }

  /**
   * Returns undefined also if the last response is old. A caller that waits for the bucket to fill sends no requests,
   * so without this it would wait forever.
   */
  of(projectId: string): RateBudget | undefined {
    const noted = this.noted.get(projectId);
    if (noted === undefined) return undefined;
    return this.clock.now().getTime() - noted.at < FRESH_SECONDS * 1000 ? noted.budget : undefined;
  }
}

function count(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
