import type * as v from 'valibot';
import { validate, type Wording } from '../../json/validate.js';
import { InvalidWorkflowInputError } from '../model/errors/invalid-workflow-input-error.js';

/**
 * Validates what a state machine passes to a task, or has stored for it.
 *
 * @param what name for messages: `The state of the execution`
 * @throws InvalidWorkflowInputError that names each invalid field; the state machines do not retry it
 */
export function requireInput<Output>(
  what: string,
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  wording?: Wording,
): Output {
  const read = validate(schema, value, wording);
  if (read.kind === 'valid') return read.value;
  throw new InvalidWorkflowInputError(reportUnreadable(what, read.issues));
}

/** What is wrong, and what to do. */
export function reportUnreadable(what: string, issues: readonly string[]): string {
  return `${what} cannot be read. ${issues.join('; ')}. ${ADVICE}`;
}

const ADVICE =
  'Another version of the stack may have started the execution, or a person. Deploy that version to let it end, or stop it and begin again: with the command line, or another update of the stack.';
