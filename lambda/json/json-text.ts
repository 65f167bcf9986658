/** The only place that parses JSON text: all other code describes the expected content by a schema. */
import * as v from 'valibot';

/** Parses JSON text. The parser's own message quotes the text, which may be a secret, so it is dropped. */
const anyJsonText = v.pipe(
  v.string('expected JSON text'),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return JSON.parse(dataset.value);
    } catch {
      addIssue({ message: 'expected JSON text' });
      return NEVER;
    }
  }),
);

/** JSON text whose content matches `schema`. */
export function jsonText<Output>(schema: v.GenericSchema<unknown, Output>): v.GenericSchema<unknown, Output> {
  return v.pipe(v.unknown(), anyJsonText, schema);
}
