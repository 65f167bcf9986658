import type { ClockPort } from '../model/ports/clock.js';

/**
 * Caches recent responses for callers with the same request; concurrent callers share one request. Failures are cached
 * for the same time.
 */
export class RecentResponses<T> {
  private readonly responses = new Map<string, { readonly askedAt: number; readonly response: Promise<T> }>();

  constructor(
    private readonly clock: Pick<ClockPort, 'now'>,
    private readonly milliseconds: number,
  ) {}

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.clock.now().getTime();
    const known = this.responses.get(key);
    if (known !== undefined && now - known.askedAt < this.milliseconds) return known.response;
    const response = ask();
    this.responses.set(key, { askedAt: now, response });
    return response;
  }
}
