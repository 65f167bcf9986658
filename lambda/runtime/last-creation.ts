import type { RespondTo } from '../contract/workflow-input.js';
import { physicalIdFor } from '../custom-resources/conclusion.js';
import { requestName, resourcePrefix } from '../custom-resources/request-name.js';
import { rollBackName } from './ended-run.js';
import type { SettleDependencies } from './settle-earlier-requests.js';
import { readWorkflowState } from './workflow-state.js';

/** A list of executions may lack what has begun seconds ago. */
const CONSISTENCY_SECONDS = 10;

/**
 * What the last create of a resource has made, although CloudFormation has not taken its answer: it deletes by an id of
 * its own making then.
 *
 * @returns the physical id of the answer, which says what there is to remove; undefined without a create
 */
export async function lastCreation(
  deps: SettleDependencies,
  respondTo: RespondTo,
): Promise<string | undefined> {
  const name = (await newest(deps, respondTo)) ?? (await later(deps, respondTo));
  if (name === undefined) return undefined;
  const { executions, runs } = deps;
  const main = await executions.describe(name);
  if (main === undefined) return undefined;
  const rolling = await executions.describe(rollBackName(main.executionArn));
  const last = await runs.lastStep((rolling ?? main).executionArn);
  if (last === undefined) return undefined;
  const run = readWorkflowState(last.state);
  if (run.input.respondTo?.requestType !== 'Create') return undefined;
  return physicalIdFor(run.input.respondTo, run);
}

async function newest({ executions }: SettleDependencies, respondTo: RespondTo): Promise<string | undefined> {
  const own = requestName(respondTo);
  return (await executions.list(resourcePrefix(respondTo))).find((name) => name !== own);
}

async function later(deps: SettleDependencies, respondTo: RespondTo): Promise<string | undefined> {
  await deps.clock.sleep(CONSISTENCY_SECONDS * 1000);
  return newest(deps, respondTo);
}
