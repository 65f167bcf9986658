/**
 * A Delete of nothing that CloudFormation knows of. By an id of its own making it deletes what it has cancelled, or what
 * has not answered in time: then the last execution says what there is.
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
 * Keeps the request first, as one that is carried out: while it waits for another, its function may die.
 *
 * @returns undefined when an execution has been started, which answers
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
  // Delivered after a later request: what there is now is that one's.
  if (await isOvertaken(deps, respondTo)) return nothing;
  await settlePreviousRequests(deps, respondTo);
  const made = await lastCreation(deps, respondTo, previousDelete);
  if (made === undefined || !isOwn(request.resourceType, made)) return nothing;
  const plan = planFor({ ...request, physicalResourceId: made }, deps.clock.now(), deps.region);
  if (plan.kind !== 'execution') return nothing;
  deps.log.info('what a cancelled request has made is removed', { physicalId: made });
  // Answered by the id that CloudFormation has named: another delivery may find nothing any more, and says the same.
  await startRequest(deps, respondTo, { ...plan.input, respondTo });
  return undefined;
}

/** Success without a poll. */
export function nothingOf(request: CloudFormationRequest): Response {
  return success(respondToOf(request), request.physicalResourceId, {});
}

/**
 * A create that is delivered from now on sees it, and one that was delivered before is settled.
 *
 * @returns what a Delete before this one has left; a later one stays
 */
async function leaveWord({ requests }: DeleteDependencies, respondTo: RespondTo): Promise<Date | undefined> {
  const prefix = resourcePrefix(respondTo);
  const left = await requests.cancelledBefore(prefix);
  const issuedAt = respondTo.issuedAt === undefined ? undefined : new Date(respondTo.issuedAt);
  if (issuedAt !== undefined && (left === undefined || left < issuedAt))
    await requests.cancelBefore(prefix, issuedAt);
  return left;
}
