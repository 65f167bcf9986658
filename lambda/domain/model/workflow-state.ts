/** The workflow's state as a task receives it: its input and the results of earlier states. */
import type { DescriptionByKind } from '../../contract/custom-resources.js';
import type { CaughtFailure } from '../../contract/task-payload.js';
import type { Applied, Postponed, Prepared, Retried, Undone } from '../../execution-data/change-record.js';
import type { FailedExecution } from '../../execution-data/failed-execution.js';
import type { Observation } from '../../execution-data/observation.js';
import type { ExecutionByKind, ExecutionKind } from '../../execution-data/workflow-input.js';
import type { ExecutionOutcome } from './final-outcome.js';

/** An execution with the kind of its target, so that an entry of a map by kind has the type that fits the execution. */
export type KnownExecution<K extends ExecutionKind = ExecutionKind> = {
  readonly [P in K]: { readonly kind: P; readonly input: ExecutionByKind[P] };
}[K];

export type WorkflowState<K extends ExecutionKind = ExecutionKind> = { readonly [P in K]: StateOf<P> }[K];

export interface StateOf<K extends ExecutionKind> extends ExecutionOutcome {
  readonly kind: K;
  readonly input: ExecutionByKind[K];
  readonly unreadable: string | undefined;
  readonly prepared: Prepared<K> | undefined;
  readonly applied: Applied | undefined;
  readonly observation: Observation<DescriptionByKind[K]> | undefined;
  readonly connectionStringsPoll: Observation | undefined;
  readonly retried: Retried | undefined;
  readonly failure: CaughtFailure | undefined;
  /** Set when the roll-back is complete. */
  readonly undone: Undone | undefined;
  /** Set until then, by the last call. */
  readonly undoPostponed: Postponed | undefined;
  readonly undoFailure: CaughtFailure | undefined;
  /** For an execution that rolls back what another one created: how that one was cut off. */
  readonly ended: FailedExecution | undefined;
  /** True if the conclusion has been published. */
  readonly isPublished: boolean;
  /** True if the conclusion has also been reported to the registry and to CloudFormation. */
  readonly isRecorded: boolean;
}
