/** Result of one poll of an execution, with data for the next poll. */
import type { LinkDescription } from '../contract/attributes.js';
import type { ClusterConnectionStrings } from '../contract/custom-resources.js';
import type { PreflightWarning } from '../contract/warnings.js';
import type { Outcome } from '../contract/workflow.js';

/** Times that polls pass on: since when, without interruption, something has not been shown. ISO 8601. */
export interface NotShown {
  /** For a link that is to be created: since when Atlas has returned that it does not exist. */
  readonly missingSince?: string | undefined;
  /** Since when EC2 has not shown the endpoint. */
  readonly endpointMissingSince?: string | undefined;
  /** Since when Atlas has returned that the project or path does not exist. */
  readonly notFoundSince?: string | undefined;
}

/** Result of poll-link; the description is that of a link or of an endpoint service. */
export interface Observation<Description = LinkDescription> extends NotShown {
  readonly outcome: Outcome;
  /** Seconds until the next poll. The Wait state reads it, so it is present for all outcomes. */
  readonly waitSeconds: number;
  readonly observedAt: string;
  readonly description: Description;
  /** Why the outcome is failed or timed out, or why this poll had no result; empty if there is no problem. */
  readonly message: string;
  /** What to do about `message`; empty if there is nothing to do. */
  readonly advice: string;
  /** For an execution that waits for connection strings after the link is available. */
  readonly connectionStrings?: ConnectionStringsProgress | undefined;
  /** For a regional mode: a cluster was seen that was being updated. */
  readonly updateSeen?: boolean | undefined;
  /** What EC2 has shown of the endpoint of a link that waits for Atlas to accept it. */
  readonly acceptance?: Acceptance | undefined;
  /** Atlas gave no response to this poll: the description says nothing about the current state. */
  readonly unseen?: boolean | undefined;
}

/** ISO 8601. */
export interface Acceptance {
  /** When EC2 was first seen to show the endpoint as accepted. */
  readonly acceptedAt?: string | undefined;
  /** When EC2 was first seen to show it as available. */
  readonly availableAt?: string | undefined;
  /** When Atlas last returned a status other than AVAILABLE. */
  readonly pendingAt?: string | undefined;
  /** `push`: a notification of EC2 caused the poll. */
  readonly noticedBy?: 'push' | 'poll' | undefined;
  /** Since when EC2 has throttled or failed, so that the state of the endpoint is unknown. */
  readonly unreadSince?: string | undefined;
  /** EC2, or the table of waiting links, could not be read: the execution uses its own pace. */
  readonly cannotBeSeen?: boolean | undefined;
}

/** Progress of the private connection strings of a link's endpoint in Atlas. */
export interface ConnectionStringsProgress {
  /** Time of the first poll that found the link available. */
  readonly availableSince: string;
  readonly clusters: readonly ClusterConnectionStrings[];
  /** Which strings are missing and why; empty if none is. */
  readonly message: string;
  /** Preflight's warnings about the clusters, which are read here for the first time. */
  readonly warnings?: readonly PreflightWarning[] | undefined;
}
