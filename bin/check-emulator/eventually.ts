import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks every second until there is something to see.
 *
 * @throws Error that says what was waited for, after so many seconds
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  seconds = 120,
): Promise<T> {
  for (let tries = 0; tries < seconds; tries += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(1000);
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}
