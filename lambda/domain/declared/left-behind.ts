import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import type { KnownExecution } from '../model/workflow-state.js';
import { creationIn, type RecordedChange } from './change-record.js';
import { KINDS } from './kinds/kinds.js';

/** Reports to CloudFormation, and so to a person, what could not be rolled back, and why. */
export function leftBehind<K extends ExecutionKind>(
  execution: KnownExecution<K>,
  recorded: RecordedChange,
  why: string,
): string {
  const creation = creationIn(recorded);
  if (creation === undefined) return `What had been made is left in Atlas: ${why}`;
  return `What had been made is left in Atlas (${KINDS[execution.kind].nameOf(execution.input, creation)}): ${why}`;
}
