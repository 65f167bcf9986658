/** From a request of CloudFormation to an execution that answers it. */

import { requestName } from '../custom-resources/request-name.js';
import { RegistryUnavailableError } from '../domain/model/errors/registry-unavailable-error.js';
import { persistently } from '../domain/model/persistently.js';
import type { RespondTo, WorkflowInput } from '../execution-data/workflow-input.js';
import { rollBackIgnoredReplacement } from './ignored-replacement.js';
import { requireNotOvertaken } from './overtaken-request.js';
import { type SettleDependencies, settlePreviousRequests } from './settle-previous-requests.js';

/** The request may have an execution: to answer now could contradict what that answers. Lambda tries again. */
export class ExecutionUnclearError extends Error {
  override readonly name = 'ExecutionUnclearError';
}

/** A crowd of requests waits its turn at Parameter Store, which takes few writes a second. */
const STORE_SECONDS = 150;
const START_SECONDS = 60;

/**
 * Keeps the request first. So an execution whose response has no address cannot be; and of two requests about one resource
 * that are delivered at the same time, at least one sees the other.
 *
 * @throws RegistryUnavailableError, OpenRequestRefusedError, ExecutionRefusedError, RequestOvertakenError when there is no
 * execution
 * @throws ExecutionUnclearError, PreviousRequestUnsettledError when Lambda has to try again
 */
export async function beginRequest(
  deps: SettleDependencies,
  responseUrl: string,
  respondTo: RespondTo,
  input: WorkflowInput,
): Promise<void> {
  await keepRequest(deps, responseUrl, respondTo);
  await requireNotOvertaken(deps, respondTo);
  await settlePreviousRequests(deps, respondTo);
  await rollBackIgnoredReplacement(deps, respondTo);
  // Settling takes minutes.
  await requireNotOvertaken(deps, respondTo);
  await startRequest(deps, respondTo, input);
}

/** The address of the response, for whoever gives it. */
export async function keepRequest(
  { clock, requests }: SettleDependencies,
  responseUrl: string,
  respondTo: RespondTo,
): Promise<void> {
  const mayPass = (error: unknown) => error instanceof RegistryUnavailableError;
  await persistently({ clock, seconds: STORE_SECONDS, mayPass }, () =>
    requests.keep(requestName(respondTo), { respondTo, responseUrl }),
  );
}

/** An attempt that failed without a clear response may have had its effect: the same name and input are one execution. */
export async function startRequest(
  { executions, clock }: SettleDependencies,
  respondTo: RespondTo,
  input: WorkflowInput,
): Promise<void> {
  const name = requestName(respondTo);
  const mayPass = (error: unknown) => !isRefusal(error);
  try {
    await persistently({ clock, seconds: START_SECONDS, mayPass }, () => executions.start(name, input));
  } catch (error) {
    if (isRefusal(error)) throw error;
    throw new ExecutionUnclearError('Step Functions does not say whether the execution was started.', {
      cause: error,
    });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExecutionRefusedError';
}
