/** What is only late so far: for how long it is ordinary, and what it is afterwards. */
import { type Finding, wait, wrong } from './check.js';

/** Ordinary times, in seconds. CloudTrail's event takes so long on its worst days. */
export const EVENT_SECONDS = 120;
/** A link takes one to five minutes. */
export const LINK_SECONDS = 300;
/** Connection strings and their names appear three to five minutes after the link is available. */
export const STRINGS_SECONDS = 300;

/** @returns undefined where the beginning is not known */
export function endOf(begin: Date | string | undefined, seconds: number): Date | undefined {
  if (begin === undefined) return undefined;
  const milliseconds = new Date(begin).getTime() + seconds * 1000;
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
}

export function isBefore(now: Date, until: Date | undefined): until is Date {
  return until !== undefined && now.getTime() < until.getTime();
}

/** `wait` until the ordinary time has passed, then `wrong`. */
export function waitThenWrong(
  now: Date,
  until: Date | undefined,
  { message, remedy }: Pick<Finding, 'message' | 'remedy'>,
): Finding {
  return isBefore(now, until) ? wait(until, message, remedy) : wrong(message, remedy);
}
