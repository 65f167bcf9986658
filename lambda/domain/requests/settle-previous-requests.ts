/**
 * CloudFormation does not wait for a resource whose operation it cancels: seconds later it sends the Delete of a
 * create, or the Update that rolls back, while the first request's execution is still running. That execution is
 * stopped and its changes are rolled back before anything is done for the later request.
 */
import { REQUEST_CANCELLED } from '../../contract/workflow.js';
import type { RespondTo } from '../../execution-data/workflow-input.js';
import { readExecutionInput, readWorkflowState } from '../executions/read-state.js';
import type { ExecutionFacts } from '../model/ports/executions.js';
import { endOfStopped, isConclusion, isStoppedForLater } from './execution-end.js';
import { cancelled, type FailedExecutionDependencies, rollBack } from './failed-execution.js';
import {
  issuedAtOf,
  otherExecutions,
  otherOpenRequests,
  type RequestsDependencies,
} from './other-requests.js';
import { isIssuedBefore } from './previous-requests.js';
import { resourcePrefix } from './request-name.js';
import { rollBackPrefixes, rolledBackBy } from './roll-back-names.js';
import {
  POLL_AGAIN_SECONDS,
  PreviousRequestUnsettledError,
  SETTLE_SECONDS,
  untilRolledBack,
} from './rolling-back.js';

export type SettleDependencies = FailedExecutionDependencies & RequestsDependencies;

/** Wait for an execution that does not exist yet although its request does. */
const APPEARANCE_SECONDS = 20;
const CAUSE = 'CloudFormation has sent another request for the resource without waiting for the response.';

/** @throws PreviousRequestUnsettledError */
export async function settlePreviousRequests(deps: SettleDependencies, respondTo: RespondTo): Promise<void> {
  for (const name of await unsettled(deps, respondTo)) {
    if (!(await isLater(deps, respondTo, name))) await settle(deps, name);
  }
  // Its roll-back may have been cut off although its response was sent.
  const [newest] = await otherExecutions(deps, respondTo);
  if (newest !== undefined && !(await isLater(deps, respondTo, newest))) await untilRolledBack(deps, newest);
}

/** A Delete that is delivered again may come after a request that was issued later, and must not stop that one. */
async function isLater(deps: SettleDependencies, respondTo: RespondTo, name: string): Promise<boolean> {
  return isIssuedBefore(respondTo, await issuedAtOf(deps, name));
}

/** Reads two lists, because each may be stale: running executions and open requests. */
async function unsettled(deps: SettleDependencies, respondTo: RespondTo): Promise<ReadonlySet<string>> {
  const { executions } = deps;
  const rolling: string[] = [];
  for (const begin of rollBackPrefixes(resourcePrefix(respondTo)))
    rolling.push(...(await executions.list(begin, 'RUNNING')));
  return new Set([
    ...(await otherOpenRequests(deps, respondTo)),
    ...(await otherExecutions(deps, respondTo, 'RUNNING')),
    ...rolling.map(rolledBackBy),
  ]);
}

async function settle(deps: SettleDependencies, name: string): Promise<void> {
  const execution = await stopped(deps, name);
  if (execution === undefined) return;
  if (isStoppedForLater(execution)) await handleStopped(deps, execution);
  await untilRolledBack(deps, execution.executionArn);
}

async function handleStopped(deps: SettleDependencies, execution: ExecutionFacts): Promise<void> {
  const { endedAt = deps.clock.now(), executionArn, name } = execution;
  const last = await deps.executionStates.lastStep(executionArn);
  const workflowState = last === undefined ? readExecutionInput(execution) : readWorkflowState(last.state);
  const end = endOfStopped(workflowState, last);
  if (end.kind === 'rolled-back')
    await rollBack(deps, { executionArn }, { ...end.from, at: endedAt }, cancelled(CAUSE));
  if (end.kind === 'forgotten') await deps.requests.remove(name);
}

/** @returns undefined if there is no such execution; an execution that already reports its end is not stopped */
async function stopped(deps: SettleDependencies, name: string): Promise<ExecutionFacts | undefined> {
  const { executions, executionStates, clock, log } = deps;
  const begin = clock.now().getTime();
  for (;;) {
    const execution = await executions.describe(name);
    const waited = (clock.now().getTime() - begin) / 1000;
    if (execution === undefined && waited >= APPEARANCE_SECONDS) return undefined;
    if (execution !== undefined && execution.status !== 'RUNNING') return execution;
    if (waited >= SETTLE_SECONDS) throw new PreviousRequestUnsettledError(name);
    const last = execution === undefined ? undefined : await executionStates.lastStep(execution.executionArn);
    if (execution === undefined || isConclusion(last?.name)) {
      await clock.sleep(POLL_AGAIN_SECONDS * 1000);
      continue;
    }
    await executions.stop(name, REQUEST_CANCELLED, CAUSE);
    log.info('execution of a cancelled request stopped', { executionName: name });
  }
}
