import type { ClockPort } from '../../lambda/domain/model/ports/clock.js';

/** A clock whose time passes only while its callers sleep. */
export class VirtualClock implements ClockPort {
  readonly slept: number[] = [];

  constructor(private milliseconds = Date.parse('2026-08-10T03:05:05.000Z')) {}

  now(): Date {
    return new Date(this.milliseconds);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.milliseconds += milliseconds;
  }

  advanceSeconds(seconds: number): void {
    this.milliseconds += seconds * 1000;
  }
}
