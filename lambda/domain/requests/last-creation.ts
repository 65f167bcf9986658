import type { RespondTo } from '../../execution-data/workflow-input.js';
import { readExecutionInput, readWorkflowState } from '../executions/read-state.js';
import type { ExecutionFacts } from '../model/ports/executions.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { creationBeforeDelete } from './creation-before-delete.js';
import { otherExecutions } from './other-requests.js';
import { latestRollBack, untilRolledBack } from './rolling-back.js';
import type { SettleDependencies } from './settle-previous-requests.js';

/** A list of executions may not have those that began seconds ago. */
const CONSISTENCY_SECONDS = 10;

/**
 * Finds what the create before this Delete has created, if CloudFormation has not accepted its response: then it
 * deletes by an id that it generated, and does so again after a failed Delete.
 *
 * @param previousDelete when CloudFormation issued an earlier Delete by a generated id
 * @returns the physical id of the response, which says what has to be removed; undefined if there is no such create, if
 * it has been removed since, and if CloudFormation may have accepted the response
 */
export async function lastCreation(
  deps: SettleDependencies,
  respondTo: RespondTo,
  previousDelete: Date | undefined,
): Promise<string | undefined> {
  let deletedAt = respondTo.issuedAt === undefined ? deps.clock.now() : new Date(respondTo.issuedAt);
  for (const name of await previousExecutions(deps, respondTo)) {
    const execution = await deps.executions.describe(name);
    if (execution === undefined) return undefined;
    const state = await stateAfterRollBack(deps, execution);
    const creation = creationBeforeDelete(state, execution.endedAt, { deletedAt, previousDelete });
    if (creation.kind === 'to-remove') return creation.physicalId;
    if (creation.kind !== 'earlier') {
      if (creation.kind === 'accepted') reportAccepted(deps, creation.physicalId);
      return undefined;
    }
    deletedAt = creation.deletedAt;
  }
  return undefined;
}

function reportAccepted({ log }: SettleDependencies, made: string): void {
  log.warn('resource of an earlier create is not removed, because CloudFormation accepted its response', {
    made,
  });
}

/**
 * The state after its roll-back, if there was one; an execution that was stopped before its first step has only its
 * input.
 */
async function stateAfterRollBack(
  deps: SettleDependencies,
  execution: ExecutionFacts,
): Promise<WorkflowState> {
  const { executions, executionStates } = deps;
  const { executionArn } = execution;
  await untilRolledBack(deps, executionArn);
  const rolling = await latestRollBack(executions, executionArn);
  const last = await executionStates.lastStep(rolling?.executionArn ?? executionArn);
  return last === undefined ? readExecutionInput(execution) : readWorkflowState(last.state);
}

async function previousExecutions(
  deps: SettleDependencies,
  respondTo: RespondTo,
): Promise<readonly string[]> {
  const found = await otherExecutions(deps, respondTo);
  if (found.length > 0) return found;
  await deps.clock.sleep(CONSISTENCY_SECONDS * 1000);
  return otherExecutions(deps, respondTo);
}
