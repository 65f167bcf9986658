/** What one poll of an execution says, and hands on to the next. */
import type { LinkDescription } from '../contract/attributes.js';
import type { ClusterConnectionStrings } from '../contract/custom-resources.js';
import type { PreflightWarning } from '../contract/warnings.js';
import type { Outcome } from '../contract/workflow.js';

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
  /** What EC2 has shown of the endpoint of a link that waits for Atlas to accept it. */
  readonly acceptance?: Acceptance | undefined;
  /** Atlas gave no response to this poll: the description says nothing of what is there. */
  readonly unseen?: boolean | undefined;
}

/** ISO 8601. */
export interface Acceptance {
  /** When EC2 was first seen to show the endpoint as accepted. */
  readonly acceptedAt?: string | undefined;
  /** And as available. */
  readonly availableAt?: string | undefined;
  /** When Atlas last did not say AVAILABLE yet. */
  readonly pendingAt?: string | undefined;
  /** `push`: a notification of EC2 had somebody look. */
  readonly noticedBy?: 'push' | 'look' | undefined;
  /** EC2, or the table of those who wait, could not be asked: the execution goes by its own pace. */
  readonly cannotBeSeen?: boolean | undefined;
}

/** How far Atlas has come with the private connection strings of a link's endpoint. */
export interface ConnectionStringsProgress {
  /** The first poll that found the link available. */
  readonly availableSince: string;
  readonly clusters: readonly ClusterConnectionStrings[];
  /** Which are missing and why; empty when none is. */
  readonly message: string;
  /** What preflight says of the clusters, which are read here first. */
  readonly warnings?: readonly PreflightWarning[] | undefined;
}
