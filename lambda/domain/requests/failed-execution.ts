/** An execution that ended by itself, or was cut off: its results, and what still has to be reported. */
import * as v from 'valibot';
import { REQUEST_CANCELLED, WorkflowError } from '../../contract/workflow.js';
import type { FailedExecution, WorkflowEnded } from '../../execution-data/failed-execution.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import { jsonText } from '../../json/json-text.js';
import { validate } from '../../json/validate.js';
import { executionInput, readConcludedState } from '../executions/read-state.js';
import { InvalidWorkflowInputError } from '../model/errors/invalid-workflow-input-error.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { ExecutionFacts, ExecutionHistoryPort, LastStep } from '../model/ports/executions.js';
import type { LogPort } from '../model/ports/observability.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { endOfExecution, isRolledBack, needsNothing, notRolledBack, quietAt } from './execution-end.js';
import { rollBackName } from './roll-back-names.js';

export type ConcludedExecution<K extends ExecutionKind = ExecutionKind> = WorkflowState<K> & {
  readonly executionArn: string;
  /** Undefined if the last poll decides. */
  readonly endedAt: Date | undefined;
};

export interface FailedExecutionDependencies {
  readonly executionStates: ExecutionHistoryPort;
  readonly log: LogPort;
  readonly clock: ClockPort;
}

/** @returns what has to be concluded; undefined if everything has been reported, or another execution reports it */
export async function failedExecution(
  deps: FailedExecutionDependencies,
  event: WorkflowEnded | undefined,
): Promise<ConcludedExecution | undefined> {
  if (event === undefined || needsNothing(event.error)) return undefined;
  return stateBeforeConclusion(event) ?? cutOffExecution(deps, event);
}

/** An execution whose conclusion failed ends with its whole state as cause, so that its observations are not lost. */
export function stateBeforeConclusion(event: WorkflowEnded): ConcludedExecution | undefined {
  if (event.error !== WorkflowError.NOT_CONCLUDED) return undefined;
  // The cause is cut if the state was large: the history has all of it.
  const state = validate(jsonText(v.unknown()), event.cause);
  return state.kind === 'valid' ? executionOf(event, state.value) : undefined;
}

/** @returns like {@link failedExecution} */
export async function cutOffExecution(
  deps: FailedExecutionDependencies,
  event: WorkflowEnded,
): Promise<ConcludedExecution | undefined> {
  const last = await lastStep(deps, event.executionArn);
  const execution = executionOf(event, last?.state ?? event.input);
  const ended = execution.ended ?? endOf(event);
  const end = endOfExecution(execution, last, last !== undefined && isRolledBack(last, execution));
  switch (end.kind) {
    case 'concluded':
      deps.log.info('execution had published its conclusion before it ended', { status: event.status });
      return undefined;
    case 'as-seen':
      return execution;
    case 'as-cut-off':
      return { ...execution, ended };
    case 'rolled-back':
      await rollBack(deps, execution, { ...end.from, at: event.endedAt ?? deps.clock.now() }, ended);
      return undefined;
  }
}

function endOf({ status, error, cause }: WorkflowEnded): FailedExecution {
  return { status, error, cause: [error, cause].filter(Boolean).join(': ') };
}

/**
 * The end of an execution whose event has not arrived, as that event would describe it.
 *
 * @throws InvalidWorkflowInputError
 */
export function workflowEnded(execution: ExecutionFacts): WorkflowEnded {
  const { executionArn, status, error, cause, endedAt } = execution;
  const input = executionInput(execution);
  const ended = status === 'TIMED_OUT' || status === 'ABORTED' ? status : 'FAILED';
  return { executionArn, status: ended, error, cause, input, endedAt };
}

/** For an execution that was stopped because of a later request. */
export function cancelled(cause: string): FailedExecution {
  return { status: 'ABORTED', error: REQUEST_CANCELLED, cause: `${REQUEST_CANCELLED}: ${cause}` };
}

async function lastStep(
  { executionStates, log }: FailedExecutionDependencies,
  executionArn: string,
): Promise<LastStep | undefined> {
  try {
    return await executionStates.lastStep(executionArn);
  } catch (error) {
    if (error instanceof InvalidWorkflowInputError) throw error;
    log.error('history of the execution could not be read', {
      error: error instanceof Error ? error.message : String(error),
    });
    return undefined;
  }
}

function executionOf({ executionArn, endedAt }: WorkflowEnded, state: unknown): ConcludedExecution {
  return { executionArn, ...readConcludedState(state), endedAt };
}

/** Starts another execution that rolls back the changes of one that was cut off, and also responds. */
export async function rollBack(
  { executionStates, log }: FailedExecutionDependencies,
  { executionArn }: Pick<ConcludedExecution, 'executionArn'>,
  { state, name, at }: LastStep & { readonly at: Date },
  ended: FailedExecution,
): Promise<void> {
  await executionStates.resume(executionArn, rollBackName(executionArn), {
    ...notRolledBack(state),
    ended: { ...ended, quietAt: quietAt(name, at).toISOString() },
  });
  log.info('rollback of the execution started', { status: ended.status });
}
