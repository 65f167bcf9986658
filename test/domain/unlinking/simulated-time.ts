import type { ClockPort } from '../../../lambda/domain/model/ports/clock.js';

/** Time for concurrent work: it jumps to the next appointment when everything waits. */
export class SimulatedTime implements ClockPort {
  private milliseconds = Date.parse('2026-08-10T03:00:00.000Z');
  private readonly appointments: { at: number; keep: () => void }[] = [];

  now(): Date {
    return new Date(this.milliseconds);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((keep) => this.appointments.push({ at: this.milliseconds + milliseconds, keep }));
  }

  async run(): Promise<void> {
    for (;;) {
      await new Promise((done) => setImmediate(done));
      const next = this.appointments.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) return;
      this.milliseconds = next.at;
      next.keep();
    }
  }
}

/** Pseudo-random numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
