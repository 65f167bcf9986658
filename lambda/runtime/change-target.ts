import type { Applied, ChangeTaskPayload, Prepared, Undone } from '../contract/workflow.js';
import { applyLinkChange, prepareLinkChange, undoLinkChange } from '../domain/change-link.js';
import {
  applyRegionalModeChange,
  prepareRegionalModeChange,
  undoRegionalModeChange,
} from '../domain/change-regional-mode.js';
import { applyServiceChange, prepareServiceChange, undoServiceChange } from '../domain/change-service.js';
import type { AtlasChangePort, ClockPort } from '../domain/ports.js';
import type { Observability } from './observability.js';
import {
  correlationOf,
  InvalidWorkflowInputError,
  isLinkState,
  isRegionalModeState,
  isServiceState,
  readWorkflowState,
  type WorkflowState,
} from './workflow-state.js';

export interface ChangeDependencies {
  readonly atlas: AtlasChangePort;
  readonly clock: ClockPort;
  readonly observability: Observability;
}

/**
 * Tasks of the workflow in one function: `prepare` looks, and the workflow keeps what it saw; `apply` changes; `undo`
 * removes what a failed run has made.
 * So a crash between the two, or in the middle of the second, never loses the knowledge of what was there before.
 *
 * @throws InvalidWorkflowInputError, ChangeRefusedError, NotYetError, EndpointNotReadyError, AtlasError
 */
export async function changeTarget(
  deps: ChangeDependencies,
  { executionArn, state: rawState, phase, retryCount }: ChangeTaskPayload,
): Promise<Prepared | Applied | Undone> {
  const state = readWorkflowState(rawState);
  deps.observability.correlate(correlationOf(executionArn, state.input));
  const result = await carryOut(deps, state, phase, retryCount > 0);
  deps.observability.log.info(`change: ${phase}`, { kind: state.input.change?.kind, ...result });
  return result;
}

function carryOut(
  deps: ChangeDependencies,
  state: WorkflowState,
  phase: ChangeTaskPayload['phase'],
  isRetry: boolean,
): Promise<Prepared | Applied | Undone> {
  switch (phase) {
    case 'prepare':
      return prepare(deps, state);
    case 'apply':
      return apply(deps, state, isRetry);
    case 'retry':
      throw new InvalidWorkflowInputError('Nothing is to be tried again.');
    case 'undo':
      return undo(deps, state);
  }
}

/** Only what this run has made for certain: not what was there, and not what it never came to. */
async function undo({ atlas }: ChangeDependencies, state: WorkflowState): Promise<Undone> {
  const { prepared, applied } = state;
  if (state.input.change?.kind === 'delete' || prepared === undefined) return { undone: false };
  if (isRegionalModeState(state)) return undoRegionalModeChange(atlas, state.input, prepared);
  const isOwn = !prepared.existed && applied?.adopted !== true;
  if (!isOwn) return { undone: false };
  if (isLinkState(state)) return undoLinkChange(atlas, state.input, prepared);
  if (isServiceState(state)) return undoServiceChange(atlas, state.input);
  return { undone: false };
}

async function prepare({ atlas, clock }: ChangeDependencies, state: WorkflowState): Promise<Prepared> {
  if (isLinkState(state)) return prepareLinkChange(atlas, clock, state.input);
  if (isServiceState(state)) return prepareServiceChange(atlas, state.input);
  if (isRegionalModeState(state)) return prepareRegionalModeChange(atlas, state.input);
  throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
}

async function apply(deps: ChangeDependencies, state: WorkflowState, isRetry: boolean): Promise<Applied> {
  const { prepared } = state;
  if (prepared === undefined)
    throw new InvalidWorkflowInputError(
      'The change was not prepared: start the workflow from its beginning.',
    );
  if (isLinkState(state)) return applyLinkChange(deps.atlas, deps.clock, state.input, prepared);
  if (isServiceState(state)) return applyServiceChange(deps.atlas, state.input, prepared, isRetry);
  if (isRegionalModeState(state)) return applyRegionalModeChange(deps.atlas, deps.clock, state.input);
  throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
}
