/**
 * Finds fields in CloudTrail's EC2 records, which are XML converted to JSON: capitalised wrappers, other spellings in
 * other API versions, numbers that may be text. The fields' schemas validate what is found. Nothing here throws.
 */
import * as v from 'valibot';
import { isRecord } from '../json/record.js';
import { textField } from './field-schemas.js';

/** The own field of that name, case-insensitive; undefined if `value` is not a record or does not have it. */
export function fieldOf(value: unknown, name: string): unknown {
  if (!isRecord(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}

/** The content of `{ <wrapper>: … }`, or the value itself if there is no wrapper. */
export function unwrap(value: unknown, wrapper: string): unknown {
  const inside = fieldOf(value, wrapper);
  return inside === undefined ? value : inside;
}

const text = textField('expected a text');

/** Non-empty text, with numbers and booleans turned into text; undefined otherwise. */
export function textOf(value: unknown): string | undefined {
  const parsed = v.safeParse(text, value);
  return parsed.success ? parsed.output : undefined;
}
