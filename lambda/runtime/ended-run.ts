/** A run that ended by itself, or was cut off: what it had come to, and what is still to be told of it. */
import { CHANGE_TIMEOUT_SECONDS } from '../contract/limits.js';
import { ChangeState, REQUEST_CANCELLED, StatePath, WorkflowError } from '../contract/workflow.js';
import type { RunKind } from '../contract/workflow-input.js';
import { executionName, executionNameOf } from '../domain/model/execution-name.js';
import type { ClockPort } from '../domain/model/ports/clock.js';
import type { LastStep, RunHistoryPort } from '../domain/model/ports/executions.js';
import type { LogPort } from '../domain/model/ports/observability.js';
import type { WorkflowState } from '../domain/model/workflow-state.js';
import { parseJson, type WorkflowEnded } from '../events/workflow-status-event.js';
import { readWorkflowState } from './workflow-state.js';

export type ConcludedRun<K extends RunKind = RunKind> = WorkflowState<K> & {
  readonly executionArn: string;
  /** Undefined where the last look decides. */
  readonly endedAt: Date | undefined;
};

export interface EndedRunDependencies {
  readonly runs: RunHistoryPort;
  readonly log: LogPort;
  readonly clock: ClockPort;
}

/** Errors of the Fail states behind a conclusion, and of a request that another one has put an end to. */
const NEEDS_NOTHING: readonly string[] = [
  WorkflowError.LINK_FAILED,
  WorkflowError.LINK_TIMED_OUT,
  REQUEST_CANCELLED,
];

/** @returns what is to be concluded; undefined where all has been told, or another run tells it */
export async function endedRun(
  deps: EndedRunDependencies,
  event: WorkflowEnded | undefined,
): Promise<ConcludedRun | undefined> {
  if (event === undefined || NEEDS_NOTHING.includes(event.error)) return undefined;
  return stateBeforeConclusion(event) ?? cutOffRun(deps, event);
}

/** A run whose conclusion failed ends with its whole state as cause, so that what it saw is not lost. */
export function stateBeforeConclusion(event: WorkflowEnded): ConcludedRun | undefined {
  if (event.error !== WorkflowError.NOT_CONCLUDED) return undefined;
  const state = parseJson(event.cause);
  return state === undefined ? undefined : runOf(event, state);
}

/**
 * That a run has told its end is what its own history says, and nothing else: a run without it is told, whatever the
 * registry has or lacks. Where the history cannot be read, that may be once too often.
 */
export async function cutOffRun(
  deps: EndedRunDependencies,
  event: WorkflowEnded,
): Promise<ConcludedRun | undefined> {
  const last = await lastStep(deps, event.executionArn);
  const run = runOf(event, last?.state ?? event.input);
  if (run.isRecorded) {
    deps.log.info('run had concluded before it ended', { status: event.status });
    return undefined;
  }
  // What has been told, or may have been, is told in the same words.
  if (run.isPublished || isSettled(run) || isRolledBack(last)) return run;
  const ended = run.ended ?? {
    status: event.status,
    cause: [event.error, event.cause].filter(Boolean).join(': '),
  };
  if (last === undefined || !isToRollBack(run)) return { ...run, ended };
  await rollBack(deps, run, { ...last, at: event.endedAt ?? deps.clock.now() }, ended);
  return undefined;
}

async function lastStep(
  { runs, log }: EndedRunDependencies,
  executionArn: string,
): Promise<LastStep | undefined> {
  try {
    return await runs.lastStep(executionArn);
  } catch (error) {
    log.error('history of the run could not be used', {
      error: error instanceof Error ? error.message : String(error),
    });
    return undefined;
  }
}

function runOf({ executionArn, endedAt }: WorkflowEnded, state: unknown): ConcludedRun {
  return { executionArn, ...readWorkflowState(state), endedAt };
}

/** The answer may have been given already, so that this one has to be the same. */
export function isRolledBack(last: LastStep | undefined): boolean {
  if (last === undefined) return false;
  if (StatePath.UNDO_FAILURE in last.state) return true;
  return StatePath.UNDONE in last.state && readWorkflowState(last.state).undoPostponed === undefined;
}

/** Nothing but the answer was missing. */
function isSettled({ observation }: WorkflowState): boolean {
  return observation !== undefined && ['available', 'kept', 'gone'].includes(observation.outcome);
}

/**
 * Only a stack is told what was made: the links of the automation are followed up by its reconciliation. When the
 * rolling back is cut off as well, CloudFormation is told what may be left.
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

/** What a run that was cut off has made is rolled back by another run, which also answers. */
export async function rollBack(
  { runs, log }: EndedRunDependencies,
  { executionArn }: Pick<ConcludedRun, 'executionArn'>,
  { state, name, at }: LastStep & { readonly at: Date },
  ended: NonNullable<WorkflowState['ended']>,
): Promise<void> {
  await runs.goOn(executionArn, rollBackName(executionArn), {
    ...notTakenBack(state),
    ended: { ...ended, quietAt: quietAt(name, at).toISOString() },
  });
  log.info('what the run has made is being rolled back', { status: ended.status });
}

/** Whoever goes on has time of its own for what could not be taken back yet. */
export function notTakenBack(state: object): object {
  return { ...state, [StatePath.UNDONE]: undefined };
}

/**
 * A function that was called goes on when its execution is stopped, and may still send what it was about to send: only
 * after its time-out is what a look shows the whole truth.
 */
function quietAt(lastState: string, at: Date): Date {
  const mayGoOn = (Object.values(ChangeState) as string[]).includes(lastState);
  return new Date(at.getTime() + (mayGoOn ? CHANGE_TIMEOUT_SECONDS * 1000 : 0));
}
