import type { ExecutionPort } from '../../domain/model/ports/executions.js';
import { isOpenRequestsCheck } from '../payloads/task-payloads.js';
import { concludeOpenRequests } from './conclude-open-requests.js';
import { type ConcludeDependencies, conclude } from './finalize-link.js';

export type FinalizerDependencies = ConcludeDependencies & {
  readonly executionsOf: (stateMachineArn: string) => ExecutionPort;
};

/**
 * Handles tasks of the workflow, ends of executions and checks of open requests: everything that leads to a response.
 */
export async function executionFinalizer(deps: FinalizerDependencies, payload: unknown): Promise<object> {
  const { requests } = deps;
  if (!isOpenRequestsCheck(payload)) return conclude(deps, payload);
  if (requests === undefined) return { open: 0 };
  return concludeOpenRequests({ ...deps, requests, executions: deps.executionsOf(payload.stateMachineArn) });
}
