/** What the tasks that change something say of it, and hand on: prepared, applied, retried, rolled back. */
import type { AtlasRegion } from '../contract/regions.js';

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
