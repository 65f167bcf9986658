/** Milliseconds since the epoch in the world's own time, which may run faster than the machine's. */
export interface WorldClock {
  now(): number;
}

export const machineClock: WorldClock = { now: () => Date.now() };
