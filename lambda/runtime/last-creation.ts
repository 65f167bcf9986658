import { physicalIdFor } from '../custom-resources/conclusion.js';
import { isMadeUp } from '../custom-resources/physical-id.js';
import { isIssuedBefore, isUntaken, wordOnCreation } from '../domain/declared/previous-requests.js';
import type { ExecutionFacts } from '../domain/model/ports/executions.js';
import type { RespondTo } from '../execution-data/workflow-input.js';
import { otherExecutions } from './other-requests.js';
import { latestRollBack, untilRolledBack } from './rolling-back.js';
import type { SettleDependencies } from './settle-previous-requests.js';
import { readExecutionInput, readWorkflowState } from './workflow-state.js';

/** A list of executions may not have those that began seconds ago. */
const CONSISTENCY_SECONDS = 10;

/**
 * Finds what the create before this Delete has created, if CloudFormation has not accepted its response: then it
 * deletes by an id that it generated, and does so again after a failed Delete.
 *
 * @param earlierDelete when CloudFormation issued an earlier Delete by a generated id
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
    const workflowState = await executionOf(deps, execution);
    const { respondTo: previous } = workflowState.input;
    const word = wordOnCreation(workflowState);
    if (previous === undefined || word === 'none') return undefined;
    if (word === 'made') {
      const made = physicalIdFor(previous, workflowState);
      const isOfThisCreate = isIssuedBefore(previous, previousDelete?.toISOString());
      const firstDelete = isOfThisCreate && previousDelete !== undefined ? previousDelete : deletedAt;
      if (isUntaken(execution.endedAt, firstDelete)) return made;
      deps.log.warn(
        'resource of an earlier create is not removed, because CloudFormation accepted its response',
        {
          made,
        },
      );
      return undefined;
    }
    // The request has an id from a response: CloudFormation has accepted it.
    if (!isMadeUp(previous.physicalResourceId)) return undefined;
    if (previous.issuedAt !== undefined) deletedAt = new Date(previous.issuedAt);
  }
  return undefined;
}

/**
 * The state after its roll-back, if there was one; an execution that was stopped before its first step has only its
 * input.
 */
async function executionOf(deps: SettleDependencies, execution: ExecutionFacts) {
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
