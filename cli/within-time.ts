import { setTimeout as delay } from 'node:timers/promises';
import type { TimeLimit } from '../lambda/domain/preflight/gather-preflight.js';

/** The work itself goes on; nobody waits for it any more. */
export const withinTime: TimeLimit = async (milliseconds, work) => {
  const stop = new AbortController();
  const end = delay(milliseconds, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`No answer within ${milliseconds / 1000} s.`);
  });
  // Ended by the work: nobody hears of it.
  end.catch(() => undefined);
  try {
    return await Promise.race([work, end]);
  } finally {
    stop.abort();
  }
};
