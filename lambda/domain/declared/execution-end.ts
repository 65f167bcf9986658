/** What the end of an execution means that has not told it by itself. Pure. */
import { CHANGE_TIMEOUT_SECONDS } from '../../contract/limits.js';
import {
  ChangeState,
  ConclusionState,
  REQUEST_CANCELLED,
  StatePath,
  WorkflowError,
} from '../../contract/workflow.js';
import { executionName, executionNameOf } from '../model/execution-name.js';
import type { LastStep } from '../model/ports/executions.js';
import type { WorkflowState } from '../model/workflow-state.js';

/** Errors of the Fail states behind a conclusion. */
const REPORTED: readonly string[] = [WorkflowError.LINK_FAILED, WorkflowError.LINK_TIMED_OUT];

/** The execution has ended behind its conclusion. */
export function isReported(error: string): boolean {
  return REPORTED.includes(error);
}

/** It has told its end, or another request has put an end to it. */
export function needsNothing(error: string): boolean {
  return isReported(error) || error === REQUEST_CANCELLED;
}

/** What becomes of an execution that was cut off. */
export type EndOfExecution =
  /** It had concluded before. */
  | { readonly kind: 'concluded' }
  /** What has been reported, or may have been, is reported in the same words. */
  | { readonly kind: 'as-seen' }
  | { readonly kind: 'as-cut-off' }
  /** Another execution goes on from there: it rolls back what this one has made, and also answers. */
  | { readonly kind: 'rolled-back'; readonly from: LastStep };

/**
 * That an execution has told its end is what its own history says, and nothing else: an execution without it is reported, whatever the
 * registry has or lacks. Where the history cannot be read, that may be once too often.
 *
 * @param last undefined where there is no history
 * @param isRolledBack the response may have been given already
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

/** Nothing but the response was missing. */
function isSettled({ observation }: WorkflowState): boolean {
  return observation !== undefined && ['available', 'retained', 'deleted'].includes(observation.outcome);
}

/**
 * Only a stack is reported what was made: the links of the automation are followed up by its reconciliation. When the
 * rolling back is cut off as well, CloudFormation is reported what may be left.
 */
export function isToRollBack({ input, prepared, ended }: WorkflowState): boolean {
  return (
    input.respondTo !== undefined &&
    ended === undefined &&
    prepared !== undefined &&
    input.change?.kind !== 'delete'
  );
}

/** Name of the execution that rolls back what another one has made. */
export function rollBackName(executionArn: string): string {
  return executionName('undo', executionNameOf(executionArn));
}

/** Of the one that does it once more, after a rolling back that was cut off. */
export function secondRollBackName(execution: string): string {
  return executionName('undo-again', executionNameOf(execution));
}

/** Whoever goes on has time of its own for what could not be rolled back yet. */
export function notRolledBack(state: object): object {
  return { ...state, [StatePath.UNDONE]: undefined };
}

/**
 * A function that was called goes on when its execution is stopped, and may still send what it was about to send: only
 * after its time-out is what a poll shows the whole truth.
 */
export function quietAt(lastState: string, at: Date): Date {
  const states: readonly string[] = Object.values(ChangeState);
  const mayContinue = states.includes(lastState);
  return new Date(at.getTime() + (mayContinue ? CHANGE_TIMEOUT_SECONDS * 1000 : 0));
}

/** An execution that has come to this state tells its end, and is not stopped. */
export function isConclusion(stateName: string | undefined): boolean {
  const states: readonly (string | undefined)[] = Object.values(ConclusionState);
  return states.includes(stateName);
}
