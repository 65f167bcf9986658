const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * Seconds of a rate such as `rate(1 hour)`, in rules and schedules.
 *
 * @throws Error for an expression that is not a rate
 */
export function secondsOfRate(expression: string): number {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new Error(`Schedule expression is not simulated: ${expression}`);
}
