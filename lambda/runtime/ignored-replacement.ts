/**
 * An update was cancelled at the moment at which it had made another thing in place of the old one. Nobody has documented
 * whether CloudFormation takes that response. Where it does not, what was made stands beside the old thing, and no request
 * will ever name it.
 */

import { requestName, resourcePrefix } from '../custom-resources/request-name.js';
import { replacementUnnamedBy } from '../custom-resources/unnamed-replacement.js';
import { isIssuedAfter } from '../domain/declared/previous-requests.js';
import type { LastStep } from '../domain/model/ports/executions.js';
import type { RespondTo } from '../execution-data/workflow-input.js';
import { cancelled, isRolledBack, rollBack } from './failed-execution.js';
import { latestRollBack, untilRolledBack } from './rolling-back.js';
import type { SettleDependencies } from './settle-previous-requests.js';
import { readWorkflowState } from './workflow-state.js';

const CAUSE = 'CloudFormation has sent another Update by the earlier physical id.';

/** A replacement that the request at hand does not name. */
interface Replacement {
  readonly executionArn: string;
  readonly physicalId: string;
  readonly startedAt: Date;
  readonly last: LastStep & { readonly at: Date };
}

/**
 * Rolls it back on one evidence alone: an Update, which CloudFormation has signed after the one that replaced, names the
 * earlier physical id, so that this is what the stack has. Whatever CloudFormation makes of the late response, it is given
 * the earlier id once more by the response to this request. A Delete by the earlier id says nothing: it follows every
 * replacement that was taken.
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
    deps.log.warn('a replacement is left: the request may be older than it', { physicalId });
    return;
  }
  await rollBack(deps, { executionArn }, last, cancelled(CAUSE));
  await untilRolledBack(deps, executionArn);
  await reportWhatIsLeft(deps, replacement);
}

/** Made by the last execution before this request, which named the same physical id. */
async function unnamedReplacement(
  deps: SettleDependencies,
  respondTo: RespondTo,
): Promise<Replacement | undefined> {
  if (respondTo.requestType !== 'Update') return undefined;
  const own = requestName(respondTo);
  const names = await deps.executions.list(resourcePrefix(respondTo));
  const [name] = names;
  // Another delivery of the request has begun its execution, and settled this before.
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

/** It has links by now, say. No request names it any more: a person has to know. */
async function reportWhatIsLeft(
  { executionStates, log, executions }: SettleDependencies,
  { executionArn, physicalId }: Replacement,
): Promise<void> {
  const rolledBack = await latestRollBack(executions, executionArn);
  const last = rolledBack === undefined ? undefined : await executionStates.lastStep(rolledBack.executionArn);
  const undone = last === undefined ? undefined : readWorkflowState(last.state).undone;
  if (undone?.undone === true) return;
  log.error('what a cancelled update has made is left in Atlas', { physicalId, reason: undone?.left ?? '' });
}
