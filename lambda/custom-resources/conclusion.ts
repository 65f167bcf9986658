/** Translates the end of an execution into the response to its request. Pure. */
import { creationIn, unansweredIn } from '../domain/declared/change-record.js';
import { KINDS } from '../domain/declared/kinds/kinds.js';
import { leftBehind } from '../domain/declared/left-behind.js';
import { finalOutcomeOf, messageOf } from '../domain/model/final-outcome.js';
import type { WorkflowState } from '../domain/model/workflow-state.js';
import { descriptionOf, physicalIdFor } from '../domain/requests/physical-id-for.js';
import type { ExecutionKind, RespondTo } from '../execution-data/workflow-input.js';
import { failure, type Response, success } from './response.js';

export function responseTo<K extends ExecutionKind>(respondTo: RespondTo, end: WorkflowState<K>): Response {
  const { outcome, message, advice } = finalOutcomeOf(end);
  if (
    outcome === 'available' ||
    outcome === 'retained' ||
    (outcome === 'deleted' && end.input.goal === 'deleted')
  )
    return success(respondTo, physicalIdFor(respondTo, end), attributesOf(respondTo, end));
  // The advice of a failed poll, or of an execution that was cut off, applies to executions that can be started again.
  // A stack is deployed again instead.
  const parts = end.failure === undefined && end.ended === undefined ? [message, advice] : [message];
  const reason = [...parts, leftBy(end)].filter((text) => text !== '').join(' ');
  // After a failed update the previous resource still exists: the roll-back and a removal must name it.
  const physicalId =
    respondTo.requestType === 'Update' ? respondTo.physicalResourceId : physicalIdFor(respondTo, end);
  return failure(respondTo, physicalId, reason);
}

/** Describes the changes of a failed execution that were not rolled back. */
function leftBy<K extends ExecutionKind>(end: WorkflowState<K>): string {
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

/** Attributes of a deleted resource are not used, and a Delete that found nothing has none. */
function attributesOf<K extends ExecutionKind>({ requestType }: RespondTo, end: WorkflowState<K>): object {
  return requestType === 'Delete' ? {} : KINDS[end.kind].attributesOf(descriptionOf(end), end);
}
