import type { ClockPort } from './ports/clock.js';

const PAUSES_SECONDS = [1, 2, 4, 8];
const LAST_PAUSE_SECONDS = 15;

export interface Patience {
  readonly clock: ClockPort;
  readonly seconds: number;
  /** False for an error that the next attempt would get as well. */
  readonly mayPass: (error: unknown) => boolean;
}

/**
 * Repeats a call until it succeeds.
 *
 * @throws the last error, when the time is used up, or immediately if the error cannot be temporary
 */
export async function persistently<T>(
  { clock, seconds, mayPass }: Patience,
  act: () => Promise<T>,
): Promise<T> {
  const end = clock.now().getTime() + seconds * 1000;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const pause = (PAUSES_SECONDS[attempt] ?? LAST_PAUSE_SECONDS) * 1000;
      if (!mayPass(error) || clock.now().getTime() + pause > end) throw error;
      await clock.sleep(pause);
    }
  }
}
