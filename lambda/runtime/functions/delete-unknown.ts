/** Handles a Delete whose physical id names nothing that the resource has created. */

import type { AwsRegion } from '../../contract/regions.js';
import { planFor } from '../../custom-resources/plan.js';
import type { CloudFormationRequest } from '../../custom-resources/request.js';
import { type Response, success } from '../../custom-resources/response.js';
import { keepRequest, startRequest } from '../../domain/requests/begin-request.js';
import type { SettleDependencies } from '../../domain/requests/settle-previous-requests.js';
import { thingToDelete } from '../../domain/requests/thing-to-delete.js';

export interface DeleteDependencies extends SettleDependencies {
  readonly region: AwsRegion;
}

/**
 * Stores the request first, as for other requests.
 *
 * @returns undefined if an execution has been started, which responds
 */
export async function deleteUnknown(
  deps: DeleteDependencies,
  request: CloudFormationRequest,
): Promise<Response | undefined> {
  const { respondTo, responseUrl, resourceType } = request;
  await keepRequest(deps, responseUrl, respondTo);
  const made = await thingToDelete(deps, respondTo, resourceType);
  if (made === undefined) return nothingOf(request);
  const plan = planFor({ ...request, physicalResourceId: made }, deps.clock.now(), deps.region);
  if (plan.kind !== 'execution') return nothingOf(request);
  deps.log.info('resource of a cancelled request is being removed', { physicalId: made });
  // The response has the id that CloudFormation sent: another delivery may find nothing any more, and responds the
  // same.
  await startRequest(deps, respondTo, plan.input);
  return undefined;
}

/** Success without a poll. */
export function nothingOf({ respondTo, physicalResourceId }: CloudFormationRequest): Response {
  return success(respondTo, physicalResourceId, {});
}
