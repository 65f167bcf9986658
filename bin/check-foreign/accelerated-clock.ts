/** World seconds for each real second: the clients poll every ten seconds, and Atlas takes minutes. */
const SPEED = 20;

/** Clock of a simulator for clients that others wrote. */
export function acceleratedClock(): { now(): number } {
  const begin = Date.now();
  return { now: () => begin + (Date.now() - begin) * SPEED };
}
