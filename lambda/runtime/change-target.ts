import type { SelectionSpec } from '../contract/selection.js';
import {
  ADOPTED_IN_DOUBT,
  type Again,
  type Applied,
  type ChangeOutcome,
  type ChangeTaskPayload,
  type Prepared,
  type Retried,
  type Undone,
} from '../contract/workflow.js';
import type { LinkRun, WorkflowInput } from '../contract/workflow-input.js';
import { applyLinkChange, prepareLinkChange } from '../domain/declared/change-link.js';
import { type EarlierRounds, earlierRounds } from '../domain/declared/change-record.js';
import {
  applyRegionalModeChange,
  prepareRegionalModeChange,
} from '../domain/declared/change-regional-mode.js';
import { applyServiceChange, prepareServiceChange } from '../domain/declared/change-service.js';
import { leftBehind } from '../domain/declared/left-behind.js';
import { type RetryLinkDependencies, retryLink } from '../domain/linking/retry-link.js';
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import { NotYetError } from '../domain/model/errors/change-errors.js';
import { executionNameOf } from '../domain/model/execution-name.js';
import type { RegistryPort } from '../domain/model/ports/registry.js';
import { againAfter } from '../domain/polling/again.js';
import { postpone } from '../domain/polling/postpone.js';
import { carryOutLinkRemoval, carryOutServiceRemoval } from '../domain/unlinking/carry-out-removal.js';
import { reasonToDrop } from '../domain/unlinking/reason-to-drop.js';
import type { Observability } from './observability.js';
import { type RunState, type UndoDependencies, undoChange } from './undo-change.js';
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
  UndoDependencies & {
    /** Service name of the automation or provider: the owner of its registry records. */
    readonly owner: string;
    /** Of an automation. */
    readonly selection?: SelectionSpec | undefined;
    readonly registry: Pick<RegistryPort, 'find' | 'put'>;
    readonly observability: Observability;
  };

/**
 * Tasks of the workflow in one function: `prepare` looks, and the workflow keeps what it saw; `apply` changes; `retry`
 * asks again for what Atlas has refused for the moment; `undo` removes what a failed run has made.
 * So a crash between the two, or in the middle of the second, never loses the knowledge of what was there before.
 * What is not possible yet is a result, and no error: the workflow waits, and prepares, tries or takes back again.
 *
 * @throws InvalidWorkflowInputError, ChangeRefusedError, AtlasError; NotYetError to executions of an earlier version
 */
export async function changeTarget(
  deps: ChangeDependencies,
  { executionArn, state: rawState, ...task }: ChangeTaskPayload,
): Promise<Prepared | Applied | Retried | Undone> {
  const state = readWorkflowState(rawState);
  deps.observability.correlate(correlationOf(executionArn, state.input));
  const run = executionNameOf(executionArn);
  const result = await carryOut(deps, { ...state, run, executionArn }, task);
  deps.observability.log.info(`change: ${task.phase}`, { kind: state.input.change?.kind, ...result });
  if (isAdoptedInDoubt(result))
    deps.observability.log.warn(ADOPTED_IN_DOUBT, { endpointServiceId: result.endpointServiceId });
  return result;
}

/** A request of this execution had no response, and a look after it showed nothing: decision 27. */
function isAdoptedInDoubt(result: Prepared | Applied | Retried | Undone): result is Applied {
  return 'adopted' in result && result.adopted && result.unanswered !== undefined;
}

function carryOut(
  deps: ChangeDependencies,
  state: RunState,
  { phase, retryCount, waits = false }: Pick<ChangeTaskPayload, 'phase' | 'retryCount' | 'waits'>,
): Promise<Prepared | Applied | Retried | Undone> {
  switch (phase) {
    case 'prepare':
      return prepare(deps, state);
    case 'apply':
      return apply(deps, state, retryCount > 0);
    case 'retry':
      return retry(deps, state);
    case 'undo':
      return undo(deps, state, waits);
  }
}

/** A new round: what the earlier ones have come to goes on with it. */
async function prepare(deps: ChangeDependencies, state: WorkflowState): Promise<Prepared> {
  const earlier = earlierRounds(state);
  const { creation, unanswered, changed, conflicts } = earlier;
  const common = { round: earlier.round + 1, changed, conflicts };
  // What a request without a response may have made is measured by the look before that request.
  const before = { lookedAt: earlier.lookedAt, contradicted: earlier.contradicted };
  const lookedAt = deps.clock.now().toISOString();
  try {
    const look = await lookFor(deps, state, earlier);
    return { ...common, ...look, ...(unanswered === undefined ? { lookedAt } : before) };
  } catch (error) {
    const again = againAfter(error);
    if (again === undefined) throw error;
    const { remoteRegions, wasEnabled } = earlier;
    return { ...common, ...before, existed: false, creation, unanswered, remoteRegions, wasEnabled, again };
  }
}

async function lookFor(
  { atlas, clock }: ChangeDependencies,
  state: WorkflowState,
  earlier: EarlierRounds,
): Promise<Omit<Prepared, 'round'>> {
  // It looks when it sends.
  if (isRemoval(state)) return { existed: false };
  if (isLinkState(state)) return prepareLinkChange(atlas, clock, state.input, earlier);
  if (isServiceState(state)) return prepareServiceChange(atlas, state.input, earlier);
  if (isRegionalModeState(state)) return prepareRegionalModeChange(atlas, state.input, earlier);
  throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
}

/** @param isCutOff Step Functions tries again: an earlier try never returned, and may have had its effect */
async function apply(deps: ChangeDependencies, state: RunState, isCutOff: boolean): Promise<Applied> {
  const { prepared } = state;
  if (prepared === undefined)
    throw new InvalidWorkflowInputError(
      'The change was not prepared: start the workflow from its beginning.',
    );
  const { round, creation, unanswered, changed, again } = prepared;
  const nothingDone = { round, kept: false, adopted: false, creation, unanswered, changed };
  // One path for both, so that the usual one has no further state.
  if (again !== undefined) return { ...nothingDone, again };
  try {
    return { round, ...(await change(deps, state, prepared, isCutOff)) };
  } catch (error) {
    const failure = failureOf(error, prepared.conflicts);
    if (failure === undefined) throw error;
    return { ...nothingDone, ...(isCutOff ? CUT_OFF : {}), ...failure };
  }
}

/** Nothing is known of the try that never returned, not even by a look. */
const CUT_OFF = { unanswered: 'open', changed: true } as const;

/** A failure that is a result, so that it leaves no doubt about what was sent before it. */
function failureOf(error: unknown, conflicts: number | undefined): Partial<Applied> | undefined {
  const again = againAfter(error, conflicts);
  if (again !== undefined) return { again };
  return error instanceof AtlasError ? { refusal: `${error.message} ${error.advice}` } : undefined;
}

async function change(
  deps: ChangeDependencies,
  state: RunState,
  prepared: Prepared,
  isCutOff: boolean,
): Promise<ChangeOutcome> {
  const { atlas, clock } = deps;
  if (isRemoval(state)) return remove(deps, state);
  if (isLinkState(state)) return applyLinkChange(atlas, clock, state.input, prepared, isCutOff);
  if (isServiceState(state)) return applyServiceChange(atlas, clock, state.input, prepared, isCutOff);
  if (isRegionalModeState(state))
    return applyRegionalModeChange(atlas, clock, state.input, prepared, isCutOff);
  throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
}

async function remove(deps: ChangeDependencies, state: RunState): Promise<ChangeOutcome> {
  if (isLinkState(state)) return removeLinkOf(deps, state.input, state);
  if (isServiceState(state)) return carryOutServiceRemoval(deps, state.input);
  throw new InvalidWorkflowInputError('The workflow input has a target that cannot be removed.');
}

/** A removal rests on nothing that was recorded; the regional mode is only changed back. */
function isRemoval(state: WorkflowState): boolean {
  return state.input.change?.kind === 'delete' && !isRegionalModeState(state);
}

/** What a stack removes is its own by its physical id; what the automation removes is so by its claim, and by EC2. */
async function removeLinkOf(
  deps: ChangeDependencies,
  input: LinkRun,
  { run, executionArn }: Pick<RunState, 'run' | 'executionArn'>,
): Promise<ChangeOutcome> {
  if (input.origin.kind === 'custom-resource') return carryOutLinkRemoval(deps, input, { run });
  const { selection, registry, endpoints, owner } = deps;
  if (selection === undefined)
    throw new InvalidWorkflowInputError(
      'Only the workflow of an automation removes links for an event, a schedule or a command.',
    );
  // arn:aws:states:<region>:<account>:execution:<state machine>:<name>
  const [, , , region = '', account = ''] = executionArn.split(':');
  const evidence = { selection, registry, endpoints, own: { owner, account, region } };
  return carryOutLinkRemoval(deps, input, { run, reasonToDrop: () => reasonToDrop(evidence, input, run) });
}

async function retry(deps: ChangeDependencies, state: WorkflowState): Promise<Retried> {
  if (!isLinkState(state)) throw new InvalidWorkflowInputError('Only a link can be asked for again.');
  return retryLink(deps, state.input, state.retried);
}

async function undo(deps: ChangeDependencies, state: RunState, waits: boolean): Promise<Undone> {
  try {
    return await undoChange(deps, state);
  } catch (error) {
    const reason = reasonToWait(error);
    if (reason === undefined) throw error;
    const postponed = postpone(reason, state.undoPostponed, deps.clock.now(), endOfUndo(state.input));
    if (postponed === undefined)
      return { undone: false, left: leftBehind(state.input, state, reason.reason) };
    if (!waits) throw new NotYetError(reason.reason, { cause: error });
    return { undone: false, postponed };
  }
}

/**
 * An outage of Atlas is waited for like everything else that passes; so is what Atlas does not show, or has a conflict
 * with, since nobody comes back to what is left.
 */
function reasonToWait(error: unknown): Again | undefined {
  if (!(error instanceof AtlasError) || error.transient) return againAfter(error);
  const mayPass = error.kind === 'not-found' || error.kind === 'conflict';
  return mayPass ? { reason: `${error.message} ${error.advice}` } : undefined;
}

/** Of the time of a run: for taking back what it made, when all of it is over. */
const UNDO_SHARE = 1 / 27;

/** What is taken back at the deadline still has its time, and CloudFormation still has to hear of it. */
function endOfUndo({ startedAt, deadline }: WorkflowInput): Date {
  const granted = Date.parse(deadline) - Date.parse(startedAt);
  return new Date(Date.parse(startedAt) + granted * (1 + UNDO_SHARE));
}
