/** Names that the link workflow and its functions share: outcomes, states, result paths and errors. */
/** Outcomes of one poll; the state machine's Choice branches on these literals. */
export const OUTCOMES = [
  'pending',
  'again',
  'retry',
  'awaited',
  'accepted',
  'due',
  'available',
  'failed',
  'deleted',
  'retained',
  'dropped',
  'timed-out',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
/**
 * Next step of a link whose endpoint EC2 shows here. `awaited`: read EC2 until it shows the endpoint as accepted;
 * `accepted`: EC2 does, poll Atlas at short intervals; `due`: poll Atlas now.
 */
export type Step = 'awaited' | 'accepted' | 'due';
/**
 * An outcome that is reported. `retained` is a removal that was not made, because the link is the last of its service.
 * A removal is `dropped` if another execution has the link, or if the link is wanted again; the registration by an
 * execution, if another has the link, or if it is no longer wanted. It is not reported: whoever has the link reports it.
 */
export type Conclusion = Exclude<Outcome, 'pending' | 'again' | 'retry' | 'dropped' | Step>;

/**
 * Error names of the Fail states *after* a conclusion. An execution that ends with any other error has not been
 * concluded, and the status-change rule concludes it.
 */
export const WorkflowError = {
  LINK_FAILED: 'AtlasPrivateLink.LinkFailed',
  LINK_TIMED_OUT: 'AtlasPrivateLink.LinkTimedOut',
  /** finalize-link itself failed: nothing has been published, and the status-change rule tries again. */
  NOT_CONCLUDED: 'AtlasPrivateLink.NotConcluded',
} as const;

/** Error of an execution that was stopped because CloudFormation has cancelled its request. */
export const REQUEST_CANCELLED = 'AtlasPrivateLink.RequestCancelled';

/**
 * States whose task changes something in Atlas. A running call outlives its execution, until the function's time-out.
 */
export const ChangeState = {
  PREPARE: 'Prepare change',
  APPLY: 'Apply change',
  RETRY: 'Retry link',
  UNDO: 'Undo change',
} as const;

/** States that report the end of an execution. An execution that has reached them is not stopped. */
export const ConclusionState = { PUBLISH: 'Conclude link', RECORD: 'Record conclusion' } as const;

/** Where the states keep what they add to the workflow input (JSONPath result paths without `$.`). */
export const StatePath = {
  /** What existed before a custom resource's change: the record that proves ownership. */
  PREPARED: 'prepared',
  APPLIED: 'applied',
  UNDONE: 'undone',
  /** A failed roll-back does not change the outcome of the execution. */
  UNDO_FAILURE: 'undoFailure',
  OBSERVATION: 'observation',
  /** How an earlier execution was cut off. Set in the execution that rolls back its changes. */
  ENDED: 'ended',
  /** How often Atlas has been asked again for a link that it refused temporarily. */
  RETRIED: 'retried',
  FAILURE: 'failure',
  /** Separate from `failure`, which means that a poll failed: the last observation is still valid. */
  CONCLUSION_FAILURE: 'conclusionFailure',
  CONCLUSION: 'conclusion',
  /** Set when the outcome has also been reported to the registry, tags and CloudFormation. */
  RECORDED: 'recorded',
  /** The polls of the clusters that follow an available link. */
  CONNECTION_STRINGS: 'connectionStringsPoll',
  /** Never makes the execution fail: the link is available. */
  CONNECTION_STRINGS_FAILURE: 'connectionStringsFailure',
  CONNECTION_STRINGS_RECORDED: 'connectionStringsRecorded',
  /** Whether the claim of a registration that was dropped has been removed. */
  RELEASED: 'released',
} as const;

/** Phase of the tasks that follow an available link: read the clusters, record their connection strings. */
export const CONNECTION_STRINGS_PHASE = 'connection-strings';

/**
 * Phase of the task that waits until EC2 shows the endpoint as accepted, and of the task that then polls Atlas at short
 * intervals.
 */
export const ACCEPTANCE_PHASE = 'acceptance';
export const CLOSE_PHASE = 'close';

/**
 * A conclusion has two tasks, so that retries of one do not repeat the other: the event is not published again because
 * the registry or a response URL cannot be reached.
 */
export const ConclusionPhase = { PUBLISH: 'publish', RECORD: 'record' } as const;
export type ConclusionPhase = (typeof ConclusionPhase)[keyof typeof ConclusionPhase];

/** Phase of the task that removes the claim of a registration that was dropped. */
export const RELEASE_PHASE = 'release';

/** Names of errors that resolve by themselves within minutes. */
export const NotYet = { CHANGE: 'NotYetError', ENDPOINT: 'EndpointNotReadyError' } as const;

/** Name of a Parameter Store error. It allows few writes per second; under load the error resolves within minutes. */
export const REGISTRY_UNAVAILABLE = 'RegistryUnavailableError';

/** Names of errors that an immediate retry cannot fix: the workflow does not retry them. */
export const FinalError = {
  ATLAS: 'AtlasError',
  INVALID_INPUT: 'InvalidWorkflowInputError',
  REFUSED: 'ChangeRefusedError',
} as const;
