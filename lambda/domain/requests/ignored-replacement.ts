/**
 * An update was cancelled at the moment when it had created a replacement. It is not documented whether CloudFormation
 * accepts that response. If it does not, the replacement exists in addition to the old thing, and no request will ever
 * name it.
 */

import type { RespondTo } from '../../execution-data/workflow-input.js';
import { readWorkflowState } from '../executions/read-state.js';
import type { LastStep } from '../model/ports/executions.js';
import { isRolledBack } from './execution-end.js';
import { cancelled, rollBack } from './failed-execution.js';
import { isIssuedAfter } from './previous-requests.js';
import { requestName, resourcePrefix } from './request-name.js';
import { latestRollBack, untilRolledBack } from './rolling-back.js';
import type { SettleDependencies } from './settle-previous-requests.js';
import { replacementUnnamedBy } from './unnamed-replacement.js';

const CAUSE = 'CloudFormation has sent another Update by the earlier physical id.';

/** A replacement that the current request does not name. */
interface Replacement {
  readonly executionArn: string;
  readonly physicalId: string;
  readonly startedAt: Date;
  readonly last: LastStep & { readonly at: Date };
}

/**
 * Rolls it back on one kind of evidence only: an Update that CloudFormation signed after the replacing one names the
 * earlier physical id, so the stack has the earlier thing. Whatever CloudFormation does with the late response, the
 * response to this request has the earlier id again. A Delete with the earlier id proves nothing: it follows every
 * accepted replacement.
 *
 * @throws PreviousRequestUnsettledError
 */
export async function rollBackIgnoredReplacement(
  deps: SettleDependencies,
  respondTo: RespondTo,
): Promise<void> {
  const replacement = await unnamedReplacement(deps, respondTo);
  if (replacement === undefined) return;
  const { executionArn, last, physicalId, startedAt } = replacement;
  if (!isIssuedAfter(respondTo, startedAt)) {
    deps.log.warn('replacement is not removed, because the request may be older', { physicalId });
    return;
  }
  await rollBack(deps, { executionArn }, last, cancelled(CAUSE));
  await untilRolledBack(deps, executionArn);
  await reportWhatIsLeft(deps, replacement);
}

/** A replacement by the last execution before this request that named the same physical id. */
async function unnamedReplacement(
  deps: SettleDependencies,
  respondTo: RespondTo,
): Promise<Replacement | undefined> {
  if (respondTo.requestType !== 'Update') return undefined;
  const own = requestName(respondTo);
  const names = await deps.executions.list(resourcePrefix(respondTo));
  const [name] = names;
  // Another delivery of the request has started its execution, and settled this before.
  if (name === undefined || names.includes(own)) return undefined;
  const execution = await deps.executions.describe(name);
  if (execution?.status !== 'SUCCEEDED') return undefined;
  const { executionArn } = execution;
  const last = await deps.executionStates.lastStep(executionArn);
  if (last === undefined) return undefined;
  const workflowState = readWorkflowState(last.state);
  if (isRolledBack(last, workflowState)) return undefined;
  const physicalId = replacementUnnamedBy(respondTo, workflowState);
  if (physicalId === undefined) return undefined;
  const startedAt = new Date(workflowState.input.startedAt);
  return { executionArn, physicalId, startedAt, last: { ...last, at: deps.clock.now() } };
}

/** It may have links by now. No request names it any more, so it is reported to a person. */
async function reportWhatIsLeft(
  { executionStates, log, executions }: SettleDependencies,
  { executionArn, physicalId }: Replacement,
): Promise<void> {
  const rolledBack = await latestRollBack(executions, executionArn);
  const last = rolledBack === undefined ? undefined : await executionStates.lastStep(rolledBack.executionArn);
  const undone = last === undefined ? undefined : readWorkflowState(last.state).undone;
  if (undone?.undone === true) return;
  log.error('resource of a cancelled update remains in Atlas', { physicalId, reason: undone?.left ?? '' });
}
