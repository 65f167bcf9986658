/**
 * What a Delete without a recorded thing has to remove. CloudFormation sends one with an id that it generated for a
 * create that it has cancelled, or that has not responded in time: then the last execution says what exists.
 */
import type { RespondTo } from '../../execution-data/workflow-input.js';
import { lastCreation } from './last-creation.js';
import { isOvertaken } from './overtaken-request.js';
import { isMadeUp, isOwn } from './physical-id.js';
import { resourcePrefix } from './request-name.js';
import { type SettleDependencies, settlePreviousRequests } from './settle-previous-requests.js';

/**
 * Settles what earlier requests have begun. Call it after the request is stored: while it waits for another request,
 * its function may die.
 *
 * @param resourceType of the custom resource
 * @returns the physical id of what the Delete has to remove; undefined if that is nothing
 * @throws PreviousRequestUnsettledError, RegistryUnavailableError, UnreadableRequestError, InvalidWorkflowInputError
 */
export async function thingToDelete(
  deps: SettleDependencies,
  respondTo: RespondTo,
  resourceType: string,
): Promise<string | undefined> {
  if (!isMadeUp(respondTo.physicalResourceId)) {
    if (!(await isOvertaken(deps, respondTo))) await settlePreviousRequests(deps, respondTo);
    return undefined;
  }
  const previousDelete = await cancelEarlierCreates(deps, respondTo);
  // Delivered after a later request, to which the existing thing belongs.
  if (await isOvertaken(deps, respondTo)) return undefined;
  await settlePreviousRequests(deps, respondTo);
  const made = await lastCreation(deps, respondTo, previousDelete);
  return made !== undefined && isOwn(resourceType, made) ? made : undefined;
}

/**
 * Stores a mark, which creates that are delivered from now on read; those delivered before are settled.
 *
 * @returns the mark of an earlier Delete; a later mark is kept
 */
async function cancelEarlierCreates(
  { requests }: SettleDependencies,
  respondTo: RespondTo,
): Promise<Date | undefined> {
  const prefix = resourcePrefix(respondTo);
  const left = await requests.cancelledBefore(prefix);
  const issuedAt = respondTo.issuedAt === undefined ? undefined : new Date(respondTo.issuedAt);
  if (issuedAt !== undefined && (left === undefined || left < issuedAt))
    await requests.cancelBefore(prefix, issuedAt);
  return left;
}
