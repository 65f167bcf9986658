import type { RespondTo } from '../../execution-data/workflow-input.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { ownsNothing } from './physical-id.js';
import { physicalIdFor } from './physical-id-for.js';

/**
 * Finds the replacement that an earlier Update has created although this request still names the previous thing. Pure.
 *
 * @returns the physical id of the replacement; undefined if there is none, or the request names it
 */
export function replacementUnnamedBy(
  { physicalResourceId }: RespondTo,
  execution: WorkflowState,
): string | undefined {
  const { respondTo: previous, change } = execution.input;
  if (previous?.requestType !== 'Update' || change?.kind !== 'create') return undefined;
  if (previous.physicalResourceId !== physicalResourceId) return undefined;
  const physicalId = physicalIdFor(previous, execution);
  return physicalId === physicalResourceId || ownsNothing(physicalId) ? undefined : physicalId;
}
