import type { ClockPort } from '../model/ports/clock.js';

/** Responses of a moment ago, for all who ask the same; callers at the same time share one request. A failure is kept as long. */
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
