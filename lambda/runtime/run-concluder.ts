import type { ExecutionPort } from '../domain/model/ports/executions.js';
import { type ConcludeDependencies, conclude } from './conclude-link.js';
import { concludeOpenRequests } from './conclude-open-requests.js';
import { isOpenRequestsCheck } from './task-payloads.js';

export type FinalizerDependencies = ConcludeDependencies & {
  readonly executionsOf: (stateMachineArn: string) => ExecutionPort;
};

/** Tasks of the workflow, ends of executions, and looks at requests that are open: all that leads to an answer. */
export async function executionFinalizer(deps: FinalizerDependencies, payload: unknown): Promise<object> {
  const { requests } = deps;
  if (!isOpenRequestsCheck(payload)) return conclude(deps, payload);
  if (requests === undefined) return { open: 0 };
  return concludeOpenRequests({ ...deps, requests, executions: deps.executionsOf(payload.stateMachineArn) });
}
