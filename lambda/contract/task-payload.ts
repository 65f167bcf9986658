/** What the state machine hands to the functions of its tasks, and what a conclusion returns to it. */
import type {
  ACCEPTANCE_PHASE,
  CLOSE_PHASE,
  CONNECTION_STRINGS_PHASE,
  Conclusion,
  ConclusionPhase,
} from './workflow.js';

/** What finalize-link returns; the Fail states take `cause` as their cause. */
export interface ConclusionResult {
  readonly outcome: Conclusion;
  readonly cause: string;
}

/** Step Functions' error output, as a Catch with a result path leaves it. */
export interface CaughtFailure {
  readonly Error: string;
  readonly Cause: string;
}

/** Payload of poll-link and finalize-link: the whole state and the execution it belongs to. */
export interface WorkflowTaskPayload {
  readonly executionArn: string;
  readonly state: unknown;
  /** Absent: a poll of the link itself; or all of the conclusion, as executions of an earlier version ask for it. */
  readonly phase?:
    | typeof ACCEPTANCE_PHASE
    | typeof CLOSE_PHASE
    | typeof CONNECTION_STRINGS_PHASE
    | ConclusionPhase;
  /** Of a task that waits until it is told: by which it is. A credential for this one task. */
  readonly taskToken?: string;
  /** When the state was entered: the same in every retry. */
  readonly enteredTime?: string;
  /** Step Functions' count of retries of this state; from 1 on, an earlier try may have had its effect. */
  readonly retryCount?: number;
}

/** Payload of provision-target. */
export interface ChangeTaskPayload extends Omit<WorkflowTaskPayload, 'phase'> {
  readonly phase: 'prepare' | 'apply' | 'retry' | 'undo';
  readonly retryCount: number;
  /**
   * The workflow waits where the result says so. Absent in executions of an earlier version, which take any result of
   * `undo` for the end, and wait for an error alone.
   */
  readonly waits?: boolean;
}
