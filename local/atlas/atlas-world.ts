import { ApiError } from './api-error.js';
import type { WorldClock } from './clock.js';
import { Cluster, type ClusterRequest } from './cluster.js';
import type { NewContainer } from './containers.js';
import { DataFederationEndpoints } from './data-federation.js';
import { EndpointService, type Provider } from './endpoint-service.js';
import {
  FederatedDatabase,
  type FederatedDatabaseRequest,
  type HostnameLabel,
} from './federated-databases.js';
import { type Decision, Link, type LinkRequest, NOT_FOUND_MESSAGE } from './link.js';
import { ObjectIds } from './object-id.js';
import type { ResourcePolicy } from './resource-policy.js';
import type { Timings } from './timings.js';

export interface Project {
  readonly id: string;
  readonly services: Map<string, EndpointService>;
  readonly clusters: Cluster[];
  readonly dataFederation: DataFederationEndpoints;
  readonly federatedDatabases: FederatedDatabase[];
  name: string;
  readonly orgId: string;
  /** World time in milliseconds since the epoch. */
  readonly createdAt: number;
  tags: readonly { readonly key: string; readonly value: string }[];
  withDefaultAlertsSettings: boolean;
  /** Limits that were set, by name. */
  readonly limits: Map<string, number>;
  /** Roles of each team, by its id. */
  readonly teams: Map<string, readonly string[]>;
  /** Network containers that a client has made, by id. */
  readonly containers: Map<string, NewContainer>;
  /** Values of `/settings`, by name. */
  readonly settings: Record<string, boolean>;
  managesSlowOperations: boolean;
  regionalMode: boolean;
  /** If false, create requests are refused with 402. */
  hasPaymentMethod: boolean;
}

export interface ProjectRequest {
  /** Default: made from the id. */
  readonly name?: string;
  /** Default: {@link ORGANIZATION_ID}. Organizations are not simulated, so any id is accepted. */
  readonly orgId?: string;
}

export const ORGANIZATION_ID = 'a00000000000000000000001';

/** Settings of a new project, as recorded. */
const DEFAULT_SETTINGS: Readonly<Record<string, boolean>> = {
  isAtlasHomePageAiAssistantEnabled: true,
  isClusterAiAssistantEnabled: true,
  isCollectDatabaseSpecificsStatisticsEnabled: true,
  isDataExplorerEnabled: true,
  isDataExplorerGenAIFeaturesEnabled: true,
  isDataExplorerGenAISampleDocumentPassingEnabled: false,
  isDataValidationEnabled: true,
  isExtendedStorageSizesEnabled: false,
  isNativeRerankingEnabled: false,
  isPerformanceAdvisorEnabled: true,
  isRealtimePerformancePanelEnabled: true,
  isSchemaAdvisorEnabled: true,
};

/**
 * When Atlas deletes an endpoint service together with its last link. Documented for all cloud providers, confirmed by
 * MongoDB's developers for AWS only, and recorded for none. A test of their own removes the only link, which was never
 * available, and finds that the service still exists.
 */
export const LAST_LINK_RULES = ['always', 'once-available', 'never'] as const;
export type LastLinkRule = (typeof LAST_LINK_RULES)[number];

/** Searches for an endpoint at the cloud provider. Atlas does this after the POST, and decides with the result. */
export type EndpointFinder = (endpointId: string, serviceName: string) => Decision;

/** The parts of a cloud provider that Atlas interacts with. */
export interface ProviderSide {
  readonly find: EndpointFinder;
  /** Called when Atlas has accepted the endpoint's connection, and when the endpoint has become available. */
  readonly onState: (endpointId: string, state: 'pending' | 'available') => void;
  /** Called when a link or a registration is made, with the world times at which its state will change. */
  readonly onLinked?: (times: readonly number[]) => void;
  /** Called when the link is removed, after which Atlas does not accept the endpoint's connection any more. */
  readonly onUnlinked?: (endpointId: string) => void;
  /** Called when Atlas has approved an endpoint of Data Federation. */
  readonly onApproved?: (endpointId: string) => void;
  /** True for an endpoint that existed and was deleted. */
  readonly isDeleted?: (endpointId: string) => boolean;
}

const NO_PROVIDER: ProviderSide = { find: () => ({ kind: 'accepted' }), onState: () => undefined };

/** Projects, endpoint services and links, with the rules that Atlas applies to them. */
export class AtlasWorld {
  readonly projects = new Map<string, Project>();
  private readonly ids: ObjectIds;
  private readonly rejections = new Map<string, { readonly message: string; left: number }>();
  private provider = NO_PROVIDER;
  /** Status of a link whose endpoint was deleted in AWS. It has not been recorded, so both values are possible. */
  whenEndpointIsDeleted: 'stays' | 'rejected' = 'stays';
  /**
   * If true, a POST for a rejected link starts another attempt; otherwise it is refused with 409, as documented for any
   * existing link.
   */
  retriesRejected = false;
  /**
   * If true, the remote Regions of a service that is INITIATING cannot be changed. Neither this nor the code of such a
   * refusal is documented or recorded, so both values are possible.
   */
  refusesChangesWhileInitiating = false;
  /** How Atlas names the endpoint of a federated database's host name. */
  hostnameLabel: HostnameLabel = 'endpoint-id';
  /** See `RoleRules`. */
  networkAccessManagerMayLink = false;
  /** Policy of the organization for changes of private endpoints and their services. */
  resourcePolicy: ResourcePolicy | undefined;
  lastLinkTakesService: Readonly<Record<Provider, LastLinkRule>> = {
    AWS: 'always',
    AZURE: 'never',
    GCP: 'never',
  };

  constructor(
    readonly timings: Timings,
    private readonly clock: WorldClock,
  ) {
    this.ids = new ObjectIds(clock);
  }

  /** Connects the cloud provider. Without one, every endpoint is found and accepted. */
  connectProvider(provider: ProviderSide): void {
    this.provider = provider;
  }

  /** Makes Atlas reject the endpoint's links and registrations with this message, `times` times and then no more. */
  reject(endpointId: string, message: string = NOT_FOUND_MESSAGE, times = Number.POSITIVE_INFINITY): void {
    this.rejections.set(endpointId, { message, left: times });
  }

  /**
   * Makes a link fail: REJECTED on AWS, FAILED elsewhere.
   *
   * @throws Error if no service has a link of the endpoint
   */
  fail(endpointId: string, message: string): void {
    const links = [...this.projects.values()]
      .flatMap(({ services }) => [...services.values()])
      .flatMap((service) => service.links.get(endpointId) ?? []);
    if (links.length === 0) throw new Error(`No link of the endpoint "${endpointId}" exists.`);
    for (const link of links) link.decision = { kind: 'rejected', message };
  }

  createProject(id: string = this.ids.create(), { name, orgId }: ProjectRequest = {}): Project {
    const project = {
      id,
      name: name ?? `project-${id.slice(-4)}`,
      orgId: orgId ?? ORGANIZATION_ID,
      createdAt: this.clock.now(),
      services: new Map(),
      clusters: [],
      dataFederation: new DataFederationEndpoints(this.timings, this.clock, {
        onRegistered: (at) => this.provider.onLinked?.([at]),
        onApproved: (endpointId) => this.provider.onApproved?.(endpointId),
        failureOf: (endpointId) => this.takeRejection(endpointId),
      }),
      federatedDatabases: [],
      tags: [],
      withDefaultAlertsSettings: true,
      limits: new Map(),
      teams: new Map(),
      containers: new Map(),
      settings: { ...DEFAULT_SETTINGS },
      managesSlowOperations: true,
      regionalMode: false,
      hasPaymentMethod: true,
    };
    this.projects.set(id, project);
    return project;
  }

  createCluster(project: Project, request: ClusterRequest): Cluster {
    const cluster = new Cluster(request, this.clock);
    project.clusters.push(cluster);
    return cluster;
  }

  createFederatedDatabase(project: Project, request: FederatedDatabaseRequest): FederatedDatabase {
    const database = new FederatedDatabase(request);
    project.federatedDatabases.push(database);
    return database;
  }

  /** Moves a cluster: it is UPDATING for a time, and has other private connection strings afterwards. */
  moveCluster(cluster: Cluster): void {
    const { clusterUpdateDelaySeconds, clusterUpdateSeconds } = this.timings;
    cluster.scheduleUpdate(clusterUpdateDelaySeconds, clusterUpdateSeconds);
    cluster.renewStrings(clusterUpdateDelaySeconds + clusterUpdateSeconds);
  }

  /**
   * Sets the regional mode; clusters are updated some time later.
   *
   * @throws ApiError 409 if Atlas refuses: to turn it on with replica sets, or to turn it off with several endpoints in
   * one of several Regions
   */
  setRegionalMode(project: Project, enabled: boolean): void {
    if (enabled === project.regionalMode) return;
    const replicaSet = project.clusters.find(({ isSharded }) => !isSharded);
    if (enabled && replicaSet !== undefined) throw regionalModeRefused('the project has a replica set');
    if (!enabled && hasManyLinksInManyRegions(project))
      throw regionalModeRefused('more than one region has private endpoints');
    project.regionalMode = enabled;
    const { clusterUpdateDelaySeconds, clusterUpdateSeconds } = this.timings;
    for (const cluster of project.clusters)
      cluster.scheduleUpdate(clusterUpdateDelaySeconds, clusterUpdateSeconds);
  }

  /** @throws ApiError 409 if the Region has an endpoint service */
  createService(
    project: Project,
    provider: Provider,
    regionName: string,
    readyAtOnce = false,
  ): EndpointService {
    this.settle();
    if (
      [...project.services.values()].some((one) => one.provider === provider && one.regionName === regionName)
    ) {
      throw new ApiError(
        409,
        'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION',
        `A private endpoint service already exists for ${provider} region ${regionName}.`,
        [provider, regionName],
      );
    }
    const service = new EndpointService(this.ids.create(), provider, regionName, this.timings, this.clock);
    service.readyAtOnce = readyAtOnce;
    project.services.set(service.id, service);
    return service;
  }

  /** @throws ApiError 409 while the service is being created or changed, if {@link refusesChangesWhileInitiating} */
  changeRemoteRegions(service: EndpointService, regions: readonly string[] | null): void {
    if (this.refusesChangesWhileInitiating && service.status === 'INITIATING')
      throw new ApiError(
        409,
        'PRIVATE_ENDPOINT_SERVICE_CANNOT_BE_MODIFIED',
        `Private endpoint service ${service.id} cannot be modified while it is being created or modified.`,
        [service.id],
      );
    service.replaceRemoteRegions(regions);
  }

  /** @throws ApiError 409 if the service has links */
  deleteService(service: EndpointService): void {
    if (service.links.size > 0) {
      throw new ApiError(
        409,
        'CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS',
        'Cannot delete a private endpoint service that has endpoints; delete all endpoints and retry.',
        [],
      );
    }
    service.deletedAt ??= this.clock.now();
  }

  /** @throws ApiError 409 if the link exists, or if the service does not accept endpoints yet */
  createLink(service: EndpointService, endpointId: string, request: LinkRequest): Link {
    this.settle();
    if (!service.isReady) {
      throw new ApiError(
        409,
        'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS',
        `Private endpoint service ${service.id} is not ready to accept endpoint connection requests.`,
        [service.id],
      );
    }
    const existing = service.links.get(endpointId);
    if (existing !== undefined && !(this.retriesRejected && existing.status === 'REJECTED')) {
      throw new ApiError(
        409,
        'INTERFACE_ENDPOINT_ALREADY_EXISTS',
        `Private endpoint service ${service.id} already contains an interface endpoint with the specified id.`,
        [service.id, endpointId],
      );
    }
    const link = new Link(endpointId, request, this.timings, this.clock);
    service.links.set(endpointId, link);
    const { acceptedSeconds, ec2Seconds } = link;
    const { acceptanceSeconds } = this.timings;
    this.provider.onLinked?.(
      [acceptanceSeconds, acceptedSeconds, ec2Seconds].map((seconds) => link.createdAt + seconds * 1000),
    );
    return link;
  }

  deleteLink(link: Link): void {
    this.settle();
    link.deletedAt ??= this.clock.now();
  }

  /** Carries out all decisions and deletions of links and services that are due at the current time. */
  settle(): void {
    for (const project of this.projects.values()) {
      project.dataFederation.settle();
      for (const service of project.services.values()) {
        for (const link of service.links.values()) this.settleLink(service, link);
        if (service.isRemoved) project.services.delete(service.id);
      }
    }
  }

  private settleLink(service: EndpointService, link: Link): void {
    if (link.isDue) link.decision = this.decide(service, link);
    if (link.isAvailable && link.deletedAt === undefined && !link.wasAvailable)
      this.noteAvailable(service, link);
    if (link.isAvailable && this.hasLostEndpoint(link))
      link.decision = { kind: 'rejected', message: NOT_FOUND_MESSAGE };
    if (link.ec2State !== undefined) this.provider.onState(link.endpointId, link.ec2State);
    if (!link.isRemoved) return;
    service.links.delete(link.endpointId);
    // Removing a link rejects an accepted connection; one that was never accepted stays pending.
    if (link.decision?.kind === 'accepted') this.provider.onUnlinked?.(link.endpointId);
    if (service.links.size === 0 && this.takesService(service, link)) service.deletedAt ??= this.clock.now();
  }

  private takesService({ provider }: EndpointService, { wasAvailable }: Link): boolean {
    const rule = this.lastLinkTakesService[provider];
    return rule === 'always' || (rule === 'once-available' && wasAvailable);
  }

  /** Atlas adds the private connection strings to the clusters, which are UPDATING meanwhile. */
  private noteAvailable(service: EndpointService, link: Link): void {
    link.wasAvailable = true;
    const begin = link.availableAt ?? this.clock.now();
    const end = begin + this.timings.connectionStringsSeconds * 1000;
    for (const project of this.projects.values()) {
      if (project.services.get(service.id) !== service) continue;
      for (const cluster of project.clusters)
        if (cluster.isReachedThrough(service)) cluster.updateBetween(begin, end);
    }
  }

  private hasLostEndpoint({ endpointId }: Link): boolean {
    return this.whenEndpointIsDeleted === 'rejected' && (this.provider.isDeleted?.(endpointId) ?? false);
  }

  /** @returns message of the rejection, which counts as used then */
  private takeRejection(endpointId: string): string | undefined {
    const rejection = this.rejections.get(endpointId);
    if (rejection === undefined || rejection.left <= 0) return undefined;
    rejection.left -= 1;
    return rejection.message;
  }

  private decide(service: EndpointService, link: Link): Decision {
    const message = this.takeRejection(link.endpointId);
    if (message !== undefined) return { kind: 'rejected', message };
    return service.provider === 'AWS'
      ? this.provider.find(link.endpointId, service.serviceName)
      : { kind: 'accepted' };
  }
}

/** The refusal is documented, but its error code is not. */
function regionalModeRefused(reason: string): ApiError {
  return new ApiError(
    409,
    'CANNOT_TOGGLE_REGIONALIZED_PRIVATE_ENDPOINT',
    `Regionalized private endpoint mode cannot be changed: ${reason}.`,
    [],
  );
}

function hasManyLinksInManyRegions(project: Project): boolean {
  const counts = [...project.services.values()].map(({ links }) => links.size).filter((count) => count > 0);
  return counts.length > 1 && counts.some((count) => count > 1);
}
