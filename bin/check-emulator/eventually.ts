import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Checks a condition every second until it has a result.
 *
 * @throws Error that names the condition, after the given number of seconds
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
