/** The part of the Admin API that the domain uses; `lambda/atlas` implements it. */
import type { CloudProvider, LinkDescription } from '../../../contract/attributes.js';
import type { ServiceDescription } from '../../../contract/custom-resources.js';
import type { AtlasRegion } from '../../../contract/regions.js';
import type { ServiceKind } from '../../../contract/service-kind.js';
import type { RemovalPermit, ServiceReference } from '../values/removal-permit.js';
import type { DataFederationChangePort, DataFederationPort } from './data-federation.js';

export interface LinkReference {
  readonly cloudProvider: CloudProvider;
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointId: string;
}

export interface EndpointService {
  readonly endpointServiceId: string;
  readonly cloudProvider: CloudProvider;
  /** `com.amazonaws.vpce.<region>.vpce-svc-<17 hex>`; undefined while the service is INITIATING. */
  readonly endpointServiceName: string | undefined;
  readonly regionName: AtlasRegion;
  /** Open set: INITIATING, AVAILABLE, WAITING_FOR_USER, FAILED, DELETING. */
  readonly status: string;
  readonly errorMessage: string;
  /** Ids of the linked VPC endpoints, Azure private endpoints or Google Cloud endpoint groups. */
  readonly interfaceEndpoints: readonly string[];
  /**
   * Those of them that the list itself shows in another state than available. Only the list of Data Federation has
   * states.
   */
  readonly unavailableEndpoints?: readonly string[] | undefined;
  readonly description: ServiceDescription;
}

export interface Cluster {
  readonly name: string;
  /** Open set: IDLE, CREATING, UPDATING, DELETING, REPAIRING. */
  readonly stateName: string;
  readonly isPaused: boolean;
  /** Location of its nodes. The provider of a shared tier is TENANT or FLEX: private endpoints do not reach those. */
  readonly regions: readonly {
    readonly cloudProvider: string;
    readonly regionName: AtlasRegion;
    /** `M0`, `M10`, …; empty if Atlas returns none. */
    readonly instanceSize: string;
    /** For a shared tier: the cloud provider of its nodes; empty otherwise. */
    readonly backingProvider: string;
    /** Nodes of all kinds in this Region and shard; 0 if Atlas returns none. */
    readonly nodeCount: number;
  }[];
  readonly privateEndpoints: readonly PrivateConnectionStrings[];
}

export interface PrivateConnectionStrings {
  readonly endpointIds: readonly string[];
  readonly standard: string;
  readonly srv: string;
  readonly srvShardOptimized: string;
}

export interface ServiceRequest {
  readonly projectId: string;
  readonly cloudProvider: CloudProvider;
  readonly regionName: AtlasRegion;
  /** Google Cloud. */
  readonly portMappingEnabled?: boolean | undefined;
}

export interface LinkDetails {
  /** Azure. */
  readonly privateEndpointIpAddress?: string | undefined;
  /** Google Cloud. */
  readonly gcpProjectId?: string | undefined;
  readonly gcpEndpoints?:
    | readonly { readonly endpointName: string; readonly ipAddress: string }[]
    | undefined;
}

export interface RateBudget {
  readonly limit: number;
  readonly remaining: number;
}

export interface AtlasPort {
  readonly dataFederation: DataFederationPort;
  /** @param kind default: the project's dedicated services */
  listEndpointServices(
    projectId: string,
    cloudProvider: CloudProvider,
    kind?: ServiceKind,
  ): Promise<readonly EndpointService[]>;
  /** Undefined if Atlas returns 404 for the link or its service; a 404 for the project is an error. */
  findLink(link: LinkReference): Promise<LinkDescription | undefined>;
  /**
   * Sends one POST. Throttling (429) is retried inside; after an unclear failure (5xx, no response) the caller must
   * poll first.
   */
  createLink(link: LinkReference, details?: LinkDetails): Promise<LinkDescription>;
  /** All clusters of the project, from all pages. */
  listClusters(projectId: string): Promise<readonly Cluster[]>;
  isRegionalModeEnabled(projectId: string): Promise<boolean>;
  rateBudget(projectId: string): RateBudget | undefined;
}

export interface OwnRolesPort {
  /**
   * Roles of the credentials with which this project is used: those in the project, and for an API key those in its
   * organization. Open set, in Atlas's spelling: GROUP_OWNER, GROUP_READ_ONLY, ORG_MEMBER. Undefined if Atlas does not list
   * the credentials in the project.
   */
  ownRoles(projectId: string): Promise<readonly string[] | undefined>;
}

export interface AtlasChangePort extends AtlasPort {
  readonly dataFederation: DataFederationChangePort;
  /** Sends one POST, like {@link AtlasPort.createLink}. */
  createService(request: ServiceRequest): Promise<EndpointService>;
  setRemoteRegions(
    projectId: string,
    endpointServiceId: string,
    regionNames: readonly AtlasRegion[],
  ): Promise<void>;
  /** Sends one DELETE, without a retry: after a failure, the caller must poll first. A missing service is success. */
  deleteService(permit: RemovalPermit<ServiceReference>): Promise<void>;
  /** Like {@link deleteService}. */
  deleteLink(permit: RemovalPermit<LinkReference>): Promise<void>;
  setRegionalMode(projectId: string, enabled: boolean): Promise<void>;
}
