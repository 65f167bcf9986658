/** Which failures of a request are tried again, and which are CloudFormation's response. */

import type { RespondTo } from '../../execution-data/workflow-input.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import { ServiceUnavailableError } from '../model/errors/service-unavailable-error.js';
import type { ExecutionPort } from '../model/ports/executions.js';
import { ExecutionUnclearError } from './begin-request.js';
import { requestName } from './request-name.js';
import { PreviousRequestUnsettledError } from './rolling-back.js';

const PASSING = [
  ServiceUnavailableError,
  RegistryUnavailableError,
  ExecutionUnclearError,
  PreviousRequestUnsettledError,
];

/**
 * True for an error that says nothing about the request, and that ends before CloudFormation stops waiting. A stack does
 * not wait an hour for any other error.
 */
export function isTriedAgain(error: unknown): boolean {
  return PASSING.some((passing) => error instanceof passing);
}

/**
 * Whether an earlier delivery has an execution: its response is never contradicted.
 *
 * @throws ServiceUnavailableError
 */
export async function hasExecution(
  { executions }: { readonly executions: Pick<ExecutionPort, 'describe'> },
  respondTo: RespondTo,
): Promise<boolean> {
  return (await executions.describe(requestName(respondTo))) !== undefined;
}

/**
 * Whether a request that has failed is answered by an execution, which another delivery has started meanwhile. If the
 * function is not allowed to ask, no later attempt is either, and the failure is the response.
 *
 * @throws ServiceUnavailableError
 */
export async function isAnsweredByExecution(
  deps: { readonly executions: Pick<ExecutionPort, 'describe'> },
  respondTo: RespondTo,
): Promise<boolean> {
  return hasExecution(deps, respondTo).catch((error: unknown) => {
    if (error instanceof ServiceUnavailableError) throw error;
    return false;
  });
}
