/** Steps that may simply be slow: their normal duration, and the finding after it. */
import { type Finding, wait, wrong } from './check.js';

/** Normal durations, in seconds. CloudTrail's event takes this long on its slowest days. */
export const EVENT_SECONDS = 120;
/** A link takes one to five minutes. */
export const LINK_SECONDS = 300;
/**
 * A link from another Region than the endpoint service's: its Region may have to be added first, for which the service
 * takes some minutes (decision 58), and others may change the list at the same time.
 */
export const REMOTE_LINK_SECONDS = 900;
/** Connection strings and their names appear three to five minutes after the link is available. */
export const STRINGS_SECONDS = 300;

/** @returns undefined if the beginning is unknown */
export function endOf(begin: Date | string | undefined, seconds: number): Date | undefined {
  if (begin === undefined) return undefined;
  const milliseconds = new Date(begin).getTime() + seconds * 1000;
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
}

export function isBefore(now: Date, until: Date | undefined): until is Date {
  return until !== undefined && now.getTime() < until.getTime();
}

/** `wait` until the normal duration has passed, then `wrong`. */
export function waitThenWrong(
  now: Date,
  until: Date | undefined,
  { message, remedy }: Pick<Finding, 'message' | 'remedy'>,
): Finding {
  return isBefore(now, until) ? wait(until, message, remedy) : wrong(message, remedy);
}
