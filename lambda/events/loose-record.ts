/**
 * Reading of CloudTrail's EC2 records, which are XML turned into JSON: capitalised wrappers, other spellings in
 * other API versions, numbers that may be text. Nothing here throws.
 */

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own field of that name, whatever its capitals; undefined when `value` is no record or lacks it. */
export function fieldOf(value: unknown, name: string): unknown {
  if (!isRecord(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}

/** The inside of `{ <wrapper>: … }`, or the value itself where the wrapper is missing. */
export function unwrap(value: unknown, wrapper: string): unknown {
  const inside = fieldOf(value, wrapper);
  return inside === undefined ? value : inside;
}

/** Non-empty text, with numbers and booleans turned into text; undefined otherwise. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}
