import { setTimeout as pause } from 'node:timers/promises';
import type { WorldClock } from '../atlas/clock.js';

/** A callback that is scheduled for a time of the world. */
export interface Appointment {
  cancel(): void;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
  /** If true, `run` without a limit does not wait for it. */
  readonly inBackground: boolean;
}

/**
 * Time of the local world. It stands still while anything works (a function's code, or an HTTP exchange with a local
 * service), and jumps to the next appointment when everything waits. So no result depends on the speed of the machine,
 * and an hour of waiting takes no real time. With a finite speed, jumps take a proportional real time.
 */
export class WorldTime implements WorldClock {
  /** Shared memory that the clocks in the functions' threads read. */
  readonly shared = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
  private readonly entries: Entry[] = [];
  private order = 0;
  private working = 0;
  private onIdle: (() => void) | undefined;

  /** @param speed world seconds for each real second; infinite for tests. It may be changed at any time. */
  constructor(
    start: Date,
    public speed = Number.POSITIVE_INFINITY,
  ) {
    this.set(start.getTime());
  }

  now(): number {
    return Number(Atomics.load(this.shared, 0));
  }

  at(time: number, act: () => void, inBackground = false): Appointment {
    const entry = { at: Math.max(time, this.now()), order: this.order++, act, inBackground };
    this.entries.push(entry);
    return {
      cancel: () => {
        const index = this.entries.indexOf(entry);
        if (index >= 0) this.entries.splice(index, 1);
      },
    };
  }

  after(seconds: number, act: () => void): Appointment {
    return this.at(this.now() + seconds * 1000, act);
  }

  /**
   * Schedules a recurring event: it happens while the world runs, but `run` without a limit does not wait for it if
   * nothing else is due.
   */
  inBackground(seconds: number, act: () => void): Appointment {
    return this.at(this.now() + seconds * 1000, act, true);
  }

  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => void this.after(seconds, resolve));
  }

  /** Time stands still until the work is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.workBegins();
    try {
      return await work();
    } finally {
      this.workEnds();
    }
  }

  workBegins(): void {
    this.working += 1;
  }

  workEnds(): void {
    this.working -= 1;
    if (this.working === 0) this.onIdle?.();
  }

  /**
   * Runs the world until nothing is due any more, or for the given time.
   *
   * @param untilSeconds world seconds from now; default: until nothing is due
   */
  async run(untilSeconds = Number.POSITIVE_INFINITY): Promise<void> {
    const end = this.now() + untilSeconds * 1000;
    for (;;) {
      await this.idle();
      const next = this.takeNext(end);
      if (next === undefined) break;
      await this.moveTo(next.at);
      next.act();
    }
    if (Number.isFinite(end)) await this.moveTo(end);
  }

  /** Waits until no work is in progress. Promises that have just been resolved continue first. */
  private async idle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.working > 0) {
      await new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private takeNext(end: number): Entry | undefined {
    if (!Number.isFinite(end) && this.entries.every(({ inBackground }) => inBackground)) return undefined;
    let first: Entry | undefined;
    for (const entry of this.entries) if (first === undefined || comesBefore(entry, first)) first = entry;
    if (first === undefined || first.at > end) return undefined;
    this.entries.splice(this.entries.indexOf(first), 1);
    return first;
  }

  private async moveTo(time: number): Promise<void> {
    const realMilliseconds = (time - this.now()) / this.speed;
    if (realMilliseconds >= 1) await pause(realMilliseconds);
    this.set(time);
  }

  private set(time: number): void {
    Atomics.store(this.shared, 0, BigInt(Math.round(time)));
  }
}

function comesBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
