/** Starts the execution that responds to a request of CloudFormation. */

import type { RespondTo, WorkflowInput } from '../../execution-data/workflow-input.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import { persistently } from '../model/persistently.js';
import { rollBackIgnoredReplacement } from './ignored-replacement.js';
import { requireNotOvertaken } from './overtaken-request.js';
import { requestName } from './request-name.js';
import { type SettleDependencies, settlePreviousRequests } from './settle-previous-requests.js';

/** The request may have an execution: a response now could contradict the execution's. Lambda retries. */
export class ExecutionUnclearError extends Error {
  override readonly name = 'ExecutionUnclearError';
}

/** Many concurrent requests wait for Parameter Store, which allows few writes per second. */
const STORE_SECONDS = 150;
const START_SECONDS = 60;

/**
 * Stores the request first. So every execution has the address of its response, and of two requests about one resource
 * that are delivered at the same time, at least one sees the other.
 *
 * @throws RegistryUnavailableError, OpenRequestRefusedError, ExecutionRefusedError, RequestOvertakenError if there is
 * no execution
 * @throws ExecutionUnclearError, PreviousRequestUnsettledError if Lambda has to retry
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
  // Settling takes minutes, so this is checked again.
  await requireNotOvertaken(deps, respondTo);
  await startRequest(deps, respondTo, input);
}

/** Stores the address of the response, for the function that sends it. */
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

/** An attempt that failed without a clear response may have succeeded: the same name and input are one execution. */
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
