/** What the end of a run means for the request that started it. Pure. */
import type { Applied, CaughtFailure, Prepared } from '../contract/workflow.js';
import type { LinkRun, RegionalModeRun, RespondTo, WorkflowInput } from '../contract/workflow-input.js';
import { emptyDescription } from '../domain/link-description.js';
import { emptyService } from '../domain/observe-service.js';
import { type RunEnd, verdictOf, wordsOf } from '../domain/verdict.js';
import { type Answer, failure, success } from './answer.js';
import { connectionStringAttributes } from './connection-string-attributes.js';
import { notCreatedId, physicalIdOf, regionalModeId } from './physical-id.js';

export interface ChangeEnd extends RunEnd {
  readonly input: WorkflowInput;
  readonly prepared: Prepared | undefined;
  readonly applied: Applied | undefined;
  /** What was made is still there. */
  readonly undoFailure: CaughtFailure | undefined;
}

export function answerTo(respondTo: RespondTo, end: ChangeEnd): Answer {
  const { outcome, message, advice } = verdictOf(end);
  if (outcome === 'available' || outcome === 'kept' || (outcome === 'gone' && end.input.goal === 'gone'))
    return success(respondTo, physicalIdFor(respondTo, end), attributesOf(end));
  // The advice of a failed look, or of a run that was cut off, is for runs that can be started again; a stack is
  // deployed again.
  const parts = end.failure === undefined && end.ended === undefined ? [message, advice] : [message];
  const left =
    end.undoFailure === undefined ? '' : `What had been made is left in Atlas: ${wordsOf(end.undoFailure)}`;
  const reason = [...parts, left].filter((text) => text !== '').join(' ');
  // After a failed update, what was there before still stands: the way back, and a removal, are to be of that.
  const physicalId =
    respondTo.requestType === 'Update' ? respondTo.physicalResourceId : physicalIdFor(respondTo, end);
  return failure(respondTo, physicalId, reason);
}

/**
 * The request's own id, unless something new was made, or what bore it is gone and another one stands in its place:
 * then CloudFormation has to know the new one, and removes the old.
 */
export function physicalIdFor(respondTo: RespondTo, end: ChangeEnd): string {
  const { physicalResourceId } = respondTo;
  const { target, change } = end.input;
  if (change?.kind === 'create') return newPhysicalId(respondTo, end);
  if (target.kind !== 'service' || change?.kind !== 'update') return physicalResourceId;
  const now = (descriptionOf(end) as { EndpointServiceId: string }).EndpointServiceId;
  return now === '' || physicalResourceId.includes(now) ? physicalResourceId : newPhysicalId(respondTo, end);
}

/**
 * A create that failed before its look is known to have made nothing. After the look it may have, whatever the
 * answer was, so its id makes the Delete that CloudFormation sends next remove it.
 */
function newPhysicalId({ requestId }: RespondTo, end: ChangeEnd): string {
  const { prepared, applied, input } = end;
  if (prepared === undefined) return notCreatedId(requestId);
  const { target } = input;
  if (target.kind === 'regional-mode') return regionalModeId(target.projectId, prepared.wasEnabled === true);
  const { EndpointServiceId } = descriptionOf(end) as { EndpointServiceId: string };
  const adopted = (prepared.existed || applied?.adopted === true) && !ownsEndpoint(input);
  return physicalIdOf(target, EndpointServiceId, adopted);
}

/** The link of an endpoint of the stack goes with the stack, although the automation may have registered it. */
function ownsEndpoint({ change }: WorkflowInput): boolean {
  return change !== undefined && 'ownsEndpoint' in change && change.ownsEndpoint;
}

function attributesOf(end: ChangeEnd): object {
  const { input, observation } = end;
  const description = descriptionOf(end);
  if (input.target.kind !== 'link') return description;
  const change = input.change as LinkRun['change'];
  return {
    ...description,
    ...connectionStringAttributes(observation?.connectionStrings, change?.connectionStrings?.clusters ?? []),
  };
}

function descriptionOf({ input, observation }: ChangeEnd): object {
  if (observation !== undefined) return observation.description as object;
  const { target, change } = input;
  switch (target.kind) {
    case 'link':
      return emptyDescription(target);
    case 'service':
      return emptyService(target);
    case 'regional-mode':
      return {
        ProjectId: target.projectId,
        Enabled: (change as RegionalModeRun['change'])?.enabled ?? false,
      };
  }
}
