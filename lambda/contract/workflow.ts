/** What the link workflow and its functions both name: outcomes, states, where their results stand, and errors. */
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
 * Of a link whose endpoint EC2 shows here. `awaited`: EC2 is looked at until it shows the endpoint as accepted; `accepted`: it
 * does, and Atlas is polled closely; `due`: Atlas is to be polled now.
 */
export type Step = 'awaited' | 'accepted' | 'due';
/**
 * An outcome that is reported. `retained` is a removal that was not made, because the link is the last of its service. A removal
 * that was `dropped`, because another execution has the link or it is wanted again, ends quietly: that execution tells what becomes.
 */
export type Conclusion = Exclude<Outcome, 'pending' | 'again' | 'retry' | 'dropped' | Step>;

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

/** Phase of the tasks that follow an available link: check the clusters, record what they have. */
export const CONNECTION_STRINGS_PHASE = 'connection-strings';

/** Phase of the task that waits until EC2 shows the endpoint as accepted, and of the one that polls Atlas closely then. */
export const ACCEPTANCE_PHASE = 'acceptance';
export const CLOSE_PHASE = 'close';

/**
 * A conclusion in two tasks: the retries of one do not repeat the other, so that a registry or a response URL that
 * cannot be reached does not publish the event again.
 */
export const ConclusionPhase = { PUBLISH: 'publish', RECORD: 'record' } as const;
export type ConclusionPhase = (typeof ConclusionPhase)[keyof typeof ConclusionPhase];

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
