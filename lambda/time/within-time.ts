import type { TimeLimit } from '../domain/preflight/gather-preflight.js';

export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/** The work itself continues; its result is ignored. */
export const withinTime: TimeLimit = async (milliseconds, work) => {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new TimeLimitError(`No response within ${milliseconds / 1000} s.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
};
