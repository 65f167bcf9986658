/**
 * Lambda delivers a request again, after minutes where its function has crashed; CloudFormation may have given it up by
 * then, and issued another one about the resource. Of the two, the one that was issued later is what the stack wants.
 */

import { resourcePrefix } from '../custom-resources/request-name.js';
import { isCancelledBy, isIssuedBefore } from '../domain/declared/previous-requests.js';
import type { RespondTo } from '../execution-data/workflow-input.js';
import {
  issuedAtOf,
  otherExecutions,
  otherOpenRequests,
  type RequestsDependencies,
} from './other-requests.js';

/** A request that is delivered after a later one about the same resource. */
export class RequestOvertakenError extends Error {
  override readonly name = 'RequestOvertakenError';
}

/** Executions of the resource that are asked when they were issued, the newest first. */
const ASKED_EXECUTIONS = 5;

/** @throws RequestOvertakenError */
export async function requireNotOvertaken(deps: RequestsDependencies, respondTo: RespondTo): Promise<void> {
  if (await isOvertaken(deps, respondTo))
    throw new RequestOvertakenError('CloudFormation has sent a later request for the resource.');
}

export async function isOvertaken(deps: RequestsDependencies, respondTo: RespondTo): Promise<boolean> {
  if (respondTo.issuedAt === undefined) return false;
  // A Delete by an id that CloudFormation has made up may need no execution, and leaves word.
  const mark = await deps.requests.cancelledBefore(resourcePrefix(respondTo));
  if (isCancelledBy(respondTo, mark?.toISOString())) return true;
  const newest = (await otherExecutions(deps, respondTo)).slice(0, ASKED_EXECUTIONS);
  for (const name of new Set([...(await otherOpenRequests(deps, respondTo)), ...newest])) {
    if (isIssuedBefore(respondTo, await issuedAtOf(deps, name))) return true;
  }
  return false;
}
