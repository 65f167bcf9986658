/** Time; `lambda/runtime` provides it. */

export interface ClockPort {
  /** Time left until the caller needs a response; without it, there is no limit. */
  remainingMilliseconds?(): number;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}
