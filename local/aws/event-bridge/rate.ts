const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * Seconds of `rate(1 hour)`, in rules and in schedules.
 *
 * @throws Error for another expression than a rate
 */
export function secondsOfRate(expression: string): number {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new Error(`Schedule expression not known here: ${expression}`);
}
