/** Decides what to do after an execution that has ended without reporting its outcome. Pure. */
import { CHANGE_TIMEOUT_SECONDS } from '../../contract/limits.js';
import {
  ChangeState,
  ConclusionState,
  REQUEST_CANCELLED,
  StatePath,
  WorkflowError,
} from '../../contract/workflow.js';
import type { ExecutionFacts, LastStep } from '../model/ports/executions.js';
import type { WorkflowState } from '../model/workflow-state.js';

/** Errors of the Fail states after a conclusion. */
const REPORTED: readonly string[] = [WorkflowError.LINK_FAILED, WorkflowError.LINK_TIMED_OUT];

/** True if the execution ended after its conclusion. */
export function isReported(error: string): boolean {
  return REPORTED.includes(error);
}

/** True if the execution has reported its end, or another request has ended it. */
export function needsNothing(error: string): boolean {
  return isReported(error) || error === REQUEST_CANCELLED;
}

/** What is done about an execution that was cut off. */
export type EndOfExecution =
  /** It had concluded already. */
  | { readonly kind: 'concluded' }
  /** The outcome has been reported, or may have been: it is reported again in the same words. */
  | { readonly kind: 'as-seen' }
  | { readonly kind: 'as-cut-off' }
  /** Another execution continues from there: it rolls back the changes of this one, and also responds. */
  | { readonly kind: 'rolled-back'; readonly from: LastStep };

/**
 * Only an execution's own history proves that it has reported its end. An execution without this proof is reported,
 * whatever the registry contains. If the history cannot be read, the end may be reported twice.
 *
 * @param last undefined if there is no history
 * @param isRolledBack the response may have been sent already
 */
export function endOfExecution(
  workflowState: WorkflowState,
  last: LastStep | undefined,
  isRolledBack: boolean,
): EndOfExecution {
  if (workflowState.isRecorded) return { kind: 'concluded' };
  if (workflowState.isPublished || isSettled(workflowState) || isRolledBack) return { kind: 'as-seen' };
  return last !== undefined && isToRollBack(workflowState)
    ? { kind: 'rolled-back', from: last }
    : { kind: 'as-cut-off' };
}

/** True if only the response was missing. */
function isSettled({ observation }: WorkflowState): boolean {
  return observation !== undefined && ['available', 'retained', 'deleted'].includes(observation.outcome);
}

/**
 * Only changes of a stack are rolled back: the reconciliation handles the links of the automation. If the roll-back is
 * cut off as well, the response to CloudFormation names what may be left.
 */
export function isToRollBack({ input, prepared, ended }: WorkflowState): boolean {
  return (
    input.respondTo !== undefined &&
    ended === undefined &&
    prepared !== undefined &&
    input.change?.kind !== 'delete'
  );
}

/**
 * The response may have been sent already, so this one must be the same.
 *
 * @param execution according to the state of the last step
 */
export function isRolledBack({ state }: LastStep, execution: WorkflowState): boolean {
  if (StatePath.UNDO_FAILURE in state) return true;
  return StatePath.UNDONE in state && execution.undoPostponed === undefined;
}

/** True if an execution ended because it was stopped for a later request. */
export function isStoppedForLater({ status, error }: Pick<ExecutionFacts, 'status' | 'error'>): boolean {
  return status === 'ABORTED' && error === REQUEST_CANCELLED;
}

/** What is done about an execution that was stopped for a later request. */
export type EndOfStopped =
  /** Its last state reports its end. */
  | { readonly kind: 'concluding' }
  | { readonly kind: 'rolled-back'; readonly from: LastStep }
  /** It has created nothing, and nobody waits for its response. */
  | { readonly kind: 'forgotten' };

/**
 * @param last undefined if it was stopped before its first step
 * @param workflowState according to the state of the last step
 */
export function endOfStopped(workflowState: WorkflowState, last: LastStep | undefined): EndOfStopped {
  if (isConclusion(last?.name)) return { kind: 'concluding' };
  return last !== undefined && !isRolledBack(last, workflowState) && isToRollBack(workflowState)
    ? { kind: 'rolled-back', from: last }
    : { kind: 'forgotten' };
}

/**
 * True if the response was most likely sent before, and the request stored again by a late delivery: the response is
 * then the same as before.
 */
export function isConcluded(
  { status, error }: Pick<ExecutionFacts, 'status' | 'error'>,
  { isRecorded }: Pick<WorkflowState, 'isRecorded'>,
): boolean {
  return status === 'SUCCEEDED' || isReported(error) || isRecorded;
}

/** The next execution has its own time for what could not be rolled back yet. */
export function notRolledBack(state: object): object {
  return { ...state, [StatePath.UNDONE]: undefined };
}

/**
 * A running function continues when its execution is stopped, and may still send its request: a poll is reliable only
 * after the function's time-out.
 */
export function quietAt(lastState: string, at: Date): Date {
  const states: readonly string[] = Object.values(ChangeState);
  const mayContinue = states.includes(lastState);
  return new Date(at.getTime() + (mayContinue ? CHANGE_TIMEOUT_SECONDS * 1000 : 0));
}

/** An execution that has reached this state reports its end, and is not stopped. */
export function isConclusion(stateName: string | undefined): boolean {
  const states: readonly (string | undefined)[] = Object.values(ConclusionState);
  return states.includes(stateName);
}
