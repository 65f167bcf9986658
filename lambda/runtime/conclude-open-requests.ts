/**
 * A second way to respond: EventBridge delivers the end of an execution only at best effort, and a stack waits for it.
 */
import { isCancellation, OPEN_REQUEST_MAX_AGE_SECONDS } from '../contract/open-requests.js';
import { notCreatedId } from '../custom-resources/physical-id.js';
import { failure } from '../custom-resources/response.js';
import { isReported } from '../domain/declared/execution-end.js';
import type { OpenRequestPort } from '../domain/model/ports/cloudformation.js';
import type { ExecutionFacts, ExecutionPort } from '../domain/model/ports/executions.js';
import { secondsSince } from '../domain/polling/poll.js';
import type { WorkflowEnded } from '../events/workflow-status-event.js';
import { type ConcludedExecution, cutOffExecution, stateBeforeConclusion } from './failed-execution.js';
import { type ConcludeDependencies, concludeAtOnce, respond } from './finalize-link.js';
import { latestRollBack } from './rolling-back.js';
import { executionInput, readConcludedState } from './workflow-state.js';

export type OpenRequestsDependencies = ConcludeDependencies & {
  readonly requests: OpenRequestPort;
  readonly executions: ExecutionPort;
};

type Open = Awaited<ReturnType<OpenRequestPort['list']>>[number];

/** Gives the normal way, the event of the execution's end, time to respond first. */
const GRACE_SECONDS = 120;
/** Until then, the function that has stored the request may still start its execution. */
const UNSTARTED_SECONDS = 1800;

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

async function conclude(deps: OpenRequestsDependencies, open: Open): Promise<void> {
  const age = secondsSince(open.storedAt.toISOString(), deps.clock.now());
  if (age < GRACE_SECONDS) return;
  if (age > OPEN_REQUEST_MAX_AGE_SECONDS) return forget(deps, open);
  if (isCancellation(open.name)) return;
  const execution = await executionOf(deps, open.name);
  if (execution === undefined) return age > UNSTARTED_SECONDS ? respondUnstarted(deps, open) : undefined;
  const { endedAt } = execution;
  if (endedAt === undefined || secondsSince(endedAt.toISOString(), deps.clock.now()) < GRACE_SECONDS) return;
  deps.log.warn('execution has ended without a response', { executionName: execution.name });
  await finalizeFailed(deps, execution);
}

/** CloudFormation no longer waits for the response. */
async function forget({ requests, log }: OpenRequestsDependencies, { name }: Open): Promise<void> {
  if (!isCancellation(name)) log.error('request had no response in time', { executionName: name });
  await requests.remove(name);
}

/** The execution that responds: if an execution is rolled back, the one that rolls it back. */
async function executionOf(
  { executions }: OpenRequestsDependencies,
  name: string,
): Promise<ExecutionFacts | undefined> {
  return (await latestRollBack(executions, name)) ?? (await executions.describe(name));
}

async function respondUnstarted(
  { requests, responses, log }: OpenRequestsDependencies,
  { name }: Open,
): Promise<void> {
  const open = await requests.find(name);
  if (open === undefined) return;
  const { respondTo, responseUrl } = open;
  const physicalId = respondTo.physicalResourceId || notCreatedId(respondTo.requestId);
  await responses.put(responseUrl, failure(respondTo, physicalId, 'The execution could not be started.'));
  log.error('request without an execution failed', { executionName: name });
  await requests.remove(name);
}

async function finalizeFailed(deps: OpenRequestsDependencies, execution: ExecutionFacts): Promise<void> {
  const { executionArn, status, error, endedAt } = execution;
  const last = await deps.executionStates.lastStep(executionArn);
  const state = last?.state ?? executionInput(execution);
  const seen: ConcludedExecution = { executionArn, ...readConcludedState(state), endedAt };
  // Most likely answered before, and stored again by a late delivery: the response is the same.
  if (status === 'SUCCEEDED' || isReported(error) || seen.isRecorded) return respond(deps, seen);
  const event = eventOf(execution);
  const workflowState = stateBeforeConclusion(event) ?? (await cutOffExecution(deps, event));
  if (workflowState !== undefined) await concludeAtOnce(deps, workflowState);
}

function eventOf(execution: ExecutionFacts): WorkflowEnded {
  const { executionArn, status, error, cause, endedAt } = execution;
  const input = executionInput(execution);
  const ended = status === 'TIMED_OUT' || status === 'ABORTED' ? status : 'FAILED';
  return { executionArn, status: ended, error, cause, input, endedAt };
}
