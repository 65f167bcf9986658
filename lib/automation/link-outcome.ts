import type { Conclusion } from '../../lambda/contract/workflow.js';

/** How an execution ends: `outcome` of the published event. */
export enum LinkOutcome {
  /** The link is available. */
  AVAILABLE = 'available',
  /** Atlas refused the link, or could not be reached; or a link could not be removed. */
  FAILED = 'failed',
  /** The link is deleted: the automation, or somebody else, has removed it. */
  DELETED = 'deleted',
  /** The link should have been removed and was retained, because it is the last one of its endpoint service. */
  RETAINED = 'retained',
  /** The link was neither available nor failed within the link time-out. Atlas may still make it available. */
  TIMED_OUT = 'timed-out',
}

/** The compiler checks that the enum matches what the functions publish. */
export function conclusionOf(outcome: LinkOutcome): Conclusion {
  return outcome;
}
