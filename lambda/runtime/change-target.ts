import {
  type Applied,
  type ChangeTaskPayload,
  NotYet,
  type Prepared,
  type Retried,
  type Undone,
} from '../contract/workflow.js';
import type { WorkflowInput } from '../contract/workflow-input.js';
import { AtlasError } from '../domain/atlas-error.js';
import { ChangeRefusedError, NotYetError } from '../domain/change-errors.js';
import { applyLinkChange, prepareLinkChange, undoLinkChange } from '../domain/change-link.js';
import {
  applyRegionalModeChange,
  prepareRegionalModeChange,
  undoRegionalModeChange,
} from '../domain/change-regional-mode.js';
import { applyServiceChange, prepareServiceChange, undoServiceChange } from '../domain/change-service.js';
import { executionNameOf } from '../domain/execution-name.js';
import { type RetryLinkDependencies, retryLink } from '../domain/retry-link.js';
import { carryOutLinkRemoval, carryOutServiceRemoval } from '../domain/unlinking/carry-out-removal.js';
import type { RemoveLinkDependencies } from '../domain/unlinking/remove-link.js';
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

export type ChangeDependencies = RetryLinkDependencies &
  RemoveLinkDependencies & {
    /** Service name of the automation or provider: the owner of its registry records. */
    readonly owner: string;
    readonly observability: Observability;
  };

/**
 * Tasks of the workflow in one function: `prepare` looks, and the workflow keeps what it saw; `apply` changes; `retry`
 * asks again for what Atlas has refused for the moment; `undo` removes what a failed run has made.
 * So a crash between the two, or in the middle of the second, never loses the knowledge of what was there before.
 *
 * @throws InvalidWorkflowInputError, ChangeRefusedError, NotYetError, EndpointNotReadyError, AtlasError
 */
export async function changeTarget(
  deps: ChangeDependencies,
  { executionArn, state: rawState, phase, retryCount }: ChangeTaskPayload,
): Promise<Prepared | Applied | Retried | Undone> {
  const state = readWorkflowState(rawState);
  deps.observability.correlate(correlationOf(executionArn, state.input));
  const run = executionNameOf(executionArn);
  const result = await carryOut(deps, { ...state, run }, phase, retryCount).catch((error: unknown) => {
    throw phase === 'retry' ? error : timely(error, isOver(state.input, phase, deps.clock.now()));
  });
  deps.observability.log.info(`change: ${phase}`, { kind: state.input.change?.kind, ...result });
  return result;
}

/** Of the time of a run: for taking back what it made, when all of it is over. */
const UNDO_SHARE = 1 / 27;

/** What is taken back at the deadline still has its time, and CloudFormation still has to hear of it. */
function isOver(
  { startedAt, deadline }: WorkflowInput,
  phase: ChangeTaskPayload['phase'],
  now: Date,
): boolean {
  const spent = now.getTime() - Date.parse(startedAt);
  const granted = Date.parse(deadline) - Date.parse(startedAt);
  return spent >= (phase === 'undo' ? granted * (1 + UNDO_SHARE) : granted);
}

/** An outage of Atlas is waited for like everything else that passes, and nothing is waited for past the end. */
function timely(error: unknown, over: boolean): unknown {
  if (over && error instanceof Error && (Object.values(NotYet) as string[]).includes(error.name))
    return new ChangeRefusedError(error.message, { cause: error });
  const mayPass = !over && error instanceof AtlasError && error.transient;
  return mayPass ? new NotYetError(`${error.message} ${error.advice}`, { cause: error }) : error;
}

type RunState = WorkflowState & {
  /** Name of the run. */
  readonly run: string;
};

function carryOut(
  deps: ChangeDependencies,
  state: RunState,
  phase: ChangeTaskPayload['phase'],
  retryCount: number,
): Promise<Prepared | Applied | Retried | Undone> {
  switch (phase) {
    case 'prepare':
      return prepare(deps, state);
    case 'apply':
      return apply(deps, state, retryCount > 0);
    case 'retry':
      return retry(deps, state);
    case 'undo':
      return undo(deps, state);
  }
}

/** Only what this run has made for certain: not what was there, and not what it never came to. */
async function undo(deps: ChangeDependencies, state: RunState): Promise<Undone> {
  const { atlas } = deps;
  const { prepared, applied } = state;
  if (state.input.change?.kind === 'delete' || prepared === undefined) return { undone: false };
  if (isRegionalModeState(state)) return undoRegionalModeChange(atlas, state.input, prepared);
  if (isServiceState(state) && prepared.existed) return undoServiceChange(deps, state.input, prepared);
  const isOwn = !prepared.existed && applied?.adopted !== true;
  if (!isOwn) return { undone: false };
  if (isLinkState(state)) return undoLinkChange(deps, state.input, state.run);
  if (isServiceState(state)) return undoServiceChange(deps, state.input, prepared);
  return { undone: false };
}

async function prepare({ atlas, clock }: ChangeDependencies, state: WorkflowState): Promise<Prepared> {
  if (isLinkState(state)) return prepareLinkChange(atlas, clock, state.input);
  if (isServiceState(state)) return prepareServiceChange(atlas, state.input);
  if (isRegionalModeState(state)) return prepareRegionalModeChange(atlas, state.input);
  throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
}

async function apply(deps: ChangeDependencies, state: RunState, isRetry: boolean): Promise<Applied> {
  const { prepared, run } = state;
  if (isRemoval(state) && isLinkState(state)) return carryOutLinkRemoval(deps, state.input, { run });
  if (isRemoval(state) && isServiceState(state)) return carryOutServiceRemoval(deps, state.input);
  if (prepared === undefined)
    throw new InvalidWorkflowInputError(
      'The change was not prepared: start the workflow from its beginning.',
    );
  if (isLinkState(state)) return applyLinkChange(deps.atlas, deps.clock, state.input, prepared, isRetry);
  if (isServiceState(state)) return applyServiceChange(deps.atlas, state.input, prepared, isRetry);
  if (isRegionalModeState(state)) return applyRegionalModeChange(deps.atlas, deps.clock, state.input);
  throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
}

/** A removal rests on nothing that was recorded: it looks when it sends. */
function isRemoval({ input }: WorkflowState): boolean {
  return input.change?.kind === 'delete';
}

async function retry(deps: ChangeDependencies, state: WorkflowState): Promise<Retried> {
  if (!isLinkState(state)) throw new InvalidWorkflowInputError('Only a link can be asked for again.');
  return retryLink(deps, state.input, state.retried?.count ?? 0);
}
