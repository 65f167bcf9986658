/** What earlier requests about a resource say about its existence. Pure. */
import type { RespondTo } from '../../execution-data/workflow-input.js';
import { finalOutcomeOf } from '../model/final-outcome.js';
import type { WorkflowState } from '../model/workflow-state.js';

/**
 * What an earlier execution says about the last create of the resource, if CloudFormation deletes it by an id that
 * CloudFormation generated. It does so again after a Delete that failed.
 *
 * @returns `made`: this is the create; `none`: what it created has been removed; `unknown`: an earlier one decides
 */
export function reportedCreation(execution: WorkflowState): 'made' | 'none' | 'unknown' {
  const { requestType } = execution.input.respondTo ?? {};
  if (requestType === 'Create') return 'made';
  return requestType !== 'Delete' || isRemoved(execution) ? 'none' : 'unknown';
}

/** After a Delete that was stopped or failed, the thing to remove may still exist. */
function isRemoved(execution: WorkflowState): boolean {
  const { outcome } = finalOutcomeOf(execution);
  return outcome === 'deleted' || outcome === 'retained';
}

/**
 * Of two requests about one resource, the stack wants the one that was issued later. CloudFormation issues a request
 * only after the previous one has ended from the stack's point of view.
 *
 * @param other when the other one was issued, ISO 8601
 * @returns false if one of the two does not say
 */
export function isIssuedBefore(
  { issuedAt }: Pick<RespondTo, 'issuedAt'>,
  other: string | undefined,
): boolean {
  return issuedAt !== undefined && other !== undefined && Date.parse(issuedAt) < Date.parse(other);
}

/**
 * @param mark time of the last Delete by an id that CloudFormation generated, ISO 8601. A create of the same second is
 * the one before that Delete; the mark may also be from the current Delete.
 */
export function isCancelledBy(request: RespondTo, mark: string | undefined): boolean {
  if (request.requestType === 'Delete') return isIssuedBefore(request, mark);
  const { issuedAt } = request;
  return issuedAt !== undefined && mark !== undefined && Date.parse(issuedAt) <= Date.parse(mark);
}

/**
 * CloudFormation deletes what it has cancelled, or has stopped waiting for, within minutes, once the rest of the stack
 * allows it.
 */
const UNTAKEN_SECONDS = 900;

/**
 * Whether CloudFormation may have missed the response to a create, so that it deletes by an id that it generated. A
 * create that ended long before did get its response, and what it created may be retained, or belong to somebody else
 * by now.
 *
 * @param endedAt undefined while it runs
 */
export function isUntaken(endedAt: Date | undefined, deletedAt: Date): boolean {
  return endedAt === undefined || deletedAt.getTime() - endedAt.getTime() <= UNTAKEN_SECONDS * 1000;
}

/** Whether CloudFormation signed the request after an execution began; false if the time is unknown. */
export function isIssuedAfter({ issuedAt }: RespondTo, startedAt: Date): boolean {
  return issuedAt !== undefined && new Date(issuedAt) > startedAt;
}
