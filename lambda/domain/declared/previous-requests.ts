/** What earlier requests about a resource say of what there is. Pure. */
import type { RespondTo } from '../../execution-data/workflow-input.js';
import { finalOutcomeOf } from '../model/final-outcome.js';
import type { WorkflowState } from '../model/workflow-state.js';

/**
 * What the execution of an earlier request says of the last create of the resource, where CloudFormation deletes by an id of its
 * own making: it does so again after a Delete that has failed.
 *
 * @returns `made`: this is the create; `none`: what it had made has been removed; `unknown`: an earlier one has to say
 */
export function wordOnCreation(execution: WorkflowState): 'made' | 'none' | 'unknown' {
  const { requestType } = execution.input.respondTo ?? {};
  if (requestType === 'Create') return 'made';
  return requestType !== 'Delete' || isRemoved(execution) ? 'none' : 'unknown';
}

/** Of a Delete that was stopped, or has failed, what it was to remove may be there. */
function isRemoved(execution: WorkflowState): boolean {
  const { outcome } = finalOutcomeOf(execution);
  return outcome === 'deleted' || outcome === 'retained';
}

/**
 * Of two requests about one resource, the one that was issued later is what the stack wants; CloudFormation issues none
 * before the one before it has come to an end, as far as the stack is concerned.
 *
 * @param other when the other one was issued, ISO 8601
 * @returns false where one of the two does not say
 */
export function isIssuedBefore(
  { issuedAt }: Pick<RespondTo, 'issuedAt'>,
  other: string | undefined,
): boolean {
  return issuedAt !== undefined && other !== undefined && Date.parse(issuedAt) < Date.parse(other);
}

/**
 * @param mark of the last Delete by an id that CloudFormation has made up, ISO 8601. A create of the same second is the one
 * that it follows; the mark may also be of the Delete at hand.
 */
export function isCancelledBy(request: RespondTo, mark: string | undefined): boolean {
  if (request.requestType === 'Delete') return isIssuedBefore(request, mark);
  const { issuedAt } = request;
  return issuedAt !== undefined && mark !== undefined && Date.parse(issuedAt) <= Date.parse(mark);
}

/** CloudFormation deletes what it has cancelled, or has not waited for, once the rest of its stack lets it: in minutes. */
const UNTAKEN_SECONDS = 900;

/**
 * Whether CloudFormation can have missed the response of a create, so that it deletes by an id that it has made up. A create
 * that had ended long before was answered, and what it made may have been retained, or be somebody else's by now.
 *
 * @param endedAt undefined while it runs
 */
export function isUntaken(endedAt: Date | undefined, deletedAt: Date): boolean {
  return endedAt === undefined || deletedAt.getTime() - endedAt.getTime() <= UNTAKEN_SECONDS * 1000;
}

/** Whether CloudFormation has signed the request after an execution began; false where it does not say when. */
export function isIssuedAfter({ issuedAt }: RespondTo, startedAt: Date): boolean {
  return issuedAt !== undefined && new Date(issuedAt) > startedAt;
}
