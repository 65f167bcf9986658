/** Checks Atlas's responses against their documented shape when they are read; see decision 31. */
import * as v from 'valibot';
import { jsonText } from '../json/json-text.js';
import { record } from '../json/record.js';
import { typeOf, validate } from '../json/validate.js';

/** The response does not have the shape that Atlas documents: it is not from Atlas, or it is incomplete. */
export class ShapeError extends Error {
  // Literal, because bundlers rename classes.
  override readonly name = 'ShapeError';
}

/**
 * @returns undefined for an empty body
 * @throws ShapeError if the text is not JSON, or is incomplete
 */
export function jsonOf(text: string): unknown {
  return text.trim() === '' ? undefined : documented(jsonText(v.unknown()), text);
}

/**
 * Parses a response with a schema. Fields that are not in the schema are ignored.
 *
 * @throws ShapeError that names the first invalid field, never its value
 */
export function documented<Output>(schema: v.GenericSchema<unknown, Output>, response: unknown): Output {
  const read = validate(schema, response, { whole: 'the response', received: typeOf });
  if (read.kind === 'valid') return read.value;
  throw new ShapeError(read.issues[0]);
}

/** A JSON object with at least these fields. */
export function jsonObject<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(v.unknown(), record, v.object(entries));
}

/** Text that a decision depends on. */
export const requiredText = v.pipe(v.string(), v.nonEmpty());

/** Text that goes into a header: printable, without spaces. */
export const headerText = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));

/** Null and a missing field both become the empty text. */
export const optionalText = v.nullish(v.string(), '');

export const optionalFlag = v.nullish(v.boolean(), false);

/**
 * Reads the response to a write that only a poll can confirm: `{}` or nothing.
 *
 * @throws ShapeError
 */
export function readNothing(response: unknown): void {
  if (response !== undefined) documented(jsonObject({}), response);
}
