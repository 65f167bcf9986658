import { physicalIdFor } from '../custom-resources/conclusion.js';
import { isMadeUp } from '../custom-resources/physical-id.js';
import { isIssuedBefore, isUntaken, wordOnCreation } from '../domain/declared/previous-requests.js';
import type { ExecutionFacts } from '../domain/model/ports/executions.js';
import type { RespondTo } from '../execution-data/workflow-input.js';
import { otherExecutions } from './other-requests.js';
import { latestRollBack, untilRolledBack } from './rolling-back.js';
import type { SettleDependencies } from './settle-previous-requests.js';
import { readExecutionInput, readWorkflowState } from './workflow-state.js';

/** A list of executions may lack what has begun seconds ago. */
const CONSISTENCY_SECONDS = 10;

/**
 * What the create before this Delete has made, although CloudFormation has not taken its response: it deletes by an id of
 * its own making then, and does so again after a Delete that has failed.
 *
 * @param earlierDelete when CloudFormation issued a Delete before this one, by an id of its own making as well
 * @returns the physical id of the response, which says what there is to remove; undefined without such a create, where it has
 * been removed since, and where CloudFormation may have taken the response
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
      deps.log.warn('what an earlier create has made is left: CloudFormation has taken its response', {
        made,
      });
      return undefined;
    }
    // By the id of a response: CloudFormation has taken it.
    if (!isMadeUp(previous.physicalResourceId)) return undefined;
    if (previous.issuedAt !== undefined) deletedAt = new Date(previous.issuedAt);
  }
  return undefined;
}

/** As its rolling back has left it, where there was one; one that was stopped before its first step has its input alone. */
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
