/** The part of Step Functions that the domain uses; `lambda/aws` implements it. */
import type { StartedWith } from '../../../execution-data/workflow-input.js';

export interface WorkflowPort {
  /** `already-started` if an execution of that name exists: success for a redelivered event. */
  start(name: string, input: StartedWith): Promise<'started' | 'already-started'>;
}

export interface ExecutionFacts {
  readonly name: string;
  readonly executionArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly error: string;
  readonly cause: string;
  /** JSON. */
  readonly input: string;
  /** Undefined while it runs. */
  readonly endedAt: Date | undefined;
}

export interface ExecutionPort extends WorkflowPort {
  /** Undefined if there is no execution of that name. */
  describe(name: string): Promise<ExecutionFacts | undefined>;
  /** Names with this prefix, newest first; an execution that began seconds ago may be missing. */
  list(prefix: string, status?: 'RUNNING'): Promise<readonly string[]>;
  /** An execution that has ended is success. */
  stop(name: string, error: string, cause: string): Promise<void>;
}

export interface ExecutionStatusPort {
  /** False for an execution that has ended or never existed. */
  isRunning(name: string): Promise<boolean>;
  /** `absent`: no execution has that name (Step Functions keeps names for 90 days). */
  stateOf(name: string): Promise<'running' | 'ended' | 'absent'>;
}

export interface LastStep {
  /** Name of the state that was entered or left last. */
  readonly name: string;
  /** The execution's input, and what each task has added to it. */
  readonly state: object;
}

export interface ExecutionHistoryPort {
  /** Undefined before the first step. */
  lastStep(executionArn: string): Promise<LastStep | undefined>;
  /** Starts an execution of the same state machine from a state; an existing one of that name is success. */
  resume(executionArn: string, name: string, state: object): Promise<void>;
}
