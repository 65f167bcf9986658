/** Time; `lambda/runtime` provides it. */

export interface ClockPort {
  /** Until the caller must have a response; without it, there is no limit. */
  remainingMilliseconds?(): number;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}
