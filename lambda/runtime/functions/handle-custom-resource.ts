import { REQUEST_TIMEOUT_SECONDS } from '../../contract/limits.js';
import type { AwsRegion } from '../../contract/regions.js';
import { isLookupType } from '../../custom-resources/lookup.js';
import { planFor } from '../../custom-resources/plan.js';
import { type CloudFormationRequest, parseRequest } from '../../custom-resources/request.js';
import { failure, type Response, success } from '../../custom-resources/response.js';
import { AtlasError } from '../../domain/model/errors/atlas-error.js';
import { RegistryUnavailableError } from '../../domain/model/errors/registry-unavailable-error.js';
import { persistently } from '../../domain/model/persistently.js';
import type { AtlasPort } from '../../domain/model/ports/atlas.js';
import type { ResponsePort } from '../../domain/model/ports/cloudformation.js';
import { beginRequest } from '../../domain/requests/begin-request.js';
import { newLookupId, notCreatedId } from '../../domain/requests/physical-id.js';
import { requestName } from '../../domain/requests/request-name.js';
import type { SettleDependencies } from '../../domain/requests/settle-previous-requests.js';
import { hasExecution, isAnsweredByExecution, isTriedAgain } from '../../domain/requests/tried-again.js';
import type { Observability } from '../invocation/observability.js';
import { deleteUnknown, nothingOf } from './delete-unknown.js';

/** A parameter is free up to 4 KB, of which the URL may take half. */
const STORED_REASON_CHARACTERS = 1_000;
/** What an invocation needs besides: its start, and one more attempt of a call to Parameter Store. */
const MARGIN_SECONDS = 45;
/** To begin a request takes seconds, unless an earlier one has to be settled. */
const ANOTHER_TRY_SECONDS = 120;

export interface CustomResourceDependencies extends SettleDependencies {
  readonly atlas: AtlasPort;
  readonly responses: ResponsePort;
  readonly region: AwsRegion;
  readonly observability: Observability;
}

/**
 * Handles a request of CloudFormation, delivered at least once. Either an execution of the workflow responds, or this
 * function immediately; never both, and a second delivery gives the same response.
 *
 * Lambda retries after an error, and then drops the request: a failure destination would receive the request with its
 * response URL. So this function sends a response whenever it can.
 *
 * @throws MalformedRequestError if there is nobody to respond to; ResponseNotTakenError; ExecutionUnclearError,
 * PreviousRequestUnsettledError, ServiceUnavailableError, RegistryUnavailableError if Lambda has to retry
 */
export async function handleCustomResource(deps: CustomResourceDependencies, event: unknown): Promise<void> {
  const request = { ...parseRequest(event), receivedAt: deps.clock.now() };
  const { requestId, requestType, resourceType, logicalResourceId } = request;
  deps.observability.correlate({ requestId: requestId, logicalResourceId: logicalResourceId });
  deps.observability.log.info('request received', { requestType: requestType, resourceType: resourceType });
  const response = await carryOut(deps, request);
  if (response === undefined) return;
  await deps.responses.put(request.responseUrl, response);
  await forget(deps, request);
  deps.observability.log.info('CloudFormation responded', {
    status: response.Status,
    reason: response.Reason,
  });
}

interface ReceivedRequest extends CloudFormationRequest {
  readonly receivedAt: Date;
}

/** @returns undefined if an execution has been started, which responds */
async function carryOut(
  deps: CustomResourceDependencies,
  request: ReceivedRequest,
): Promise<Response | undefined> {
  const { respondTo } = request;
  try {
    const plan = planFor(request, deps.clock.now(), deps.region);
    if (plan.kind === 'look-up') return success(respondTo, lookupId(request), await plan.lookUp(deps.atlas));
    if (isLookupType(request.resourceType)) return nothingOf(request);
    if (await hasExecution(deps, respondTo)) return undefined;
    if (plan.kind === 'nothing') return await deleteUnknown(deps, request);
    await beginRequest(deps, request.responseUrl, respondTo, plan.input);
    return undefined;
  } catch (error) {
    if (!isTriedAgain(error)) return await refuse(deps, request, error);
    if (await storedAfterOutage(deps, request)) return carryOut(deps, request);
    throw error;
  }
}

/**
 * Stores a request that cannot be carried out now. Lambda retries, but not forever: after that, the check of open requests
 * responds. It does not know a request that is not stored, so storing is tried until the function has to end: three
 * attempts of Lambda last half an hour then.
 *
 * @param refusal why the request fails, if this is known
 * @returns true if Parameter Store has failed and works again, and the function has time to try again itself: this may
 * be Lambda's last attempt
 */
async function storedAfterOutage(
  deps: CustomResourceDependencies,
  { respondTo, responseUrl, requestId, receivedAt }: ReceivedRequest,
  refusal?: string,
): Promise<boolean> {
  const { clock, log, requests } = deps;
  const reason = refusal === undefined ? {} : { refusal: refusal.slice(0, STORED_REASON_CHARACTERS) };
  const secondsLeft = () => REQUEST_TIMEOUT_SECONDS - (clock.now().getTime() - receivedAt.getTime()) / 1000;
  let attempts = 0;
  const keep = () => {
    attempts += 1;
    return requests.keep(requestName(respondTo), { respondTo, responseUrl, ...reason });
  };
  const mayPass = (error: unknown) => error instanceof RegistryUnavailableError;
  try {
    await persistently({ clock, seconds: secondsLeft() - MARGIN_SECONDS, mayPass }, keep);
    return attempts > 1 && secondsLeft() >= ANOTHER_TRY_SECONDS;
  } catch {
    log.warn('request could not be stored', { requestId });
    return false;
  }
}

/** Deletes the request only after its response: after a crash in between, the check of open requests responds. */
async function forget(
  { requests, log }: CustomResourceDependencies,
  request: CloudFormationRequest,
): Promise<void> {
  if (isLookupType(request.resourceType)) return;
  const name = requestName(request.respondTo);
  await requests
    .remove(name)
    .catch(() => log.warn('open request not removed, the check of open requests will remove it', { name }));
}

/**
 * @returns undefined if an execution responds
 * @throws ServiceUnavailableError while this cannot be read
 */
async function refuse(
  deps: CustomResourceDependencies,
  request: ReceivedRequest,
  error: unknown,
): Promise<Response | undefined> {
  const { respondTo, resourceType, physicalResourceId, requestId } = request;
  const reason = reasonOf(error);
  const refusal = failure(respondTo, physicalResourceId || notCreatedId(requestId), reason);
  if (isLookupType(resourceType)) return refusal;
  try {
    return (await isAnsweredByExecution(deps, respondTo)) ? undefined : refusal;
  } catch (unread) {
    if (await storedAfterOutage(deps, request, reason)) return refuse(deps, request, error);
    throw unread;
  }
}

function lookupId({ physicalResourceId, requestId }: CloudFormationRequest): string {
  return physicalResourceId || newLookupId(requestId);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AtlasError ? `${error.message} ${error.advice}` : `${error.name}: ${error.message}`;
}
