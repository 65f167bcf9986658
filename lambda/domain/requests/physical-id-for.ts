/** Which physical id an execution's response has. Pure. */
import type { DescriptionByKind } from '../../contract/custom-resources.js';
import type { ExecutionKind, RespondTo } from '../../execution-data/workflow-input.js';
import { KINDS } from '../declared/resource-kinds.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { notCreatedId } from './physical-id.js';

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

/** The last poll's description; if there was no poll, one with every attribute empty. */
export function descriptionOf<K extends ExecutionKind>(end: WorkflowState<K>): DescriptionByKind[K] {
  return end.observation?.description ?? KINDS[end.kind].emptyDescription(end.input);
}
