/** From a request of CloudFormation to an execution that answers it. */
import type { RespondTo, WorkflowInput } from '../contract/workflow-input.js';
import { issuedAt, requestName, resourcePrefix } from '../custom-resources/request-name.js';
import { persistently } from '../domain/persistently.js';
import type { ClockPort, ExecutionPort, LogPort, OpenRequestPort } from '../domain/ports.js';
import { RegistryUnavailableError } from '../domain/registry-unavailable-error.js';

export interface BeginRequestDependencies {
  readonly executions: ExecutionPort;
  readonly requests: OpenRequestPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
}

/** The request may have an execution: to answer now could contradict what that answers. Lambda tries again. */
export class ExecutionUnclearError extends Error {
  override readonly name = 'ExecutionUnclearError';
}

/** A create that is delivered after the Delete of what it was to make. */
export class RequestCancelledError extends Error {
  override readonly name = 'RequestCancelledError';
}

/** A crowd of requests waits its turn at Parameter Store, which takes few writes a second. */
const STORE_SECONDS = 150;
const START_SECONDS = 60;

/**
 * Keeps the response URL first, so that an execution whose answer has no address cannot be.
 *
 * @throws RegistryUnavailableError, OpenRequestRefusedError, ExecutionRefusedError when there is no execution
 * @throws ExecutionUnclearError when there may be one
 */
export async function beginRequest(
  deps: BeginRequestDependencies,
  responseUrl: string,
  respondTo: RespondTo,
  input: WorkflowInput,
): Promise<void> {
  const name = requestName(respondTo);
  const { clock, requests } = deps;
  const mayPass = (error: unknown) => error instanceof RegistryUnavailableError;
  await persistently({ clock, seconds: STORE_SECONDS, mayPass }, () =>
    requests.keep(name, { respondTo, responseUrl }),
  );
  // After it is kept: a Delete that comes meanwhile sees it, or leaves word that is seen here.
  if (await isCancelled(deps, responseUrl, respondTo)) {
    await requests.remove(name);
    // Delivered once more: what came of the first delivery has been answered, and an answer is never contradicted.
    if ((await deps.executions.describe(name)) !== undefined) return;
    throw new RequestCancelledError('CloudFormation has cancelled the request before it was delivered.');
  }
  await start(deps, name, input);
}

/**
 * Delivered once more: it has an execution already, or a later Delete has cancelled it. Whatever runs for the resource may
 * be of a later request by now, and is not this one's to settle.
 */
export async function isLate(
  deps: BeginRequestDependencies,
  responseUrl: string,
  respondTo: RespondTo,
): Promise<boolean> {
  return (
    (await deps.executions.describe(requestName(respondTo))) !== undefined ||
    (await isCancelled(deps, responseUrl, respondTo))
  );
}

async function isCancelled(
  { requests }: BeginRequestDependencies,
  responseUrl: string,
  respondTo: RespondTo,
): Promise<boolean> {
  const issued = issuedAt(responseUrl);
  if (respondTo.requestType !== 'Create' || issued === undefined) return false;
  const cancelledBefore = await requests.cancelledBefore(resourcePrefix(respondTo));
  return cancelledBefore !== undefined && issued < cancelledBefore;
}

/** An attempt that failed without a clear answer may have had its effect: the same name and input are one execution. */
async function start(
  { executions, requests, clock, log }: BeginRequestDependencies,
  name: string,
  input: WorkflowInput,
): Promise<void> {
  try {
    await persistently({ clock, seconds: START_SECONDS, mayPass: (error) => !isRefusal(error) }, () =>
      executions.start(name, input),
    );
  } catch (error) {
    if (isRefusal(error)) {
      await requests.remove(name).catch(() => log.warn('open request is left to be swept', { name }));
      throw error;
    }
    throw new ExecutionUnclearError('Step Functions does not say whether the execution was started.', {
      cause: error,
    });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExecutionRefusedError';
}
