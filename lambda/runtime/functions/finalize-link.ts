import type { ConclusionResult, ConclusionTaskPayload } from '../../contract/task-payload.js';
import { CONNECTION_STRINGS_PHASE, ConclusionPhase, RELEASE_PHASE } from '../../contract/workflow.js';
import { responseTo } from '../../custom-resources/conclusion.js';
import { recordFollowedStrings } from '../../domain/connection-strings/record-followed-strings.js';
import type { ExecutionEnd } from '../../domain/declared/kinds/resource-kind.js';
import { KINDS } from '../../domain/declared/resource-kinds.js';
import { readConcludedState } from '../../domain/executions/read-state.js';
import type { ConcludeLinkDependencies } from '../../domain/following/conclude-link.js';
import { releaseDropped } from '../../domain/following/release-dropped.js';
import { RegistryUnavailableError } from '../../domain/model/errors/registry-unavailable-error.js';
import { conclusionOf, finalOutcomeOf } from '../../domain/model/final-outcome.js';
import type { OpenRequestPort, ResponsePort } from '../../domain/model/ports/cloudformation.js';
import type { ExecutionHistoryPort } from '../../domain/model/ports/executions.js';
import type { WorkflowState } from '../../domain/model/workflow-state.js';
import { type ConcludedExecution, failedExecution } from '../../domain/requests/failed-execution.js';
import { requestName } from '../../domain/requests/request-name.js';
import { isWorkflowStatusEvent, parseWorkflowStatusEvent } from '../../events/workflow-status-event.js';
import type { WorkflowEnded } from '../../execution-data/failed-execution.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import { atTarget, type HubDependencies } from '../hub/at-target.js';
import type { Observability } from '../invocation/observability.js';
import { phaseOfLinks, readConclusionTask } from '../payloads/task-payloads.js';
import { correlationOf } from './correlation.js';
import { MalformedEventError } from './receive-endpoint-event.js';

export type ConcludeDependencies = ConcludeLinkDependencies &
  HubDependencies & {
    readonly observability: Observability;
    readonly responses: ResponsePort;
    readonly executionStates: ExecutionHistoryPort;
    /** Undefined for the automation: no stack waits for its response. */
    readonly requests?: OpenRequestPort | undefined;
  };

type TaskResult = ConclusionResult | { readonly outcome: 'ignored' | 'released' };

/**
 * Called by the workflow's last tasks, and by the rule for executions that ended without them.
 *
 * @throws MalformedEventError, InvalidWorkflowInputError, EventNotPublishedError, RegistryUnavailableError,
 * ResponseNotTakenError
 */
export async function conclude(deps: ConcludeDependencies, payload: unknown): Promise<TaskResult> {
  if (!isWorkflowStatusEvent(payload)) return concludeTask(deps, readConclusionTask(payload));
  const execution = await failedExecution(deps, readEnd(deps, payload));
  if (execution === undefined) return { outcome: 'ignored' };
  deps.observability.correlate(correlationOf(execution.executionArn, execution));
  return concludeAtOnce(atTarget(deps, execution, execution.executionArn), execution);
}

/** Without a phase, does everything that has not been done yet. */
async function concludeTask(own: ConcludeDependencies, task: ConclusionTaskPayload): Promise<TaskResult> {
  const execution = taskExecution(task);
  own.observability.correlate(correlationOf(execution.executionArn, execution));
  const deps = atTarget(own, execution, execution.executionArn);
  if (task.phase === CONNECTION_STRINGS_PHASE || task.phase === RELEASE_PHASE) {
    if (execution.kind !== 'link') throw phaseOfLinks(task.phase, execution.kind);
    return task.phase === RELEASE_PHASE
      ? { outcome: (await releaseDropped(deps, execution)) ? 'released' : 'ignored' }
      : recordStrings(deps, execution, task);
  }
  if (task.phase === undefined) return concludeAtOnce(deps, execution);
  if (task.phase === ConclusionPhase.PUBLISH) return publish(deps, execution, execution);
  await record(deps, execution, execution);
  await respond(deps, execution);
  return conclusionOf(finalOutcomeOf(execution));
}

/**
 * Concludes an execution that can no longer do it itself. The progress of a failed invocation is not stored, so the
 * publication comes last: its repetition would be reported each time, those of the other parts would not. The
 * reconciliation repairs a record without an end.
 *
 * @throws EventNotPublishedError, RegistryUnavailableError for an open request, ResponseNotTakenError
 */
export async function concludeAtOnce(
  deps: ConcludeDependencies,
  execution: ConcludedExecution,
): Promise<ConclusionResult> {
  await record(deps, execution, execution).catch((error: unknown) => {
    if (!(error instanceof RegistryUnavailableError)) throw error;
    deps.log.error('link record not written, the reconciliation will write it', { error: error.message });
  });
  await respond(deps, execution);
  return execution.isPublished
    ? conclusionOf(finalOutcomeOf(execution))
    : publish(deps, execution, execution);
}

function publish<K extends ExecutionKind>(
  deps: ConcludeDependencies,
  state: WorkflowState<K>,
  end: ExecutionEnd,
): Promise<ConclusionResult> {
  return KINDS[state.kind].publish(deps, state, end);
}

function record<K extends ExecutionKind>(
  deps: ConcludeDependencies,
  state: WorkflowState<K>,
  end: ExecutionEnd,
): Promise<void> {
  return KINDS[state.kind].record(deps, state, end);
}

/** The execution has concluded before: its link is available, whatever the clusters have. */
async function recordStrings(
  deps: ConcludeDependencies,
  { executionArn, input, connectionStringsPoll }: ConcludedExecution<'link'>,
  { retryCount = 0 }: ConclusionTaskPayload,
): Promise<ConclusionResult> {
  const progress = connectionStringsPoll?.connectionStrings;
  const { registry } = deps;
  if (registry !== undefined && progress !== undefined)
    await recordFollowedStrings(
      { ...deps, registry },
      { target: input.target, executionArn, progress, isRetry: retryCount > 0 },
    );
  return { outcome: 'available', cause: progress?.message ?? '' };
}

/**
 * A stack waits for this response, and the same execution always gives the same one. If the open request is missing,
 * the response has been sent: the request is deleted after the response, so that a crash in between sends it twice.
 */
export async function respond(
  { responses, requests, log }: ConcludeDependencies,
  execution: ConcludedExecution,
): Promise<void> {
  const { respondTo } = execution.input;
  if (respondTo === undefined || requests === undefined) return;
  const name = requestName(respondTo);
  const open = await requests.find(name);
  if (open === undefined) return log.info('request is no longer open', { requestId: respondTo.requestId });
  const document = responseTo(respondTo, execution);
  await responses.put(open.responseUrl, document);
  log.info('CloudFormation responded', { status: document.Status, reason: document.Reason });
  await requests.remove(name).catch((error: Error) => {
    log.warn('open request not removed, the check of open requests will remove it', { error: error.message });
  });
}

function taskExecution({ executionArn, state, enteredTime }: ConclusionTaskPayload): ConcludedExecution {
  const endedAt = enteredTime === undefined ? undefined : new Date(enteredTime);
  return { executionArn, ...readConcludedState(state), endedAt };
}

/** @returns undefined for an end that needs no conclusion */
function readEnd({ log }: ConcludeDependencies, delivery: unknown): WorkflowEnded | undefined {
  const parsed = parseWorkflowStatusEvent(delivery);
  if (parsed.kind === 'malformed') {
    throw new MalformedEventError(
      `The event is not a status change of an execution: ${parsed.issues.join('; ')}`,
    );
  }
  if (parsed.kind === 'accepted') return parsed.event;
  log.debug('execution needs no conclusion');
  return undefined;
}
