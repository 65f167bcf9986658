/**
 * Seconds that a `Retry-After` header asks for: a number of seconds, or an HTTP date.
 *
 * @returns undefined when the header is missing or unreadable; never negative
 */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  // Without a letter it is no HTTP date, but Date.parse would still read a year into "-5".
  if (!/[a-z]/i.test(text)) return undefined;
  const date = Date.parse(text);
  if (Number.isNaN(date)) return undefined;
  return Math.max(0, (date - now.getTime()) / 1000);
}
