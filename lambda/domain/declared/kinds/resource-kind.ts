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
import type { RetryLinkDependencies } from '../../linking/retry-link.js';
import type { RegistryPort } from '../../model/ports/registry.js';
import type { WorkflowState } from '../../model/workflow-state.js';
import type { RemoveLinkDependencies } from '../../unlinking/remove-link.js';
import type { PreviousRounds } from '../change-record.js';
import type { PlanContext, ResourceRequest } from '../resource-request.js';

export type ChangeDependencies = RetryLinkDependencies &
  RemoveLinkDependencies & {
    /** Service name of the automation or provider: the owner of its registry records. */
    readonly owner: string;
    /** Of an automation. */
    readonly selection?: SelectionSpec | undefined;
    readonly registry: Pick<RegistryPort, 'find' | 'put'>;
  };

export type PollDependencies = PollLinkDependencies;

/** What a poll before a change has found; the round is added where it is recorded. */
export type Found<K extends ExecutionKind> = Omit<PreparedRecord, 'round'> & PreparedByKind[K];

export interface Round<K extends ExecutionKind> {
  /** The look of this round. */
  readonly prepared: Prepared<K>;
  /** Step Functions tries again: an earlier try never returned, and may have had its effect. */
  readonly isCutOff: boolean;
  readonly executionArn: string;
}

/** What an execution that failed has come to. */
export interface FailedRound<K extends ExecutionKind> {
  readonly prepared: Prepared<K>;
  readonly applied: Applied | undefined;
  readonly executionArn: string;
}

export type ExecutionEnd = Pick<FinishedExecution, 'executionArn' | 'endedAt'>;

/** The end of an execution that has checked before its change. */
export interface Concluded<K extends ExecutionKind> {
  readonly state: WorkflowState<K>;
  readonly prepared: Prepared<K>;
  readonly description: DescriptionByKind[K];
}

/**
 * A kind of resource: all that CloudFormation's requests and the workflow ask about it. What holds for every kind (rounds,
 * ownership, waiting, rolling back) stands beside the kinds.
 */
export interface ResourceKind<K extends ExecutionKind> extends DeclaredKind<K>, ChangedKind<K> {}

/** From a request to an execution, and from its end to the response. Pure. */
export interface DeclaredKind<K extends ExecutionKind> {
  readonly type: CustomResourceType;
  /** Names of its properties, CloudFormation's own left out. */
  readonly accepted: readonly string[];
  /**
   * @returns undefined where there is nothing to do
   * @throws InvalidPropertiesError
   */
  plan(request: ResourceRequest, context: PlanContext): ExecutionByKind[K] | undefined;
  /** What a physical id of this kind names, in the words of the properties; undefined where it names nothing to remove. */
  readonly recorded: (physicalId: string) => Readonly<Record<string, string>> | undefined;
  /** Physical id of what a create has made or adopted; undefined where that is nothing. */
  idOfMade(end: Concluded<K>): string | undefined;
  /** After an update: another thing stands in the place of the one that bore the physical id. */
  isAnother(physicalId: string, description: DescriptionByKind[K]): boolean;
  /** As CloudFormation spells them. */
  attributesOf(description: DescriptionByKind[K], state: WorkflowState<K>): object;
  /** What is known before Atlas has said anything: every attribute is there. */
  emptyDescription(execution: ExecutionByKind[K]): DescriptionByKind[K];
}

/** What the states of the workflow do. */
export interface ChangedKind<K extends ExecutionKind> {
  /** Looks, and changes nothing: the workflow keeps what was there before. */
  prepare(
    deps: ChangeDependencies,
    execution: ExecutionByKind[K],
    previous: PreviousRounds<K>,
  ): Promise<Found<K>>;
  apply(deps: ChangeDependencies, execution: ExecutionByKind[K], round: Round<K>): Promise<ChangeOutcome>;
  /**
   * Asks again for what Atlas has refused for the moment.
   *
   * @throws InvalidWorkflowInputError for a kind that Atlas never refuses so
   */
  retry(
    deps: ChangeDependencies,
    execution: ExecutionByKind[K],
    previous: Retried | undefined,
  ): Promise<Retried>;
  /** Of a create or an update that failed: removes what the execution has made, gives back what it has changed. */
  undo(deps: ChangeDependencies, execution: ExecutionByKind[K], failed: FailedRound<K>): Promise<Undone>;
  poll(deps: PollDependencies, state: WorkflowState<K>): Promise<Observation<DescriptionByKind[K]>>;
  /** Of the end of an execution, what everybody may see. */
  publish(
    deps: ConcludeLinkDependencies,
    state: WorkflowState<K>,
    end: ExecutionEnd,
  ): Promise<ConclusionResult>;
  /** Of the end of an execution, what is kept of it. */
  record(deps: ConcludeLinkDependencies, state: WorkflowState<K>, end: ExecutionEnd): Promise<void>;
  /** For people, and without an article; of what the execution has created, with its ids. */
  nameOf(execution: ExecutionByKind[K], creation?: Creation): string;
  /** The ids that every log line of an execution carries, besides the project's. */
  idsOf(execution: ExecutionByKind[K]): Readonly<Record<string, string>>;
}
