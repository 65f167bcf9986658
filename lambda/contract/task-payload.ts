/** Payloads that the state machine passes to the functions of its tasks, and the result of a conclusion. */
import type {
  ACCEPTANCE_PHASE,
  CLOSE_PHASE,
  CONNECTION_STRINGS_PHASE,
  Conclusion,
  ConclusionPhase,
  RELEASE_PHASE,
} from './workflow.js';

/** Result of finalize-link; the Fail states use `cause` as their cause. */
export interface ConclusionResult {
  readonly outcome: Conclusion;
  readonly cause: string;
}

/** Step Functions' error output, as stored by a Catch with a result path. */
export interface CaughtFailure {
  readonly Error: string;
  readonly Cause: string;
}

/** What every task receives: the whole state and the execution that it belongs to. */
export interface WorkflowTaskPayload {
  readonly executionArn: string;
  readonly state: unknown;
  /** When the state was entered: the same in every retry. */
  readonly enteredTime?: string;
  /** Step Functions' count of retries of this state. If it is not 0, an earlier attempt may have succeeded. */
  readonly retryCount?: number;
}

/** Payload of poll-link. */
export interface PollTaskPayload extends WorkflowTaskPayload {
  /** Only links have phases. Absent: one poll of the target itself. */
  readonly phase?: typeof ACCEPTANCE_PHASE | typeof CLOSE_PHASE | typeof CONNECTION_STRINGS_PHASE;
  /** For a task that waits for a callback: its task token. A credential for this one task. */
  readonly taskToken?: string;
}

/** Payload of finalize-link. */
export interface ConclusionTaskPayload extends WorkflowTaskPayload {
  /**
   * Absent: the complete conclusion, which executions of an earlier version request. Only links have strings, and
   * claims.
   */
  readonly phase?: typeof CONNECTION_STRINGS_PHASE | typeof RELEASE_PHASE | ConclusionPhase;
}

/** Payload of provision-target. */
export interface ChangeTaskPayload extends WorkflowTaskPayload {
  readonly phase: 'prepare' | 'apply' | 'retry' | 'undo';
  readonly retryCount: number;
  /**
   * True: the workflow waits if the result says so. Absent in executions of an earlier version, which treat any result
   * of `undo` as the end, and wait only after an error.
   */
  readonly waits?: boolean;
}
