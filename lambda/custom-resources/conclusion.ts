/** Translates the end of an execution into the response to its request. Pure. */
import { KINDS } from '../domain/declared/kinds/kinds.js';
import { leftByFailure } from '../domain/declared/left-behind.js';
import { finalOutcomeOf } from '../domain/model/final-outcome.js';
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
  const reason = [...parts, leftByFailure(end)].filter((text) => text !== '').join(' ');
  // After a failed update the previous resource still exists: the roll-back and a removal must name it.
  const physicalId =
    respondTo.requestType === 'Update' ? respondTo.physicalResourceId : physicalIdFor(respondTo, end);
  return failure(respondTo, physicalId, reason);
}

/** Attributes of a deleted resource are not used, and a Delete that found nothing has none. */
function attributesOf<K extends ExecutionKind>({ requestType }: RespondTo, end: WorkflowState<K>): object {
  return requestType === 'Delete' ? {} : KINDS[end.kind].attributesOf(descriptionOf(end), end);
}
