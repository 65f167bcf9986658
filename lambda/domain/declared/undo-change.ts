/** What a failed execution rolls back, and how long it tries. */
import type { Again, Undone } from '../../execution-data/change-record.js';
import type { FailedExecution } from '../../execution-data/failed-execution.js';
import type { ExecutionKind, WorkflowInput } from '../../execution-data/workflow-input.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { NotYetError } from '../model/errors/change-errors.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { againAfter } from '../polling/again.js';
import { postpone } from '../polling/postpone.js';
import type { ChangeDependencies } from './kinds/resource-kind.js';
import { leftBehind } from './left-behind.js';
import { KINDS } from './resource-kinds.js';

export interface UndoCall {
  readonly executionArn: string;
  /** True if the workflow waits when the result says so. */
  readonly waits: boolean;
}

/**
 * Returns a result if the roll-back is not possible yet.
 *
 * @throws NotYetError to executions of an earlier version, which treat any result as the end
 * @throws AtlasError if waiting cannot change it
 */
export async function undoChange<K extends ExecutionKind>(
  deps: ChangeDependencies,
  state: WorkflowState<K>,
  { executionArn, waits }: UndoCall,
): Promise<Undone> {
  try {
    return await rollBack(deps, state, executionArn);
  } catch (error) {
    const reason = reasonToWait(error);
    if (reason === undefined) throw error;
    const postponed = postpone(reason, state.undoPostponed, deps.clock.now(), endOfUndo(state));
    if (postponed === undefined) return { undone: false, left: leftBehind(state, state, reason.reason) };
    if (!waits) throw new NotYetError(reason.reason, { cause: error });
    return { undone: false, postponed };
  }
}

/**
 * Removes what this execution has created, by its id, and restores what it has changed. The evidence is its records, or
 * a poll after a request without a response, if the poll before it had found nothing. What cannot be decided is left,
 * and the response says so.
 */
async function rollBack<K extends ExecutionKind>(
  deps: ChangeDependencies,
  state: WorkflowState<K>,
  executionArn: string,
): Promise<Undone> {
  const { prepared, applied, input } = state;
  if (input.change?.kind === 'delete' || prepared === undefined) return { undone: false };
  return KINDS[state.kind].undo(deps, input, { prepared, applied, executionArn });
}

/**
 * Waits for an outage of Atlas like for other temporary failures, and for what Atlas does not show or has a conflict
 * with, because nothing else removes what is left.
 */
function reasonToWait(error: unknown): Again | undefined {
  if (!(error instanceof AtlasError) || error.transient) return againAfter(error);
  const mayPass = error.kind === 'not-found' || error.kind === 'conflict';
  return mayPass ? { reason: `${error.message} ${error.advice}` } : undefined;
}

interface ExecutionToUndo {
  readonly input: Pick<WorkflowInput, 'startedAt' | 'deadline'>;
  readonly ended: FailedExecution | undefined;
}

/** Share of an execution's time that is reserved for its roll-back after the deadline. */
const UNDO_SHARE = 1 / 27;

/**
 * When a roll-back has to be complete. It always has {@link UNDO_SHARE} of the execution's time: also if it begins at the
 * deadline, or because of a later request about the resource. CloudFormation still needs the response.
 */
function endOfUndo({ input: { startedAt, deadline }, ended }: ExecutionToUndo): Date {
  const share = (Date.parse(deadline) - Date.parse(startedAt)) * UNDO_SHARE;
  const begin = Math.max(Date.parse(deadline), Date.parse(ended?.quietAt ?? deadline));
  return new Date(begin + share);
}
