/**
 * A second way to respond: EventBridge delivers the end of an execution only at best effort, and a stack waits for it.
 */
import { isCancellation } from '../../contract/open-requests.js';
import { failure } from '../../custom-resources/response.js';
import { executionInput, readConcludedState } from '../../domain/executions/read-state.js';
import type { OpenRequestPort } from '../../domain/model/ports/cloudformation.js';
import type { ExecutionFacts, ExecutionPort } from '../../domain/model/ports/executions.js';
import { isConcluded } from '../../domain/requests/execution-end.js';
import {
  type ConcludedExecution,
  cutOffExecution,
  stateBeforeConclusion,
  workflowEnded,
} from '../../domain/requests/failed-execution.js';
import { type OpenRequestFacts, stepByAge, stepByExecution } from '../../domain/requests/open-request.js';
import { notCreatedId } from '../../domain/requests/physical-id.js';
import { respondingExecution } from '../../domain/requests/rolling-back.js';
import { type ConcludeDependencies, concludeAtOnce, respond } from './finalize-link.js';

export type OpenRequestsDependencies = ConcludeDependencies & {
  readonly requests: OpenRequestPort;
  readonly executions: ExecutionPort;
};

/**
 * Responds to open requests whose execution has ended. Requests are independent; a failed one is tried at the next
 * check.
 */
export async function concludeOpenRequests(
  deps: OpenRequestsDependencies,
): Promise<{ readonly open: number }> {
  const open = await deps.requests.list();
  for (const request of open) {
    await conclude(deps, request).catch((error: unknown) => {
      deps.log.error('open request could not be concluded', {
        executionName: request.name,
        error: error instanceof Error ? error.message : String(error),
      });
    });
  }
  return { open: open.length };
}

async function conclude(deps: OpenRequestsDependencies, open: OpenRequestFacts): Promise<void> {
  const byAge = stepByAge(open, deps.clock.now());
  if (byAge === 'wait') return;
  if (byAge === 'forget') return forget(deps, open);
  const execution = await respondingExecution(deps.executions, open.name);
  const step = stepByExecution(open, execution, deps.clock.now());
  if (step.kind === 'fail-unstarted') return respondUnstarted(deps, open);
  if (step.kind === 'wait') return;
  deps.log.warn('execution has ended without a response', { executionName: step.execution.name });
  await respondFor(deps, step.execution);
}

/** CloudFormation no longer waits for the response. */
async function forget(
  { requests, log }: OpenRequestsDependencies,
  { name }: OpenRequestFacts,
): Promise<void> {
  if (!isCancellation(name)) log.error('request had no response in time', { executionName: name });
  await requests.remove(name);
}

async function respondUnstarted(
  { requests, responses, log }: OpenRequestsDependencies,
  { name }: OpenRequestFacts,
): Promise<void> {
  const open = await requests.find(name);
  if (open === undefined) return;
  const { respondTo, responseUrl, refusal = 'The execution could not be started.' } = open;
  const physicalId = respondTo.physicalResourceId || notCreatedId(respondTo.requestId);
  await responses.put(responseUrl, failure(respondTo, physicalId, refusal));
  log.error('request without an execution failed', { executionName: name });
  await requests.remove(name);
}

async function respondFor(deps: OpenRequestsDependencies, execution: ExecutionFacts): Promise<void> {
  const { executionArn, endedAt } = execution;
  const last = await deps.executionStates.lastStep(executionArn);
  const state = last?.state ?? executionInput(execution);
  const seen: ConcludedExecution = { executionArn, ...readConcludedState(state), endedAt };
  if (isConcluded(execution, seen)) return respond(deps, seen);
  const event = workflowEnded(execution);
  const workflowState = stateBeforeConclusion(event) ?? (await cutOffExecution(deps, event));
  if (workflowState !== undefined) await concludeAtOnce(deps, workflowState);
}
