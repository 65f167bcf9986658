/** Decides whether a failed execution has created what exists now. */
import type { Creation, Undone } from '../../../execution-data/change-record.js';
import { creationIn, type RecordedChange, unansweredIn } from './change-record.js';

export interface FoundCreation {
  readonly creation: Creation | undefined;
  /** A request to create it had no response. */
  readonly isOpen: boolean;
  /** What exists now, if its owner cannot be determined. */
  readonly standing?: string | undefined;
}

export interface FindCreation {
  /** Finds what this execution may have created; called only if no record says so. */
  readonly poll: () => Promise<string | undefined>;
  /** Whether what the poll finds may be the effect of a request sent after the previous poll. */
  readonly mayBeOwn: (endpointServiceId: string) => boolean;
}

export async function foundCreation(
  recorded: RecordedChange,
  { poll, mayBeOwn }: FindCreation,
): Promise<FoundCreation> {
  const creation = creationIn(recorded);
  const unanswered = unansweredIn(recorded);
  if (creation !== undefined || unanswered === undefined) return { creation, isOpen: false };
  const standing = await poll();
  if (standing !== undefined && unanswered === 'open' && mayBeOwn(standing))
    return { creation: { endpointServiceId: standing, evidence: 'poll' }, isOpen: true };
  // The earlier poll found nothing, so only what exists now is reported.
  return { creation: undefined, isOpen: unanswered === 'open' || standing !== undefined, standing };
}

/** Describes what was not found to be the execution's own: nothing, or what may be left of it. */
export function leftOpen({ isOpen, standing }: FoundCreation, what: string): Undone {
  if (!isOpen) return { undone: false };
  const reason =
    standing === undefined
      ? 'and it is not there now'
      : 'and a poll after that found nothing, so that it may be of somebody else';
  return {
    undone: false,
    left: `What may be left in Atlas: ${what}. A request to create it had no response, ${reason}.`,
  };
}
