/**
 * Finding the fields of CloudTrail's EC2 records, which are XML turned into JSON: capitalised wrappers, other spellings in
 * other API versions, numbers that may be text. What is found is validated by the schemas of its fields. Nothing here throws.
 */
import * as v from 'valibot';
import { isRecord } from '../json/record.js';
import { textField } from './field-schemas.js';

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

const text = textField('expected a text');

/** Non-empty text, with numbers and booleans turned into text; undefined otherwise. */
export function textOf(value: unknown): string | undefined {
  const parsed = v.safeParse(text, value);
  return parsed.success ? parsed.output : undefined;
}
