/** The one place that reads JSON text: everything else describes by a schema what the text has to say. */
import * as v from 'valibot';

/** A text that is JSON, as what it says. The parser's own message quotes the text, which may be a secret, and is dropped. */
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

/** JSON text of what `schema` takes. */
export function jsonText<Output>(schema: v.GenericSchema<unknown, Output>): v.GenericSchema<unknown, Output> {
  return v.pipe(v.unknown(), anyJsonText, schema);
}
