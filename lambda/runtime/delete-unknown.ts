/**
 * Handles a Delete with an id that CloudFormation generated. It sends one for a create that it has cancelled, or that
 * has not responded in time: then the last execution says what exists.
 */

import type { AwsRegion } from '../contract/regions.js';
import { isMadeUp, isOwn } from '../custom-resources/physical-id.js';
import { planFor, respondToOf } from '../custom-resources/plan.js';
import type { CloudFormationRequest } from '../custom-resources/request.js';
import { resourcePrefix } from '../custom-resources/request-name.js';
import { type Response, success } from '../custom-resources/response.js';
import type { RespondTo } from '../execution-data/workflow-input.js';
import { keepRequest, startRequest } from './begin-request.js';
import { lastCreation } from './last-creation.js';
import { isOvertaken } from './overtaken-request.js';
import { type SettleDependencies, settlePreviousRequests } from './settle-previous-requests.js';

export interface DeleteDependencies extends SettleDependencies {
  readonly region: AwsRegion;
}

/**
 * Stores the request first, as for other requests: while it waits for another request, its function may die.
 *
 * @returns undefined if an execution has been started, which responds
 */
export async function deleteUnknown(
  deps: DeleteDependencies,
  request: CloudFormationRequest,
): Promise<Response | undefined> {
  const respondTo = respondToOf(request);
  const nothing = nothingOf(request);
  await keepRequest(deps, request.responseUrl, respondTo);
  if (!isMadeUp(request.physicalResourceId)) {
    if (!(await isOvertaken(deps, respondTo))) await settlePreviousRequests(deps, respondTo);
    return nothing;
  }
  const previousDelete = await leaveWord(deps, respondTo);
  // Delivered after a later request, to which the existing thing belongs.
  if (await isOvertaken(deps, respondTo)) return nothing;
  await settlePreviousRequests(deps, respondTo);
  const made = await lastCreation(deps, respondTo, previousDelete);
  if (made === undefined || !isOwn(request.resourceType, made)) return nothing;
  const plan = planFor({ ...request, physicalResourceId: made }, deps.clock.now(), deps.region);
  if (plan.kind !== 'execution') return nothing;
  deps.log.info('resource of a cancelled request is being removed', { physicalId: made });
  // The response has the id that CloudFormation sent: another delivery may find nothing any more, and responds the
  // same.
  await startRequest(deps, respondTo, { ...plan.input, respondTo });
  return undefined;
}

/** Success without a poll. */
export function nothingOf(request: CloudFormationRequest): Response {
  return success(respondToOf(request), request.physicalResourceId, {});
}

/**
 * Stores a mark, which creates that are delivered from now on read; those delivered before are settled.
 *
 * @returns the mark of an earlier Delete; a later mark is kept
 */
async function leaveWord({ requests }: DeleteDependencies, respondTo: RespondTo): Promise<Date | undefined> {
  const prefix = resourcePrefix(respondTo);
  const left = await requests.cancelledBefore(prefix);
  const issuedAt = respondTo.issuedAt === undefined ? undefined : new Date(respondTo.issuedAt);
  if (issuedAt !== undefined && (left === undefined || left < issuedAt))
    await requests.cancelBefore(prefix, issuedAt);
  return left;
}
