/** World time in milliseconds since the epoch. It may run faster than the machine's clock. */
export interface WorldClock {
  now(): number;
}

export const machineClock: WorldClock = { now: () => Date.now() };
