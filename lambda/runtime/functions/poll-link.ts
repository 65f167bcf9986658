import type { PollTaskPayload } from '../../contract/task-payload.js';
import {
  ACCEPTANCE_PHASE,
  CLOSE_PHASE,
  CONNECTION_STRINGS_PHASE,
  StatePath,
} from '../../contract/workflow.js';
import { type AwaitAcceptanceDependencies, awaitAcceptance } from '../../domain/awaiting/await-acceptance.js';
import { pollClosely } from '../../domain/awaiting/poll-closely.js';
import type { EndpointPollDependencies } from '../../domain/awaiting/poll-endpoints.js';
import { receiveNotification } from '../../domain/awaiting/receive-notification.js';
import type { PollDependencies as KindDependencies } from '../../domain/declared/kinds/resource-kind.js';
import { pollExecution } from '../../domain/declared/poll-execution.js';
import { readWorkflowState } from '../../domain/executions/read-state.js';
import { followConnectionStrings } from '../../domain/following/follow-connection-strings.js';
import { InvalidWorkflowInputError } from '../../domain/model/errors/invalid-workflow-input-error.js';
import { emptyDescription } from '../../domain/model/link-description.js';
import type { AtlasPort } from '../../domain/model/ports/atlas.js';
import type { WorkflowState } from '../../domain/model/workflow-state.js';
import { readConnectionNotification } from '../../events/connection-notification.js';
import type { Observation } from '../../execution-data/observation.js';
import { type WrittenObservation, writtenObservation } from '../../execution-data/written-observation.js';
import { isRecord } from '../../json/record.js';
import { atTarget, type HubDependencies } from '../hub/at-target.js';
import type { Observability } from '../invocation/observability.js';
import { phaseOfLinks, readPollTask } from '../payloads/task-payloads.js';
import { correlationOf } from './correlation.js';

export type PollDependencies = KindDependencies &
  HubDependencies &
  Partial<AwaitAcceptanceDependencies> & {
    readonly observability: Observability;
    /** Recently read clusters are shared by all executions that wait for their strings. */
    readonly atlasForStrings?: AtlasPort | undefined;
  };

/** Result of a task that waits for its callback: this call has not resumed it. */
const WAITS = { waits: true } as const;

/**
 * Handles a task of the workflow, or a notification of EC2.
 *
 * @throws InvalidWorkflowInputError, AtlasError: the workflow's Catch concludes the execution as failed
 */
export async function poll(
  deps: PollDependencies,
  payload: unknown,
): Promise<WrittenObservation | typeof WAITS> {
  const notification = readConnectionNotification(payload);
  if (notification !== undefined) {
    if (canPollEndpoints(deps)) await receiveNotification(deps, notification.named);
    return WAITS;
  }
  const task = readPollTask(payload);
  const state = readWorkflowState(task.state);
  deps.observability.correlate(correlationOf(task.executionArn, state));
  const { phase } = task;
  if (phase === ACCEPTANCE_PHASE) return wait(deps, linkIn(state, phase), task);
  return writtenObservation(await pollFor(atTarget(deps, state, task.executionArn), state, phase));
}

async function pollFor(
  deps: PollDependencies,
  state: WorkflowState,
  phase: PollTaskPayload['phase'],
): Promise<Observation<unknown>> {
  if (phase === CONNECTION_STRINGS_PHASE) return follow(deps, linkIn(state, phase));
  if (phase === CLOSE_PHASE) return close(deps, linkIn(state, phase));
  return pollExecution(deps, state);
}

/** @throws InvalidWorkflowInputError if the target is no link */
function linkIn(state: WorkflowState, phase: string): WorkflowState<'link'> {
  if (state.kind === 'link') return state;
  throw phaseOfLinks(phase, state.kind);
}

function close(deps: PollDependencies, state: WorkflowState<'link'>): Promise<Observation> {
  const budget = () => deps.atlas.rateBudget(state.input.target.projectId);
  return pollClosely({ clock: deps.clock, budget }, state.observation, () => pollExecution(deps, state));
}

/** The task ends when its token is used: by this call, or by another one that has seen its endpoint change. */
async function wait(
  deps: PollDependencies,
  workflowState: WorkflowState<'link'>,
  { taskToken, executionArn, state }: PollTaskPayload,
): Promise<typeof WAITS> {
  const { input, observation, retried } = workflowState;
  if (taskToken === undefined || observation === undefined || !canPollEndpoints(deps))
    throw new InvalidWorkflowInputError(
      'The task is to wait for an acceptance, and has no token or no observation, or its function no table. Redeploy the stack, and start the execution again (New execution).',
    );
  const requestedAt = retried?.at ?? input.startedAt;
  const written = JSON.stringify(isRecord(state) ? state[StatePath.OBSERVATION] : undefined);
  const pollOnce = () => pollExecution(deps, workflowState);
  const next = await awaitAcceptance(deps, input, observation, {
    token: taskToken,
    executionArn,
    written,
    requestedAt,
    poll: pollOnce,
  });
  deps.log.info('waiting for acceptance', { outcome: next?.outcome ?? 'awaited', ...next?.acceptance });
  if (next !== undefined) await deps.waitingTasks.resume(taskToken, JSON.stringify(writtenObservation(next)));
  return WAITS;
}

function canPollEndpoints<D extends PollDependencies>(deps: D): deps is D & EndpointPollDependencies {
  return (
    deps.waitingLinks !== undefined && deps.waitingTasks !== undefined && deps.waitingEndpoints !== undefined
  );
}

/** The state holds the results of earlier states separately from those of this phase. */
function follow(deps: PollDependencies, state: WorkflowState<'link'>): Promise<Observation> {
  const { input, observation, connectionStringsPoll } = state;
  return followConnectionStrings({ ...deps, atlas: deps.atlasForStrings ?? deps.atlas }, input, {
    description: observation?.description ?? emptyDescription(input.target),
    connectionStrings: connectionStringsPoll?.connectionStrings,
    availableSince: observation?.observedAt,
  });
}
