import type { CustomResourceType, DescriptionByKind } from '../../../contract/custom-resources.js';
import type { SelectionSpec } from '../../../contract/selection.js';
import type { ConclusionResult } from '../../../contract/task-payload.js';
import type {
  Applied,
  ChangeOutcome,
  Creation,
  Prepared,
  PreparedByKind,
  PreparedRecord,
  Retried,
  Undone,
} from '../../../execution-data/change-record.js';
import type { Observation } from '../../../execution-data/observation.js';
import type { ExecutionByKind, ExecutionKind } from '../../../execution-data/workflow-input.js';
import type { ConcludeLinkDependencies, FinishedExecution } from '../../following/conclude-link.js';
import type { PollLinkDependencies } from '../../following/poll-link.js';
import type { Attempt, RetryLinkDependencies } from '../../linking/retry-link.js';
import type { RegistryPort } from '../../model/ports/registry.js';
import type { Place } from '../../model/values/place.js';
import type { WorkflowState } from '../../model/workflow-state.js';
import type { RemoveLinkDependencies } from '../../unlinking/remove-link.js';
import type { PreviousRounds } from '../changes/change-record.js';
import type { PlanContext, ResourceRequest } from '../properties/resource-request.js';

export type ChangeDependencies = RetryLinkDependencies &
  RemoveLinkDependencies & {
    /** Service name of the automation or provider: the owner of its registry records. */
    readonly owner: string;
    /** The selection of an automation. */
    readonly selection?: SelectionSpec | undefined;
    readonly registry: Pick<RegistryPort, 'find' | 'put'>;
    /** Account and Region of a member's endpoint. Default: those of the execution. */
    readonly place?: Place | undefined;
  };

export type PollDependencies = PollLinkDependencies;

/** What a poll before a change has found; the round is added when it is recorded. */
export type Found<K extends ExecutionKind> = Omit<PreparedRecord, 'round'> & PreparedByKind[K];

export interface Round<K extends ExecutionKind> {
  /** The poll of this round. */
  readonly prepared: Prepared<K>;
  /** Step Functions retries the task: an earlier attempt never returned, and may have succeeded. */
  readonly isCutOff: boolean;
  readonly executionArn: string;
}

/** The results of an execution that failed. */
export interface FailedRound<K extends ExecutionKind> {
  readonly prepared: Prepared<K>;
  readonly applied: Applied | undefined;
  readonly executionArn: string;
}

export type ExecutionEnd = Pick<FinishedExecution, 'executionArn' | 'endedAt'>;

/** The end of an execution that has polled before its change. */
export interface Concluded<K extends ExecutionKind> {
  readonly state: WorkflowState<K>;
  readonly prepared: Prepared<K>;
  readonly description: DescriptionByKind[K];
}

/**
 * A kind of resource: everything that CloudFormation's requests and the workflow need to know about it. What all kinds
 * share (rounds, ownership, waiting, rolling back) is in the folder above.
 */
export interface ResourceKind<K extends ExecutionKind> extends DeclaredKind<K>, ChangedKind<K> {}

/** Translates a request to an execution, and its end to the response. Pure. */
export interface DeclaredKind<K extends ExecutionKind> {
  readonly type: CustomResourceType;
  /** Names of its properties, without CloudFormation's own. */
  readonly accepted: readonly string[];
  /**
   * @returns undefined if there is nothing to do
   * @throws InvalidPropertiesError
   */
  plan(request: ResourceRequest, context: PlanContext): ExecutionByKind[K] | undefined;
  /** The properties that identify what a physical id names; undefined if it names nothing to remove. */
  readonly recorded: (physicalId: string) => Readonly<Record<string, string>> | undefined;
  /** Physical id of what a create has created or adopted; undefined if there is nothing. */
  idOfMade(end: Concluded<K>): string | undefined;
  /** After an update: true if another thing has replaced the one that had the physical id. */
  isAnother(physicalId: string, description: DescriptionByKind[K]): boolean;
  /** Attributes in CloudFormation's spelling. */
  attributesOf(description: DescriptionByKind[K], state: WorkflowState<K>): object;
  /** Description with every attribute present, for use before the first response of Atlas. */
  emptyDescription(execution: ExecutionByKind[K]): DescriptionByKind[K];
}

/** What the states of the workflow do for this kind. */
export interface ChangedKind<K extends ExecutionKind> {
  /** Polls and changes nothing. The workflow records what existed before. */
  prepare(
    deps: ChangeDependencies,
    execution: ExecutionByKind[K],
    previous: PreviousRounds<K>,
  ): Promise<Found<K>>;
  apply(deps: ChangeDependencies, execution: ExecutionByKind[K], round: Round<K>): Promise<ChangeOutcome>;
  /**
   * Asks again for what Atlas has refused temporarily.
   *
   * @throws InvalidWorkflowInputError for a kind that Atlas never refuses temporarily
   */
  retry(deps: ChangeDependencies, execution: ExecutionByKind[K], attempt: Attempt): Promise<Retried>;
  /** After a failed create or update: removes what the execution has created, and restores what it has changed. */
  undo(deps: ChangeDependencies, execution: ExecutionByKind[K], failed: FailedRound<K>): Promise<Undone>;
  poll(deps: PollDependencies, state: WorkflowState<K>): Promise<Observation<DescriptionByKind[K]>>;
  /** Publishes the end of an execution: what everybody may see. */
  publish(
    deps: ConcludeLinkDependencies,
    state: WorkflowState<K>,
    end: ExecutionEnd,
  ): Promise<ConclusionResult>;
  /** Records the end of an execution. */
  record(deps: ConcludeLinkDependencies, state: WorkflowState<K>, end: ExecutionEnd): Promise<void>;
  /** Name for messages, without an article; for what the execution has created, with its ids. */
  nameOf(execution: ExecutionByKind[K], creation?: Creation): string;
  /** The ids in every log line of an execution, in addition to the project's. */
  idsOf(execution: ExecutionByKind[K]): Readonly<Record<string, string>>;
}
