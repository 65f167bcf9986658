/** Step Functions as the rules need it; `lambda/aws` provides it. Only the calls in use. */
import type { StartedWith } from '../../../execution-data/workflow-input.js';

export interface WorkflowPort {
  /** `already-started` when an execution of that name exists: success for a redelivered event. */
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
  /** Undefined where there is none of that name. */
  describe(name: string): Promise<ExecutionFacts | undefined>;
  /** Names that begin so, the newest first; what has begun seconds ago may be missing. */
  list(prefix: string, status?: 'RUNNING'): Promise<readonly string[]>;
  /** One that has ended is success. */
  stop(name: string, error: string, cause: string): Promise<void>;
}

export interface ExecutionStatusPort {
  /** False for an execution that has ended, or that never was. */
  isRunning(name: string): Promise<boolean>;
  /** `absent`: there is none of that name (Step Functions keeps names for 90 days). */
  stateOf(name: string): Promise<'running' | 'ended' | 'absent'>;
}

export interface LastStep {
  /** Name of the state that was entered or left last. */
  readonly name: string;
  /** The execution's input, and what each task has added. */
  readonly state: object;
}

export interface ExecutionHistoryPort {
  /** Undefined before the first step. */
  lastStep(executionArn: string): Promise<LastStep | undefined>;
  /** Starts an execution of the same machine from a state; one of that name that exists is success. */
  resume(executionArn: string, name: string, state: object): Promise<void>;
}
