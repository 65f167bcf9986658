import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import { messageOf } from '../model/final-outcome.js';
import type { KnownExecution, WorkflowState } from '../model/workflow-state.js';
import { creationIn, type RecordedChange, unansweredIn } from './change-record.js';
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

/** @returns which changes of a failed execution were not rolled back; empty if none */
export function leftByFailure<K extends ExecutionKind>(end: WorkflowState<K>): string {
  const { undoFailure, undone } = end;
  if (undoFailure !== undefined) return leftBehind(end, end, messageOf(undoFailure));
  if (undone !== undefined) return undone.left ?? '';
  // An execution that was cut off and not completely rolled back.
  if (end.ended !== undefined && creationIn(end) !== undefined)
    return leftBehind(end, end, 'rolling it back was cut off.');
  if (end.unreadable !== undefined) return 'What the execution has made, if anything, may be left in Atlas.';
  return mayBeLeft(end);
}

/** For an execution that was cut off again during its roll-back: a request to create had no response, or no record. */
function mayBeLeft<K extends ExecutionKind>(end: WorkflowState<K>): string {
  if (end.ended === undefined || unansweredIn(end) === undefined) return '';
  return `What may be left in Atlas: ${KINDS[end.kind].nameOf(end.input)}. Nobody knows whether the request to create it had its effect.`;
}
