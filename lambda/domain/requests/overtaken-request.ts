/**
 * Lambda delivers a request again, after minutes if its function has crashed. By then CloudFormation may have stopped
 * waiting for it, and issued another one about the resource. The stack wants the one that was issued later.
 */

import type { RespondTo } from '../../execution-data/workflow-input.js';
import {
  issuedAtOf,
  otherExecutions,
  otherOpenRequests,
  type RequestsDependencies,
} from './other-requests.js';
import { isCancelledBy, isIssuedBefore } from './previous-requests.js';
import { resourcePrefix } from './request-name.js';

/** A request was delivered after a later one about the same resource. */
export class RequestOvertakenError extends Error {
  override readonly name = 'RequestOvertakenError';
}

/** Number of the resource's executions whose issue time is read, newest first. */
const ASKED_EXECUTIONS = 5;

/** @throws RequestOvertakenError */
export async function requireNotOvertaken(deps: RequestsDependencies, respondTo: RespondTo): Promise<void> {
  if (await isOvertaken(deps, respondTo))
    throw new RequestOvertakenError('CloudFormation has sent a later request for the resource.');
}

export async function isOvertaken(deps: RequestsDependencies, respondTo: RespondTo): Promise<boolean> {
  if (respondTo.issuedAt === undefined) return false;
  // A Delete by an id that CloudFormation generated may need no execution, and stores a mark.
  const mark = await deps.requests.cancelledBefore(resourcePrefix(respondTo));
  if (isCancelledBy(respondTo, mark?.toISOString())) return true;
  const newest = (await otherExecutions(deps, respondTo)).slice(0, ASKED_EXECUTIONS);
  for (const name of new Set([...(await otherOpenRequests(deps, respondTo)), ...newest])) {
    if (isIssuedBefore(respondTo, await issuedAtOf(deps, name))) return true;
  }
  return false;
}
