/** Atlas's answers are held to their documented shape where they are read; see decision 31. */
import * as v from 'valibot';
import { jsonText } from '../json/json-text.js';
import { record } from '../json/record.js';
import { typeOf, validate } from '../json/validate.js';

/** The response has another shape than Atlas documents, so it is not Atlas's, or not all of it. */
export class ShapeError extends Error {
  // Literal, because bundlers rename classes.
  override readonly name = 'ShapeError';
}

/**
 * @returns undefined for an empty body
 * @throws ShapeError for what is not JSON, or not all of it
 */
export function jsonOf(text: string): unknown {
  return text.trim() === '' ? undefined : documented(jsonText(v.unknown()), text);
}

/**
 * What a schema makes of a response. Fields that it does not name are ignored.
 *
 * @throws ShapeError that names the first field that is wrong, and never its value
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

/** Text that decides something. */
export const requiredText = v.pipe(v.string(), v.nonEmpty());

/** Text that goes into a header: printable, without spaces. */
export const headerText = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));

/** Null and missing are the same: nothing. */
export const optionalText = v.nullish(v.string(), '');

export const optionalFlag = v.nullish(v.boolean(), false);

/**
 * The response to a write that only a poll can confirm: `{}` or nothing.
 *
 * @throws ShapeError
 */
export function readNothing(response: unknown): void {
  if (response !== undefined) documented(jsonObject({}), response);
}
