import type { Conclusion } from '../../lambda/contract/workflow.js';

/** How an execution ends, as `outcome` of the published event says it. */
export enum LinkOutcome {
  /** The link is available. */
  AVAILABLE = 'available',
  /** Atlas refused the link, or could not be asked; or a link could not be removed. */
  FAILED = 'failed',
  /** The link is gone: it was removed, or somebody else has removed it. */
  DELETED = 'deleted',
  /** The link was to be removed and was kept, because it is the last one of its endpoint service. */
  RETAINED = 'retained',
  /** The link was neither available nor failed within the link time-out. Atlas may still make it available. */
  TIMED_OUT = 'timed-out',
}

/** The compiler holds the enum to what the functions publish. */
export function conclusionOf(outcome: LinkOutcome): Conclusion {
  return outcome;
}
