/** The events that are published on EventBridge. Schemas: `docs/events`. */
import type { LinkDescription } from './attributes.js';
import type { InCloudFormation } from './cloudformation-spelling.js';
import type { ClusterConnectionStrings, ConnectionStringKind } from './custom-resources.js';
import type { AwsRegion } from './regions.js';
import type { PreflightWarning } from './warnings.js';
import type { Conclusion } from './workflow.js';

export const EVENT_SOURCE = 'atlas-privatelink';
export const LINK_CONCLUDED = 'Atlas PrivateLink Link Concluded';
export const CONNECTION_STRINGS_CHANGED = 'Atlas PrivateLink Connection Strings Changed';
export const LINKS_RECONCILED = 'Atlas PrivateLink Links Reconciled';

export interface LinkConcludedDetail {
  readonly version: '1';
  readonly outcome: Conclusion;
  /** What the execution was for: a link that is available, or one that is gone. */
  readonly goal: 'available' | 'deleted';
  readonly link: InCloudFormation<LinkDescription>;
  /** Region of the VPC endpoint. */
  readonly region: AwsRegion;
  /** AWS account that owns the VPC endpoint; empty where unknown. */
  readonly account: string;
  /** Why, in Atlas's message where there are any; empty when available. */
  readonly message: string;
  /** What to do next; empty when there is nothing to do. */
  readonly advice: string;
  /** What will not work although the link is available; empty when nothing was found. */
  readonly warnings: readonly PreflightWarning[];
  readonly origin: { readonly kind: string; readonly id: string };
  /** The execution. Delivery is at least once: consumers drop duplicates by this. */
  readonly executionArn: string;
  readonly startedAt: string;
  readonly concludedAt: string;
  readonly durationSeconds: number;
  /** Of an execution that has waited for the acceptance of its endpoint; absent from the others. */
  readonly acceptance?: PublishedAcceptance;
}

/** When what was first seen, ISO 8601; empty where nobody has seen it. */
export interface PublishedAcceptance {
  /** EC2 showed the endpoint as accepted. */
  readonly acceptedAt: string;
  /** EC2 showed the endpoint as available. */
  readonly availableInEc2At: string;
  /** The last poll at which Atlas did not say AVAILABLE yet: it said so after this, and before `concludedAt`. */
  readonly lastPendingAt: string;
  /** `push`: a connection notification of EC2; `look`: somebody looked. */
  readonly noticedBy: 'push' | 'look' | '';
}

/** The private connection strings of an endpoint are there, or have changed. */
export interface ConnectionStringsChangedDetail {
  readonly version: '1';
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointId: string;
  readonly region: AwsRegion;
  readonly account: string;
  /** All that the endpoint has now, without credentials. */
  readonly clusters: readonly (InCloudFormation<ClusterConnectionStrings> & {
    /** Names of the SSM parameters that hold them; empty where there is none (too large, or none given). */
    readonly parameters: InCloudFormation<Readonly<Record<ConnectionStringKind, string>>>;
  })[];
  /** Names of the clusters that have lost theirs. */
  readonly removedClusters: readonly string[];
  /** Which are missing and why; empty when none is. */
  readonly message: string;
  readonly changedAt: string;
}

/** One difference that a reconciliation has found. */
export interface Drift {
  readonly kind: DriftKind;
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointId: string;
  /**
   * `repaired`: an execution has been started, or the registry corrected; `left`: for a person; `reported`: as it should be,
   * as far as can be seen from here, and not counted.
   */
  readonly result: (typeof DRIFT_RESULTS)[number];
  readonly message: string;
}

export const DRIFT_RESULTS = ['repaired', 'left', 'reported', 'would-repair'] as const;

export const DRIFT_KINDS = [
  /** Selected, alive, and not linked: its event was lost, or the link was removed in Atlas. */
  'not-linked',
  /** Linked in Atlas and selected, but unknown to the registry. */
  'not-registered',
  /** The execution that was to make or remove the link has died. */
  'execution-died',
  /** The registry says ours, EC2 says gone. */
  'endpoint-deleted',
  /** No longer selected, and the automation was told to unlink such endpoints. */
  'deselected',
  /** The registry says something else than Atlas. */
  'state-changed',
  /** In the registry, and neither in Atlas nor in EC2. */
  'stale-record',
  /** The last link of an endpoint service, whose endpoint is deleted. */
  'last-link-retained',
  /** In Atlas; its endpoint cannot be seen from here, and may belong to another account. */
  'unmanaged',
  /** Atlas or EC2 would not tell, or the repair failed. */
  'unreadable',
] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

export interface LinksReconciledDetail {
  readonly version: '1';
  readonly dryRun: boolean;
  /** Links and endpoints that were compared. */
  readonly compared: number;
  /** What was repaired and what was left; in a dry run, what would be repaired besides. */
  readonly found: number;
  readonly repaired: number;
  readonly left: number;
  /** Number of links in each state, as Atlas and the registry say. */
  readonly links: {
    readonly available: number;
    readonly pending: number;
    readonly failed: number;
    readonly retained: number;
    readonly unmanaged: number;
    /** Of another automation in this account and Region. */
    readonly ofOthers: number;
  };
  /** At most 100, with what is only reported. */
  readonly drift: readonly Drift[];
  readonly startedAt: string;
  readonly finishedAt: string;
}
