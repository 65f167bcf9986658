/** What an earlier execution says about the thing that a Delete by a generated id is to remove. Pure. */

import type { WorkflowState } from '../model/workflow-state.js';
import { isMadeUp } from './physical-id.js';
import { physicalIdFor } from './physical-id-for.js';
import { isIssuedBefore, isUntaken, reportedCreation } from './previous-requests.js';

export type CreationBeforeDelete =
  /** There is nothing to remove. */
  | { readonly kind: 'nothing' }
  /** The thing of this physical id is to be removed: CloudFormation has missed the response that named it. */
  | { readonly kind: 'to-remove'; readonly physicalId: string }
  /** CloudFormation may have accepted the response that named it. */
  | { readonly kind: 'accepted'; readonly physicalId: string }
  /** An earlier execution decides, with the time of this earlier Delete. */
  | { readonly kind: 'earlier'; readonly deletedAt: Date };

export interface Deletion {
  /** When CloudFormation issued the Delete that came next after the execution. */
  readonly deletedAt: Date;
  /** When CloudFormation issued an earlier Delete by a generated id; undefined if there was none. */
  readonly previousDelete: Date | undefined;
}

/** @param endedAt of the execution; undefined while it runs */
export function creationBeforeDelete(
  execution: WorkflowState,
  endedAt: Date | undefined,
  { deletedAt, previousDelete }: Deletion,
): CreationBeforeDelete {
  const { respondTo } = execution.input;
  const creation = reportedCreation(execution);
  if (respondTo === undefined || creation === 'none') return { kind: 'nothing' };
  if (creation === 'made') {
    const physicalId = physicalIdFor(respondTo, execution);
    const isOfThisCreate = isIssuedBefore(respondTo, previousDelete?.toISOString());
    const firstDelete = isOfThisCreate && previousDelete !== undefined ? previousDelete : deletedAt;
    return { kind: isUntaken(endedAt, firstDelete) ? 'to-remove' : 'accepted', physicalId };
  }
  // The request has an id from a response: CloudFormation has accepted it.
  if (!isMadeUp(respondTo.physicalResourceId)) return { kind: 'nothing' };
  const { issuedAt } = respondTo;
  return { kind: 'earlier', deletedAt: issuedAt === undefined ? deletedAt : new Date(issuedAt) };
}
