/** Atlas's answers are held to their documented shape where they are read; see decision 31. */
import * as v from 'valibot';

/** The answer has another shape than Atlas documents, so it is not Atlas's, or not all of it. */
export class ShapeError extends Error {
  // Literal, because bundlers rename classes.
  override readonly name = 'ShapeError';
}

/**
 * @returns undefined for an empty body
 * @throws ShapeError for what is not JSON, or not all of it
 */
export function jsonOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ShapeError('the answer: expected JSON, received something else');
  }
}

/**
 * What a schema makes of an answer. Fields that it does not name are ignored.
 *
 * @throws ShapeError that names the first field that is wrong, and never its value
 */
export function documented<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output as v.InferOutput<Schema>;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'the answer';
  throw new ShapeError(`${where}: expected ${expectedBy(issue)}, received ${kindOf(issue.input)}`);
}

/** A check of our own has its expectation as its message. */
function expectedBy({ type, expected, message }: v.BaseIssue<unknown>): string {
  return type === 'custom' ? message : (expected ?? message);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}

/** A JSON object; a list has no fields and would pass where none is required. */
export function jsonObject<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'an object',
    ),
    v.object(entries),
  );
}

/** Text that decides something. */
export const requiredText = v.pipe(v.string(), v.nonEmpty());

/** Text that goes into a header: printable, without spaces. */
export const headerText = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));

/** Null and missing are the same: nothing. */
export const optionalText = v.nullish(v.string(), '');

export const optionalFlag = v.nullish(v.boolean(), false);

/**
 * The answer to a write that only a look can confirm: `{}` or nothing.
 *
 * @throws ShapeError
 */
export function readNothing(answer: unknown): void {
  if (answer !== undefined) documented(jsonObject({}), answer);
}
