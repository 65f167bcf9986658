/** What the end of a run means for the request that started it. Pure. */
import type { DescriptionByKind } from '../contract/custom-resources.js';
import type { Prepared } from '../contract/workflow.js';
import type {
  LinkRun,
  RegionalModeRun,
  RespondTo,
  RunKind,
  WorkflowInput,
} from '../contract/workflow-input.js';
import { unansweredIn } from '../domain/declared/change-record.js';
import { KINDS } from '../domain/declared/kinds/kinds.js';
import { leftBehind } from '../domain/declared/left-behind.js';
import { verdictOf, wordsOf } from '../domain/model/verdict.js';
import type { WorkflowState } from '../domain/model/workflow-state.js';
import { type Answer, failure, success } from './answer.js';
import { connectionStringAttributes } from './connection-string-attributes.js';
import { notCreatedId, physicalIdOf, regionalModeId } from './physical-id.js';

export function answerTo(respondTo: RespondTo, end: WorkflowState): Answer {
  const { outcome, message, advice } = verdictOf(end);
  if (outcome === 'available' || outcome === 'kept' || (outcome === 'gone' && end.input.goal === 'gone'))
    return success(respondTo, physicalIdFor(respondTo, end), attributesOf(respondTo, end));
  // The advice of a failed look, or of a run that was cut off, is for runs that can be started again; a stack is
  // deployed again.
  const parts = end.failure === undefined && end.ended === undefined ? [message, advice] : [message];
  const reason = [...parts, leftBy(end)].filter((text) => text !== '').join(' ');
  // After a failed update, what was there before still stands: the way back, and a removal, are to be of that.
  const physicalId =
    respondTo.requestType === 'Update' ? respondTo.physicalResourceId : physicalIdFor(respondTo, end);
  return failure(respondTo, physicalId, reason);
}

/**
 * The request's own id, unless something new was made, or what bore it is gone and another one stands in its place:
 * then CloudFormation has to know the new one, and removes the old.
 */
export function physicalIdFor(respondTo: RespondTo, end: WorkflowState): string {
  const { physicalResourceId } = respondTo;
  const { target, change } = end.input;
  if (change?.kind === 'create') return newPhysicalId(respondTo, end);
  if (target.kind !== 'service' || change?.kind !== 'update') return physicalResourceId;
  const now = (descriptionOf(end) as { EndpointServiceId: string }).EndpointServiceId;
  return now === '' || physicalResourceId.includes(now) ? physicalResourceId : newPhysicalId(respondTo, end);
}

/** What a failed run has not taken back. */
function leftBy(end: WorkflowState): string {
  const { undoFailure, undone } = end;
  if (undoFailure !== undefined) return leftBehind(end, end, wordsOf(undoFailure));
  return undone?.left ?? mayBeLeft(end);
}

/** Of a run that was cut off once more while it took back: a request to create had no response, or no record. */
function mayBeLeft(end: WorkflowState): string {
  if (end.ended === undefined || end.undone !== undefined || unansweredIn(end) === undefined) return '';
  const { target } = end.input;
  const what = target.kind === 'link' ? `link of ${target.endpointId}` : 'endpoint service';
  return `What may be left in Atlas: ${what}. Nobody knows whether the request to create it had its effect.`;
}

/**
 * It names what is to be removed with the resource, which is what the run has created on record; and it says where that
 * is nothing, so that the Delete which follows a failure removes nothing either.
 */
function newPhysicalId({ requestId }: RespondTo, end: WorkflowState): string {
  const { prepared, applied, undone, input } = end;
  // Taken back: what may come to be there later is somebody else's.
  if (prepared === undefined || undone?.undone === true) return notCreatedId(requestId);
  const { target } = input;
  if (target.kind === 'regional-mode') return newModeId(requestId, end, prepared);
  const creation = applied?.creation ?? prepared.creation;
  if (creation !== undefined) return physicalIdOf(target, creation.endpointServiceId, false);
  const isThere = prepared.existed || applied?.adopted === true;
  if (ownsEndpoint(input)) return physicalIdOf(target, '', false);
  const { EndpointServiceId } = descriptionOf(end) as { EndpointServiceId: string };
  // Of runs that an earlier version began: what is available and was not there is their own.
  if (!isThere && end.observation?.outcome === 'available')
    return physicalIdOf(target, EndpointServiceId, false);
  if (!isThere) return notCreatedId(requestId);
  return physicalIdOf(target, applied?.endpointServiceId ?? EndpointServiceId, true);
}

/** It keeps what the mode was only where this run has changed it: otherwise there is nothing to bring back. */
function newModeId(requestId: string, { input, applied }: WorkflowState, { wasEnabled }: Prepared): string {
  if (applied?.refusal !== undefined && applied.changed !== true) return notCreatedId(requestId);
  const { projectId } = input.target;
  const { enabled = false } = (input.change as RegionalModeRun['change']) ?? {};
  const isUnchanged = applied !== undefined && applied.changed !== true;
  return regionalModeId(projectId, isUnchanged ? enabled : wasEnabled === true);
}

/** The link of an endpoint of the stack goes with the stack, although the automation may have registered it. */
function ownsEndpoint({ change }: WorkflowInput): boolean {
  return change !== undefined && 'ownsEndpoint' in change && change.ownsEndpoint;
}

/** Nobody reads those of what has been removed, and a Delete that found nothing has none either. */
function attributesOf({ requestType }: RespondTo, end: WorkflowState): object {
  if (requestType === 'Delete') return {};
  const { input, observation } = end;
  const description = descriptionOf(end);
  if (input.target.kind !== 'link') return description;
  const change = input.change as LinkRun['change'];
  return {
    ...description,
    ...connectionStringAttributes(observation?.connectionStrings, change?.connectionStrings?.clusters ?? []),
  };
}

function descriptionOf<K extends RunKind>(end: WorkflowState<K>): DescriptionByKind[K] {
  return end.observation?.description ?? KINDS[end.kind].emptyDescription(end.input);
}
