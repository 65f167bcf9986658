import { isRefused } from '../aws/sdk-failure.js';
import { type Answer, failure, success } from '../custom-resources/answer.js';
import { isMadeUp, notCreatedId, ownsNothing } from '../custom-resources/physical-id.js';
import { planFor, respondToOf } from '../custom-resources/plan.js';
import { type CloudFormationRequest, parseRequest } from '../custom-resources/request.js';
import { issuedAt, resourcePrefix } from '../custom-resources/request-name.js';
import { AtlasError } from '../domain/atlas-error.js';
import type { AnswerPort, AtlasPort } from '../domain/ports.js';
import { RegistryUnavailableError } from '../domain/registry-unavailable-error.js';
import {
  type BeginRequestDependencies,
  beginRequest,
  ExecutionUnclearError,
  isLate,
} from './begin-request.js';
import { rollBackIgnoredReplacement } from './ignored-replacement.js';
import { lastCreation } from './last-creation.js';
import type { Observability } from './observability.js';
import {
  EarlierRequestUnsettledError,
  type SettleDependencies,
  settleEarlierRequests,
} from './settle-earlier-requests.js';

export interface CustomResourceDependencies extends BeginRequestDependencies, SettleDependencies {
  readonly atlas: AtlasPort;
  readonly answers: AnswerPort;
  readonly region: string;
  readonly observability: Observability;
}

/**
 * A request of CloudFormation, delivered at least once. Either a run of the workflow answers it, or this function at
 * once; never both, and a second delivery gives the same.
 *
 * What is thrown is tried again by Lambda, and then lost: a failure destination would be handed the request, and with it
 * the response URL. So whatever can be answered is answered.
 *
 * @throws MalformedRequestError when there is nobody to answer; AnswerNotTakenError;
 * ExecutionUnclearError, EarlierRequestUnsettledError
 */
export async function handleCustomResource(deps: CustomResourceDependencies, event: unknown): Promise<void> {
  const request = parseRequest(event);
  const { RequestId, RequestType, ResourceType, LogicalResourceId } = request;
  deps.observability.correlate({ requestId: RequestId, logicalResourceId: LogicalResourceId });
  deps.observability.log.info('request received', { requestType: RequestType, resourceType: ResourceType });
  const answer = await carryOut(deps, request);
  if (answer === undefined) return;
  await deps.answers.put(request.ResponseURL, answer);
  deps.observability.log.info('CloudFormation answered', { status: answer.Status, reason: answer.Reason });
}

/** @returns undefined when a run has been started, which answers */
async function carryOut(
  deps: CustomResourceDependencies,
  request: CloudFormationRequest,
): Promise<Answer | undefined> {
  const respondTo = respondToOf(request);
  const physicalId = request.PhysicalResourceId || notCreatedId(request.RequestId);
  try {
    const plan = planFor(request, deps.clock.now(), deps.region);
    if (plan.kind === 'look-up') return success(respondTo, lookupId(request), await plan.lookUp(deps.atlas));
    if (!isLookupType(request.ResourceType) && !(await isLate(deps, request.ResponseURL, respondTo))) {
      await settleEarlierRequests(deps, respondTo);
      await rollBackIgnoredReplacement(deps, respondTo, request.ResponseURL);
    }
    if (plan.kind === 'nothing') return await deleteUnknown(deps, request);
    await beginRequest(deps, request.ResponseURL, respondTo, plan.input);
    return undefined;
  } catch (error) {
    if (isTriedAgain(error)) throw error;
    // Whatever it was: a stack must not wait an hour for an error that is known now.
    return failure(respondTo, physicalId, reasonOf(error));
  }
}

/** A Parameter Store that is throttled says nothing of the request, and passes before CloudFormation gives up. */
function isTriedAgain(error: unknown): boolean {
  if (error instanceof RegistryUnavailableError) return !isRefused(error.cause);
  return error instanceof ExecutionUnclearError || error instanceof EarlierRequestUnsettledError;
}

/**
 * Nothing that CloudFormation knows of. By an id of its own making it deletes what it has cancelled, or what has not
 * answered in time: then the last execution says what there is.
 */
async function deleteUnknown(
  deps: CustomResourceDependencies,
  request: CloudFormationRequest,
): Promise<Answer | undefined> {
  const respondTo = respondToOf(request);
  const nothing = success(respondTo, request.PhysicalResourceId, {});
  if (isLookupType(request.ResourceType) || !isMadeUp(request.PhysicalResourceId)) return nothing;
  const issued = issuedAt(request.ResponseURL);
  if (issued !== undefined) await deps.requests.cancelBefore(resourcePrefix(respondTo), issued);
  const made = await lastCreation(deps, respondTo);
  if (made === undefined || ownsNothing(made)) return nothing;
  const plan = planFor({ ...request, PhysicalResourceId: made }, deps.clock.now(), deps.region);
  if (plan.kind !== 'run') return nothing;
  deps.observability.log.info('what a cancelled request has made is removed', { physicalId: made });
  // Answered by the id that CloudFormation has named: another delivery may find nothing any more, and says the same.
  await beginRequest(deps, request.ResponseURL, respondTo, { ...plan.input, respondTo });
  return undefined;
}

function isLookupType(resourceType: string): boolean {
  return resourceType.endsWith('Lookup');
}

/** The same through the life of the resource: nothing is replaced when what it looks up changes. */
function lookupId({ PhysicalResourceId, RequestId }: CloudFormationRequest): string {
  return PhysicalResourceId || `lookup/${RequestId}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AtlasError ? `${error.message} ${error.advice}` : `${error.name}: ${error.message}`;
}
