/** What the rules need from the world; adapters in `../atlas` and `../aws` provide it. Only the calls in use. */
import type { CloudProvider, LinkDescription } from '../contract/attributes.js';
import type {
  ClusterConnectionStrings,
  ConnectionStringKind,
  ServiceDescription,
} from '../contract/custom-resources.js';
import type { MetricName } from '../contract/metrics.js';
import type {
  CONNECTION_STRINGS_CHANGED,
  ConnectionStringsChangedDetail,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
  LinkConcludedDetail,
  LinksReconciledDetail,
} from '../contract/published-event.js';
import type { LinkRecord } from '../contract/registry.js';
import type { RespondTo, WorkflowInput } from '../contract/workflow-input.js';
import type { RemovalPermit, ServiceReference } from './unlinking/removal-permit.js';
import type { UnreadableRecord } from './unreadable-record-error.js';

export interface LinkReference {
  readonly cloudProvider: CloudProvider;
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointId: string;
}

/** An Atlas endpoint service, nulls taken out. */
export interface EndpointService {
  readonly endpointServiceId: string;
  readonly cloudProvider: CloudProvider;
  /** `com.amazonaws.vpce.<region>.vpce-svc-<17 hex>`; undefined while the service is INITIATING. */
  readonly endpointServiceName: string | undefined;
  /** Atlas spelling, such as `EU_WEST_1`. */
  readonly regionName: string;
  /** Open set: INITIATING, AVAILABLE, WAITING_FOR_USER, FAILED, DELETING. */
  readonly status: string;
  readonly errorMessage: string;
  /** Ids of what is linked: VPC endpoints, Azure private endpoints, Google Cloud endpoint groups. */
  readonly interfaceEndpoints: readonly string[];
  readonly description: ServiceDescription;
}

/** A cluster, as far as private links touch it. */
export interface Cluster {
  readonly name: string;
  /** Open set: IDLE, CREATING, UPDATING, DELETING, REPAIRING. */
  readonly stateName: string;
  readonly isPaused: boolean;
  /** Where its nodes are. The provider of a shared tier is TENANT or FLEX: private links do not reach those. */
  readonly regions: readonly {
    readonly cloudProvider: string;
    readonly regionName: string;
    /** `M0`, `M10`, …; empty where Atlas gives none. */
    readonly instanceSize: string;
    /** Of a shared tier: the provider whose nodes it runs on; empty otherwise. */
    readonly backingProvider: string;
  }[];
  readonly privateEndpoints: readonly PrivateConnectionStrings[];
}

/** Connection strings of a cluster through one or more endpoints; empty where Atlas gives none. */
export interface PrivateConnectionStrings {
  readonly endpointIds: readonly string[];
  readonly standard: string;
  readonly srv: string;
  readonly srvShardOptimized: string;
}

/** What a new endpoint service is to be. */
export interface ServiceRequest {
  readonly projectId: string;
  readonly cloudProvider: CloudProvider;
  /** Atlas spelling. */
  readonly regionName: string;
  /** Google Cloud. */
  readonly portMappingEnabled?: boolean | undefined;
}

/** What a new link is to be, beyond its ids. */
export interface LinkDetails {
  /** Azure. */
  readonly privateEndpointIpAddress?: string | undefined;
  /** Google Cloud. */
  readonly gcpProjectId?: string | undefined;
  readonly gcpEndpoints?:
    | readonly { readonly endpointName: string; readonly ipAddress: string }[]
    | undefined;
}

/** The project's token bucket at the last answer; undefined when that is long ago, or Atlas sent no headers. */
export interface RateBudget {
  readonly limit: number;
  readonly remaining: number;
}

/**
 * The Admin API, for any of the configured projects.
 * All calls reject with {@link AtlasError}.
 */
export interface AtlasPort {
  listEndpointServices(projectId: string, cloudProvider: CloudProvider): Promise<readonly EndpointService[]>;
  /** Undefined when Atlas answers 404 for the link or its service; a 404 for the project is an error. */
  findLink(link: LinkReference): Promise<LinkDescription | undefined>;
  /** One POST. Throttling (429) is retried inside; an unclear failure (5xx, no answer) is not: look first. */
  createLink(link: LinkReference, details?: LinkDetails): Promise<LinkDescription>;
  /** All clusters of the project, from all pages. */
  listClusters(projectId: string): Promise<readonly Cluster[]>;
  isRegionalModeEnabled(projectId: string): Promise<boolean>;
  rateBudget(projectId: string): RateBudget | undefined;
}

/** What custom resources need of the Admin API besides. */
export interface AtlasChangePort extends AtlasPort {
  /** One POST, as {@link AtlasPort.createLink}. */
  createService(request: ServiceRequest): Promise<EndpointService>;
  setRemoteRegions(
    projectId: string,
    endpointServiceId: string,
    regionNames: readonly string[],
  ): Promise<void>;
  /** One DELETE, whatever becomes of it: after a failure, look first. A service that is not there is success. */
  deleteService(permit: RemovalPermit<ServiceReference>): Promise<void>;
  /** As {@link deleteService}. */
  deleteLink(permit: RemovalPermit<LinkReference>): Promise<void>;
  setRegionalMode(projectId: string, enabled: boolean): Promise<void>;
}

/** A VPC endpoint as EC2 describes it now. */
export interface VpcEndpoint {
  readonly endpointId: string;
  /** Lower case, whatever EC2's spelling: `pendingacceptance`, `available`, … */
  readonly state: string;
  /** Lower case: `interface`, `gateway`, … */
  readonly type: string;
  readonly serviceName: string;
  /** Region of the service for a cross-region endpoint; undefined otherwise. */
  readonly serviceRegion: string | undefined;
  readonly vpcId: string;
  readonly ownerAccount: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Belongs to an AWS service. */
  readonly requesterManaged: boolean;
  readonly createdAt: Date | undefined;
}

export interface VpcEndpointPort {
  /** Undefined when EC2 does not know the id (not yet, or no longer). */
  describe(endpointId: string): Promise<VpcEndpoint | undefined>;
  tag(endpointId: string, tags: Readonly<Record<string, string>>): Promise<void>;
}

/** For the reconciliation: what lives in this account and Region. */
export interface VpcEndpointListPort {
  /** Endpoints of all states to these services, from all pages. */
  listByServiceNames(serviceNames: readonly string[]): Promise<readonly VpcEndpoint[]>;
}

/** A rule of a security group that lets TCP in. */
export interface IngressRule {
  /** 0 to 65535 for a rule of all protocols. */
  readonly fromPort: number;
  readonly toPort: number;
}

/** What stands around a VPC endpoint. */
export interface NetworkPort {
  /** TCP ingress rules of these security groups, together. */
  ingressRules(securityGroupIds: readonly string[]): Promise<readonly IngressRule[]>;
  /** Availability Zone names of these subnets, such as `eu-west-1a`. */
  subnetZones(subnetIds: readonly string[]): Promise<readonly string[]>;
  /** Availability Zone names of an endpoint service; empty where AWS does not tell. */
  serviceZones(serviceName: string): Promise<readonly string[]>;
}

/** SSM Parameter Store. Calls reject with the SDK's errors, which may pass. */
export interface RegistryPort {
  /**
   * Undefined where there is none.
   *
   * @throws UnreadableRecordError where something is there that this version cannot read: it may be anybody's
   */
  find(endpointId: string): Promise<LinkRecord | undefined>;
  /** @returns false when another one has written a record first */
  create(record: LinkRecord): Promise<boolean>;
  put(record: LinkRecord): Promise<void>;
  /** A record that is not there is success. */
  remove(endpointId: string): Promise<void>;
  /** @param onUnreadable told each parameter that cannot be read as a record, or as one of its endpoint */
  list(onUnreadable?: (record: UnreadableRecord) => void): Promise<readonly LinkRecord[]>;
  /** What is stored for an endpoint, by cluster; empty texts where a kind is not. */
  connectionStrings(endpointId: string): Promise<readonly ClusterConnectionStrings[]>;
  /** @returns the parameter's name; empty when the value is larger than a parameter may be */
  putConnectionString(
    endpointId: string,
    cluster: string,
    kind: ConnectionStringKind,
    value: string,
  ): Promise<string>;
  /** What is not there is success. */
  removeConnectionString(endpointId: string, cluster: string, kind: ConnectionStringKind): Promise<void>;
  /** All kinds. What is not there is success. */
  removeConnectionStrings(endpointId: string, clusters: readonly string[]): Promise<void>;
}

export interface WorkflowPort {
  /** `already-started` when a run of that name exists: success for a redelivered event. */
  start(name: string, input: WorkflowInput): Promise<'started' | 'already-started'>;
}

/** An execution of the provider's state machine. */
export interface ExecutionFacts {
  readonly name: string;
  readonly executionArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly error: string;
  readonly cause: string;
  /** JSON. */
  readonly input: string;
  /** Undefined while it runs. */
  readonly endedAt: Date | undefined;
}

/** Executions that carry out requests of CloudFormation, by name. */
export interface ExecutionPort extends WorkflowPort {
  /** Undefined where there is none of that name. */
  describe(name: string): Promise<ExecutionFacts | undefined>;
  /** Names that begin so, the newest first; what has begun seconds ago may be missing. */
  list(prefix: string, status?: 'RUNNING'): Promise<readonly string[]>;
  /** One that has ended is success. */
  stop(name: string, error: string, cause: string): Promise<void>;
}

export interface RunStatusPort {
  /** False for a run that has ended, or that never was. */
  isRunning(name: string): Promise<boolean>;
  /** `absent`: there is none of that name (Step Functions keeps names for 90 days). */
  stateOf(name: string): Promise<'running' | 'ended' | 'absent'>;
}

/** Where a run has come to. */
export interface LastStep {
  /** Name of the state that was entered or left last. */
  readonly name: string;
  /** The run's input, and what each task has added. */
  readonly state: object;
}

export interface RunHistoryPort {
  /** Undefined before the first step. */
  lastStep(executionArn: string): Promise<LastStep | undefined>;
  /** Starts a run of the same machine from a state; one of that name that exists is success. */
  goOn(executionArn: string, name: string, state: object): Promise<void>;
}

export type PublishedEvent =
  | { readonly type: typeof LINK_CONCLUDED; readonly detail: LinkConcludedDetail }
  | { readonly type: typeof CONNECTION_STRINGS_CHANGED; readonly detail: ConnectionStringsChangedDetail }
  | { readonly type: typeof LINKS_RECONCILED; readonly detail: LinksReconciledDetail };

export interface EventPort {
  /** @param executionArn the run behind it, the event's resource */
  publish(event: PublishedEvent, executionArn: string): Promise<void>;
}

/** A request of CloudFormation that its execution has not answered yet. */
export interface OpenRequest {
  readonly respondTo: RespondTo;
  /** A presigned PUT: a credential, never logged, published or put into an execution. */
  readonly responseUrl: string;
}

/** Open requests by the names of their executions. Calls reject with {@link RegistryUnavailableError}. */
export interface OpenRequestPort {
  /** Written again by another delivery of the same request. */
  keep(name: string, request: OpenRequest): Promise<void>;
  /** Undefined once it has been answered. */
  find(name: string): Promise<OpenRequest | undefined>;
  /** A request that is not there is success. */
  remove(name: string): Promise<void>;
  list(): Promise<readonly { readonly name: string; readonly storedAt: Date }[]>;
  /** Requests about this resource that were issued before are cancelled, even those that are delivered later. */
  cancelBefore(prefix: string, issuedAt: Date): Promise<void>;
  /** Undefined where none is. */
  cancelledBefore(prefix: string): Promise<Date | undefined>;
}

/** CloudFormation's response URL. */
export interface AnswerPort {
  /** PUTs the document, trying again on failure. Rejects without naming the URL, which is a credential. */
  put(responseUrl: string, document: object): Promise<void>;
}

export interface MetricPort {
  count(name: MetricName, value?: number): void;
  seconds(name: MetricName, value: number): void;
}

/** Powertools drops these keys, with a warning, because every line has them already. */
export type LogFields = Readonly<Record<string, unknown>> & {
  readonly message?: never;
  readonly level?: never;
  readonly timestamp?: never;
  readonly service?: never;
};

/** One line per decision, with ids and never a secret or a raw event. */
export interface LogPort {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface ClockPort {
  /** Until the caller must have an answer; without it, there is no limit. */
  remainingMilliseconds?(): number;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}
