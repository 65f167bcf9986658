/** Translates the end of an execution into the response to its request. Pure. */
import type { DescriptionByKind } from '../contract/custom-resources.js';
import { creationIn, unansweredIn } from '../domain/declared/change-record.js';
import { KINDS } from '../domain/declared/kinds/kinds.js';
import { leftBehind } from '../domain/declared/left-behind.js';
import { finalOutcomeOf, messageOf } from '../domain/model/final-outcome.js';
import type { WorkflowState } from '../domain/model/workflow-state.js';
import type { ExecutionKind, RespondTo } from '../execution-data/workflow-input.js';
import { notCreatedId } from './physical-id.js';
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

/**
 * Returns the request's own id, unless a new resource was created, or the resource of that id is gone and another one
 * has replaced it. CloudFormation then needs the new id, and deletes the old resource.
 */
export function physicalIdFor<K extends ExecutionKind>(respondTo: RespondTo, end: WorkflowState<K>): string {
  const { physicalResourceId } = respondTo;
  const { change } = end.input;
  if (change?.kind === 'create') return newPhysicalId(respondTo, end);
  const isAnother =
    change?.kind === 'update' && KINDS[end.kind].isAnother(physicalResourceId, descriptionOf(end));
  return isAnother ? newPhysicalId(respondTo, end) : physicalResourceId;
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

/**
 * The id names what is to be deleted with the resource: what the execution has created according to its records. If
 * that is nothing, the id says so, so that the Delete after a failure removes nothing either.
 */
function newPhysicalId<K extends ExecutionKind>({ requestId }: RespondTo, end: WorkflowState<K>): string {
  const { prepared, undone } = end;
  // Rolled back: what exists there later belongs to somebody else.
  if (prepared === undefined || undone?.undone === true) return notCreatedId(requestId);
  const made = KINDS[end.kind].idOfMade({ state: end, prepared, description: descriptionOf(end) });
  return made ?? notCreatedId(requestId);
}

/** Attributes of a deleted resource are not used, and a Delete that found nothing has none. */
function attributesOf<K extends ExecutionKind>({ requestType }: RespondTo, end: WorkflowState<K>): object {
  return requestType === 'Delete' ? {} : KINDS[end.kind].attributesOf(descriptionOf(end), end);
}

function descriptionOf<K extends ExecutionKind>(end: WorkflowState<K>): DescriptionByKind[K] {
  return end.observation?.description ?? KINDS[end.kind].emptyDescription(end.input);
}
