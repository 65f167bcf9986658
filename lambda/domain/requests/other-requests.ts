/** What is known about other requests for a resource of a stack. */
import { isCancellation } from '../../contract/open-requests.js';
import type { RespondTo } from '../../execution-data/workflow-input.js';
import { readExecutionInput } from '../executions/read-state.js';
import type { OpenRequestPort } from '../model/ports/cloudformation.js';
import type { ExecutionPort } from '../model/ports/executions.js';
import { requestName, resourcePrefix } from './request-name.js';

export interface RequestsDependencies {
  readonly executions: ExecutionPort;
  readonly requests: OpenRequestPort;
}

/** Names of requests that have not been answered. */
export async function otherOpenRequests(
  { requests }: Pick<RequestsDependencies, 'requests'>,
  respondTo: RespondTo,
): Promise<readonly string[]> {
  const own = requestName(respondTo);
  const prefix = resourcePrefix(respondTo);
  return (await requests.list())
    .map(({ name }) => name)
    .filter((name) => name.startsWith(prefix) && name !== own && !isCancellation(name));
}

/** Names of requests that have an execution, newest first; one that began seconds ago may be missing. */
export async function otherExecutions(
  { executions }: Pick<RequestsDependencies, 'executions'>,
  respondTo: RespondTo,
  status?: 'RUNNING',
): Promise<readonly string[]> {
  const own = requestName(respondTo);
  return (await executions.list(resourcePrefix(respondTo), status)).filter((name) => name !== own);
}

/**
 * When CloudFormation issued the request of this name, ISO 8601; undefined if unknown, as for executions of an earlier
 * version.
 *
 * @throws UnreadableRequestError, InvalidWorkflowInputError if the source of the time cannot be read
 */
export async function issuedAtOf(
  { executions, requests }: RequestsDependencies,
  name: string,
): Promise<string | undefined> {
  const open = await requests.find(name);
  if (open?.respondTo.issuedAt !== undefined) return open.respondTo.issuedAt;
  const execution = await executions.describe(name);
  return execution === undefined ? undefined : readExecutionInput(execution).input.respondTo?.issuedAt;
}
