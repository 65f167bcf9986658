import type { WireResponse } from './faults.js';

/** Responses in the cache of a proxy: by path, the last two that differ. */
export class ResponseHistory {
  private readonly responses = new Map<string, readonly WireResponse[]>();

  note(path: string, reply: WireResponse): void {
    const known = this.responses.get(path) ?? [];
    if (known.at(-1)?.body === reply.body) return;
    this.responses.set(path, [...known, reply].slice(-2));
  }

  /** @returns the last response that differs from the current one */
  before(path: string, current: WireResponse): WireResponse | undefined {
    return this.responses.get(path)?.findLast(({ body }) => body !== current.body);
  }
}
