/** What an execution that failed rolls back, and how long it goes on trying. */
import type { Again, Undone } from '../../execution-data/change-record.js';
import type { FailedExecution } from '../../execution-data/failed-execution.js';
import type { ExecutionKind, WorkflowInput } from '../../execution-data/workflow-input.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { NotYetError } from '../model/errors/change-errors.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { againAfter } from '../polling/again.js';
import { postpone } from '../polling/postpone.js';
import { KINDS } from './kinds/kinds.js';
import type { ChangeDependencies } from './kinds/resource-kind.js';
import { leftBehind } from './left-behind.js';

export interface UndoCall {
  readonly executionArn: string;
  /** The workflow waits where the result says so. */
  readonly waits: boolean;
}

/**
 * What is not possible yet is a result.
 *
 * @throws NotYetError to executions of an earlier version, which take any result for the end
 * @throws AtlasError for what waiting will not change
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
 * Removes what this execution has created, by its id, and gives back what it has changed. That is what its records say, or a
 * look after a request without a response, where the poll before it had found nothing. What cannot be decided is left,
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
 * An outage of Atlas is waited for like everything else that passes; so is what Atlas does not show, or has a conflict
 * with, since nobody comes back to what is left.
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

/** Of the time of an execution: for rolling back what it made, when all of it is over. */
const UNDO_SHARE = 1 / 27;

/**
 * What is rolled back at the deadline, or for a later request about the resource, still has its time, and CloudFormation
 * still has to hear of it.
 */
function endOfUndo({ input: { startedAt, deadline }, ended }: ExecutionToUndo): Date {
  const share = (Date.parse(deadline) - Date.parse(startedAt)) * UNDO_SHARE;
  const begin = Math.max(Date.parse(deadline), Date.parse(ended?.quietAt ?? deadline));
  return new Date(begin + share);
}
