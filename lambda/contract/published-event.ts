/** The events that are published on EventBridge. Schemas: `docs/events`. */
import type { LinkDescription } from './attributes.js';
import type { InCloudFormation } from './cloudformation-spelling.js';
import type { ClusterConnectionStrings, ConnectionStringKind } from './custom-resources.js';
import type { AwsRegion } from './regions.js';
import type { DATA_FEDERATION_SERVICE_ID } from './service-kind.js';
import type { PreflightWarning } from './warnings.js';
import type { Conclusion } from './workflow.js';

export const EVENT_SOURCE = 'atlas-privatelink';
export const LINK_CONCLUDED = 'Atlas PrivateLink Link Concluded';
export const CONNECTION_STRINGS_CHANGED = 'Atlas PrivateLink Connection Strings Changed';
export const LINKS_RECONCILED = 'Atlas PrivateLink Links Reconciled';

export interface LinkConcludedDetail {
  readonly version: '1';
  readonly outcome: Conclusion;
  /** Goal of the execution: the link is available, or deleted. */
  readonly goal: 'available' | 'deleted';
  readonly link: InCloudFormation<LinkDescription>;
  /** Region of the VPC endpoint. */
  readonly region: AwsRegion;
  /** AWS account that owns the VPC endpoint; empty where unknown. */
  readonly account: string;
  /** The reason, in Atlas's words if it gave any; empty when available. */
  readonly message: string;
  /** What to do next; empty when there is nothing to do. */
  readonly advice: string;
  /** What will not work although the link is available; empty if nothing was found. */
  readonly warnings: readonly PreflightWarning[];
  readonly origin: { readonly kind: string; readonly id: string };
  /** ARN of the execution. Delivery is at least once: consumers use it to drop duplicates. */
  readonly executionArn: string;
  readonly startedAt: string;
  readonly concludedAt: string;
  readonly durationSeconds: number;
  /** Present only if the execution has waited for the acceptance of its endpoint. */
  readonly acceptance?: PublishedAcceptance;
  /** Present only for an endpoint to Data Federation and Online Archive. */
  readonly service?: typeof DATA_FEDERATION_SERVICE_ID;
}

/** Times at which each state was first seen, ISO 8601; empty if it was not seen. */
export interface PublishedAcceptance {
  /** EC2 showed the endpoint as accepted. */
  readonly acceptedAt: string;
  /** EC2 showed the endpoint as available. */
  readonly availableInEc2At: string;
  /** The last poll at which Atlas did not return AVAILABLE. Atlas changed after this, and before `concludedAt`. */
  readonly lastPendingAt: string;
  /** `push`: a connection notification of EC2; `poll`: a poll of EC2. */
  readonly noticedBy: 'push' | 'poll' | '';
}

/** The private connection strings of an endpoint have appeared or changed. */
export interface ConnectionStringsChangedDetail {
  readonly version: '1';
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointId: string;
  readonly region: AwsRegion;
  readonly account: string;
  /** All connection strings of the endpoint, without credentials. */
  readonly clusters: readonly (InCloudFormation<ClusterConnectionStrings> & {
    /** Names of the SSM parameters that hold them; empty if there is none (too large, or no string). */
    readonly parameters: InCloudFormation<Readonly<Record<ConnectionStringKind, string>>>;
  })[];
  /** Names of the clusters that no longer have connection strings. */
  readonly removedClusters: readonly string[];
  /** Which strings are missing and why; empty if none is. */
  readonly message: string;
  readonly changedAt: string;
}

/** One difference that a reconciliation has found. */
export interface Drift {
  readonly kind: DriftKind;
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointId: string;
  /** AWS account and Region of a member of the hub; absent for the automation's own. */
  readonly account?: string;
  readonly region?: AwsRegion;
  /**
   * `repaired`: an execution has been started, or the registry corrected; `left`: a person has to act; `reported`:
   * correct as far as can be seen from this account and Region, and not counted.
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
  /** The execution that was to create or remove the link has ended without a conclusion. */
  'execution-failed',
  /** The registry has the link as own, and EC2 shows its endpoint as deleted. */
  'endpoint-deleted',
  /** No longer selected, and the automation is configured to unlink such endpoints. */
  'deselected',
  /** The registry and Atlas have different states. */
  'state-changed',
  /** In the registry, and neither in Atlas nor in EC2. */
  'stale-record',
  /** The last link of an endpoint service, whose endpoint is deleted. */
  'last-link-retained',
  /** In Atlas; its endpoint is not visible from here, and may belong to another account. */
  'unmanaged',
  /** Atlas or EC2 could not be read, or the repair failed. */
  'unreadable',
  /** The account or Region of a link may no longer reach its Atlas project. */
  'not-allowed',
  /** The role of a member of the hub could not be assumed, or the member not be compared in time: nothing is known about its endpoints. */
  'member-unreachable',
  /** A member of the hub was not heard for hours: its events may not arrive. */
  'member-silent',
] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

export interface LinksReconciledDetail {
  readonly version: '1';
  readonly dryRun: boolean;
  /** Links and endpoints that were compared. */
  readonly compared: number;
  /** Repaired and remaining differences; in a dry run, those that would be repaired are included. */
  readonly found: number;
  readonly repaired: number;
  readonly left: number;
  /** Number of links in each state, according to Atlas and the registry. */
  readonly links: {
    readonly available: number;
    readonly pending: number;
    readonly failed: number;
    readonly retained: number;
    readonly unmanaged: number;
    /** Of another automation in this account and Region. */
    readonly ofOthers: number;
  };
  /** At most 100, including those that are only reported. */
  readonly drift: readonly Drift[];
  readonly startedAt: string;
  readonly finishedAt: string;
}
