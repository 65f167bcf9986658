/** The data that the link workflow's states hand on. Its input: `workflow-input.ts`. */
import type { LinkDescription } from './attributes.js';
import type { ClusterConnectionStrings } from './custom-resources.js';
import type { AtlasRegion } from './regions.js';

/** Outcomes of one poll; the state machine's Choice branches on these literals. */
export const OUTCOMES = [
  'pending',
  'again',
  'retry',
  'available',
  'failed',
  'deleted',
  'retained',
  'dropped',
  'timed-out',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
/**
 * An outcome that is reported. `retained` is a removal that was not made, because the link is the last of its service. A removal
 * that was `dropped`, because another execution has the link or it is wanted again, ends quietly: that execution tells what becomes.
 */
export type Conclusion = Exclude<Outcome, 'pending' | 'again' | 'retry' | 'dropped'>;

/**
 * Error names of the machine's Fail states that stand *after* a conclusion. An execution that ends with any other error
 * has not been concluded, and the status-change rule does it.
 */
export const WorkflowError = {
  LINK_FAILED: 'AtlasPrivateLink.LinkFailed',
  LINK_TIMED_OUT: 'AtlasPrivateLink.LinkTimedOut',
  /** finalize-link itself failed: nothing has been published, the status-change rule tries again. */
  NOT_CONCLUDED: 'AtlasPrivateLink.NotConcluded',
} as const;

/** Error of an execution that was stopped because CloudFormation has cancelled its request. */
export const REQUEST_CANCELLED = 'AtlasPrivateLink.RequestCancelled';

/** States whose task changes something in Atlas: a call of it outlives its execution, until the function's time-out. */
export const ChangeState = {
  PREPARE: 'Prepare change',
  APPLY: 'Apply change',
  RETRY: 'Retry link',
  UNDO: 'Undo change',
} as const;

/** States that tell how an execution has ended: an execution that has come to them is not stopped. */
export const ConclusionState = { PUBLISH: 'Conclude link', RECORD: 'Record conclusion' } as const;

/** Where the states keep what they add to the workflow input (JSONPath result paths without `$.`). */
export const StatePath = {
  /** What was there before a custom resource's change: the record that makes its ownership certain. */
  PREPARED: 'prepared',
  APPLIED: 'applied',
  UNDONE: 'undone',
  /** A failed clean-up changes nothing of what the execution has come to. */
  UNDO_FAILURE: 'undoFailure',
  OBSERVATION: 'observation',
  /** How an earlier execution was cut off, in the one that rolls back what that had made. */
  ENDED: 'ended',
  /** How often Atlas has been asked again for a link that it refused for the moment. */
  RETRIED: 'retried',
  FAILURE: 'failure',
  /** Apart from `failure`, which says that the looking failed: what had been seen still stands. */
  CONCLUSION_FAILURE: 'conclusionFailure',
  CONCLUSION: 'conclusion',
  /** Registry, tags and CloudFormation have been reported as well. */
  RECORDED: 'recorded',
  /** The polls of the clusters that follow an available link. */
  CONNECTION_STRINGS: 'connectionStringsPoll',
  /** Never the failure of an execution: the link is available. */
  CONNECTION_STRINGS_FAILURE: 'connectionStringsFailure',
  CONNECTION_STRINGS_RECORDED: 'connectionStringsRecorded',
} as const;

/** What polls hand on, each to the next: since when, without a break, something has not been shown. ISO 8601. */
export interface NotShown {
  /** Of a link that is to be made: since when Atlas has said that there is none. */
  readonly missingSince?: string | undefined;
  /** The same of EC2 and the endpoint. */
  readonly endpointMissingSince?: string | undefined;
  /** Since when Atlas has said that there is no such project or path. */
  readonly notFoundSince?: string | undefined;
}

/** What poll-link returns; the description is that of a link or of an endpoint service. */
export interface Observation<Description = LinkDescription> extends NotShown {
  readonly outcome: Outcome;
  /** Seconds until the next poll; read by the Wait state, so it is present on all outcomes. */
  readonly waitSeconds: number;
  readonly observedAt: string;
  readonly description: Description;
  /** Why the outcome is failed or timed out, or what stood in the way of this poll; empty when all is well. */
  readonly message: string;
  /** What to do about `message`; empty where there is nothing to do. */
  readonly advice: string;
  /** Of an execution that waits for more after the link itself is available. */
  readonly connectionStrings?: ConnectionStringsProgress | undefined;
  /** Of a regional mode: a cluster has been seen that is being updated. */
  readonly updateSeen?: boolean | undefined;
  /** Atlas gave no response to this poll: the description says nothing of what is there. */
  readonly unseen?: boolean | undefined;
}

/** How far Atlas has come with the private connection strings of a link's endpoint. */
export interface ConnectionStringsProgress {
  /** The first poll that found the link available. */
  readonly availableSince: string;
  readonly clusters: readonly ClusterConnectionStrings[];
  /** Which are missing and why; empty when none is. */
  readonly message: string;
}

/** A change that is not possible yet, with the reason: the workflow waits, and begins again with a fresh poll. */
export interface Again {
  /** Atlas's message where it has refused; told when the waiting has been in vain. */
  readonly reason: string;
  /** What Atlas asks for. */
  readonly retryAfterSeconds?: number | undefined;
  /** Not waited for longer than this since the execution began, where its deadline is later. */
  readonly patienceSeconds?: number | undefined;
  /** Conflicts in a row that nothing explained. */
  readonly conflicts?: number | undefined;
}

/** `answer`: Atlas's response said so. `look`: absent before a try without a response, present after it. */
export const CREATION_EVIDENCE = ['response', 'poll'] as const;

/** What an execution has created; only that is removed when it fails. */
export interface Creation {
  /** Of a link: the service that it leads to. */
  readonly endpointServiceId: string;
  readonly evidence: (typeof CREATION_EVIDENCE)[number];
}

/** A request to create had no response. `open`: nobody has checked since; `checked`: a poll after it found nothing. */
export const UNANSWERED = ['open', 'checked'] as const;
export type Unanswered = (typeof UNANSWERED)[number];

/** What Prepare change and Apply change have in common: each round hands it on to the next. */
export interface ChangeRecord {
  /** From 1 on: Prepare change and Apply change of one round belong together. */
  readonly round: number;
  readonly creation?: Creation | undefined;
  readonly unanswered?: Unanswered | undefined;
  /** Remote Regions or the regional mode were changed by this execution, or may have been. */
  readonly changed?: boolean | undefined;
  readonly again?: Again | undefined;
  /** The service that the change is about, where it is there. */
  readonly endpointServiceId?: string | undefined;
}

/** By kind of target: what the poll before a change keeps besides, for those that come after. */
export interface PreparedByKind {
  readonly link: {
    /** Region of its endpoint service. */
    readonly serviceRegionName?: AtlasRegion | undefined;
  };
  readonly service: {
    /** Of one that was there: its remote Regions before this execution. */
    readonly remoteRegions?: readonly AtlasRegion[] | undefined;
  };
  readonly 'regional-mode': {
    /** What it was before this execution. */
    readonly wasEnabled?: boolean | undefined;
  };
}

/** What provision-target finds before it changes anything. */
export type Prepared<K extends keyof PreparedByKind = keyof PreparedByKind> = PreparedRecord &
  PreparedByKind[K];

/** What each poll before a change says, whatever it checks. */
export interface PreparedRecord extends ChangeRecord {
  /** The link or service was there already, made by others: it is adopted, and never deleted by this resource. */
  readonly existed: boolean;
  /** ISO 8601: when the poll began. Absent from executions of an earlier version. */
  readonly checkedAt?: string | undefined;
  /** Of a link that Atlas does not show: its endpoint service lists it all the same, so that one of the two is stale. */
  readonly contradicted?: boolean | undefined;
  /** Unexplained conflicts in a row before this round. */
  readonly conflicts?: number | undefined;
}

/** What provision-target has done. */
export interface Applied extends ChangeRecord {
  /** The deletion was not carried out, because the link is the last of its endpoint service. */
  readonly retained: boolean;
  /** Why a removal by the automation was left: it is no longer wanted, or another execution has the link. Absent otherwise. */
  readonly dropped?: string | undefined;
  /** Somebody else has made it. */
  readonly adopted: boolean;
  /** Why the execution fails, although what stands above has been done. */
  readonly refusal?: string | undefined;
  /** Of a regional mode: when the change was made. */
  readonly at?: string | undefined;
}

/** A rollback or another try that is not possible yet: the workflow waits, and calls for it again. */
export interface Postponed {
  readonly reason: string;
  readonly waitSeconds: number;
  /** The first call in a row that could do nothing. */
  readonly since: string;
}

/** What a change has come to; the round is added where it is recorded. */
export type ChangeOutcome = Omit<Applied, 'round'>;

/** Logged where a stack goes on with what may be the late effect of its own request. */
export const ADOPTED_IN_DOUBT =
  'adopted, and never removed by the stack, although a request to create it without a response may have made it';

/** What provision-target has come to with a link that Atlas had refused for the moment. */
export interface Retried {
  /** Tries so far, this one included unless it was postponed. */
  readonly count: number;
  /** Why there is to be no further one; empty otherwise. */
  readonly refusal: string;
  /** When Atlas had taken it again, as far as this try came: looks may be stale for some seconds. */
  readonly at?: string | undefined;
  readonly postponed?: Postponed | undefined;
}

/** What provision-target has rolled back after a failure. */
export interface Undone {
  readonly undone: boolean;
  /** It is not over yet: the workflow calls again. */
  readonly postponed?: Postponed | undefined;
  /** What is left, or may be left, in Atlas, and why; told to the stack. */
  readonly left?: string | undefined;
}

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
  readonly phase?: typeof CONNECTION_STRINGS_PHASE | ConclusionPhase;
  /** When the state was entered: the same in every retry. */
  readonly enteredTime?: string;
  /** Step Functions' count of retries of this state; from 1 on, an earlier try may have had its effect. */
  readonly retryCount?: number;
}

/** Phase of the tasks that follow an available link: check the clusters, record what they have. */
export const CONNECTION_STRINGS_PHASE = 'connection-strings';

/**
 * A conclusion in two tasks: the retries of one do not repeat the other, so that a registry or a response URL that
 * cannot be reached does not publish the event again.
 */
export const ConclusionPhase = { PUBLISH: 'publish', RECORD: 'record' } as const;
export type ConclusionPhase = (typeof ConclusionPhase)[keyof typeof ConclusionPhase];

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

/** Names of errors that pass by themselves within minutes. */
export const NotYet = { CHANGE: 'NotYetError', ENDPOINT: 'EndpointNotReadyError' } as const;

/** Name of an error of Parameter Store, which takes few writes a second: in a crowd, it passes within minutes. */
export const REGISTRY_UNAVAILABLE = 'RegistryUnavailableError';

/** Names of errors that the functions throw and that trying again at once cannot mend: the workflow does not retry them. */
export const FinalError = {
  ATLAS: 'AtlasError',
  INVALID_INPUT: 'InvalidWorkflowInputError',
  REFUSED: 'ChangeRefusedError',
} as const;
