/** Results of the tasks that change something, passed on to later tasks: prepared, applied, retried, rolled back. */
import type { AtlasRegion } from '../contract/regions.js';

/** A change that is not possible yet, with the reason: the workflow waits, and starts again with a fresh poll. */
export interface Again {
  /** Atlas's message if it has refused; reported if the wait was in vain. */
  readonly reason: string;
  /** The wait that Atlas requests. */
  readonly retryAfterSeconds?: number | undefined;
  /** Maximum wait since the execution began, if its deadline is later. */
  readonly patienceSeconds?: number | undefined;
  /** Number of consecutive conflicts without an explanation. */
  readonly conflicts?: number | undefined;
}

/** `response`: Atlas's response said so. `poll`: absent before an attempt without a response, present after it. */
export const CREATION_EVIDENCE = ['response', 'poll'] as const;

/** What an execution has created; only this is removed if it fails. */
export interface Creation {
  /** For a link: the service that it connects to. For a registration of Data Federation: the endpoint. */
  readonly endpointServiceId: string;
  readonly evidence: (typeof CREATION_EVIDENCE)[number];
}

/** A request to create had no response. `open`: no poll since; `checked`: a poll after it found nothing. */
export const UNANSWERED = ['open', 'checked'] as const;
export type Unanswered = (typeof UNANSWERED)[number];

/** For an execution of the automation that registers its endpoint: what keeps it from that. */
export interface Registering {
  /** Number of requests that have added the endpoint's Region to its endpoint service. */
  readonly regionRequests?: number | undefined;
  /** ISO 8601: since when, without interruption, EC2 has not shown the endpoint. */
  readonly endpointMissingSince?: string | undefined;
}

/** Fields that Prepare change and Apply change share: each round passes them on to the next. */
export interface ChangeRecord {
  /** From 1 on: Prepare change and Apply change of one round have the same number. */
  readonly round: number;
  readonly creation?: Creation | undefined;
  readonly unanswered?: Unanswered | undefined;
  /** This execution has changed remote Regions, the regional mode or a comment, or may have. */
  readonly changed?: boolean | undefined;
  readonly again?: Again | undefined;
  readonly registering?: Registering | undefined;
  /** The service that the change is about, if it exists. */
  readonly endpointServiceId?: string | undefined;
}

/** By kind of target: what the poll before a change also records for later tasks. */
export interface PreparedByKind {
  readonly link: {
    /** Region of the link's endpoint service. */
    readonly serviceRegionName?: AtlasRegion | undefined;
  };
  readonly service: {
    /** For an existing service: its remote Regions before this execution. */
    readonly remoteRegions?: readonly AtlasRegion[] | undefined;
  };
  readonly 'regional-mode': {
    /** The mode before this execution. */
    readonly wasEnabled?: boolean | undefined;
  };
  readonly 'data-federation-link': {
    /** For an existing registration: its comment before this execution. */
    readonly comment?: string | undefined;
  };
}

/** What provision-target has found before its change. */
export type Prepared<K extends keyof PreparedByKind = keyof PreparedByKind> = PreparedRecord &
  PreparedByKind[K];

/** Result of each poll before a change, for all kinds. */
export interface PreparedRecord extends ChangeRecord {
  /** The link or service existed already, created by others: it is adopted, and never deleted by this resource. */
  readonly existed: boolean;
  /** ISO 8601: when the poll began. Absent from executions of an earlier version. */
  readonly checkedAt?: string | undefined;
  /**
   * For a link that Atlas does not return although its endpoint service lists it: one of the two responses is stale.
   */
  readonly contradicted?: boolean | undefined;
  /** Number of consecutive unexplained conflicts before this round. */
  readonly conflicts?: number | undefined;
}

/** What provision-target has done. */
export interface Applied extends ChangeRecord {
  /** The deletion was not carried out, because the link is the last of its endpoint service. */
  readonly retained: boolean;
  /**
   * Why the automation dropped a removal or a registration: it is no longer wanted, or another execution has the link.
   * Absent otherwise.
   */
  readonly dropped?: string | undefined;
  /** True if somebody else has created it. */
  readonly adopted: boolean;
  /** Why the execution fails, although the changes above have been made. */
  readonly refusal?: string | undefined;
  /** For a regional mode: time of the change. */
  readonly at?: string | undefined;
}

/** A roll-back or another attempt that is not possible yet: the workflow waits, and calls it again. */
export interface Postponed {
  readonly reason: string;
  readonly waitSeconds: number;
  /** Time of the first of the consecutive calls without an effect. */
  readonly since: string;
}

/** Result of a change; the round is added when it is recorded. */
export type ChangeOutcome = Omit<Applied, 'round'>;

/** Logged if a stack continues with what may be the late effect of its own request. */
export const ADOPTED_IN_DOUBT =
  'adopted, and never removed by the stack, although a request to create it without a response may have made it';

/** Result of provision-target for a link that Atlas had refused temporarily. */
export interface Retried {
  /** Number of attempts, including this one unless it was postponed. */
  readonly count: number;
  /** Why there is no further attempt; empty otherwise. */
  readonly refusal: string;
  /**
   * Why the automation has dropped the execution: another one, or somebody else, has the link. Absent otherwise.
   */
  readonly dropped?: string | undefined;
  /** When Atlas accepted it again, if this attempt got that far: polls may be stale for some seconds. */
  readonly at?: string | undefined;
  /** Number of requests of these attempts that have added the endpoint's Region to its endpoint service. */
  readonly regionRequests?: number | undefined;
  readonly postponed?: Postponed | undefined;
}

/** What provision-target has rolled back after a failure. */
export interface Undone {
  readonly undone: boolean;
  /** Set if the roll-back is not complete: the workflow calls it again. */
  readonly postponed?: Postponed | undefined;
  /** What is left, or may be left, in Atlas, and why; reported to the stack. */
  readonly left?: string | undefined;
}
