import type { RespondTo } from '../contract/workflow-input.js';
import { physicalIdFor } from '../custom-resources/conclusion.js';
import { requestName, resourcePrefix } from '../custom-resources/request-name.js';
import { wordOnCreation } from '../domain/declared/earlier-requests.js';
import type { WorkflowState } from '../domain/model/workflow-state.js';
import { latestRollBack, untilRolledBack } from './rolling-back.js';
import type { SettleDependencies } from './settle-earlier-requests.js';
import { readWorkflowState } from './workflow-state.js';

/** A list of executions may lack what has begun seconds ago. */
const CONSISTENCY_SECONDS = 10;

/**
 * What the last create of a resource has made, although CloudFormation has not taken its answer: it deletes by an id of
 * its own making then, and does so again after a Delete that has failed.
 *
 * @returns the physical id of the answer, which says what there is to remove; undefined without a create, and where it
 * has been removed since
 */
export async function lastCreation(
  deps: SettleDependencies,
  respondTo: RespondTo,
): Promise<string | undefined> {
  for (const name of await earlierExecutions(deps, respondTo)) {
    const run = await runOf(deps, name);
    if (run === undefined) continue;
    const { respondTo: earlier } = run.input;
    const word = wordOnCreation(run);
    if (word === 'made' && earlier !== undefined) return physicalIdFor(earlier, run);
    if (word !== 'unknown') return undefined;
  }
  return undefined;
}

async function runOf(deps: SettleDependencies, name: string): Promise<WorkflowState | undefined> {
  const { executions, runs } = deps;
  const main = await executions.describe(name);
  if (main === undefined) return undefined;
  await untilRolledBack(deps, main.executionArn);
  const rolling = await latestRollBack(executions, main.executionArn);
  const last = await runs.lastStep((rolling ?? main).executionArn);
  return last === undefined ? undefined : readWorkflowState(last.state);
}

async function earlierExecutions(deps: SettleDependencies, respondTo: RespondTo): Promise<readonly string[]> {
  const found = await listed(deps, respondTo);
  if (found.length > 0) return found;
  await deps.clock.sleep(CONSISTENCY_SECONDS * 1000);
  return listed(deps, respondTo);
}

/** The newest first. */
async function listed({ executions }: SettleDependencies, respondTo: RespondTo): Promise<readonly string[]> {
  const own = requestName(respondTo);
  return (await executions.list(resourcePrefix(respondTo))).filter((name) => name !== own);
}
