import { ApiError } from './api-error.js';
import type { WorldClock } from './clock.js';
import { Cluster, type ClusterRequest } from './cluster.js';
import { EndpointService, type Provider } from './endpoint-service.js';
import { type Decision, Link, type LinkRequest, NOT_FOUND_MESSAGE } from './link.js';
import { ObjectIds } from './object-id.js';
import type { Timings } from './timings.js';

export interface Project {
  readonly id: string;
  readonly services: Map<string, EndpointService>;
  readonly clusters: Cluster[];
  name: string;
  readonly orgId: string;
  /** World time, milliseconds. */
  readonly createdAt: number;
  /** Of `/settings`, by name. */
  readonly settings: Record<string, boolean>;
  managesSlowOperations: boolean;
  regionalMode: boolean;
  /** Without a payment method, creating answers 402. */
  hasPaymentMethod: boolean;
}

export interface ProjectRequest {
  /** Default: made of the id. */
  readonly name?: string;
  /** Default: {@link ORGANIZATION_ID}. Organizations are not simulated: any id is taken. */
  readonly orgId?: string;
}

export const ORGANIZATION_ID = 'a00000000000000000000001';

/** What a new project has, as far as clients read it. */
const DEFAULT_SETTINGS: Readonly<Record<string, boolean>> = {
  isCollectDatabaseSpecificsStatisticsEnabled: true,
  isDataExplorerEnabled: true,
  isDataExplorerGenAIFeaturesEnabled: true,
  isDataExplorerGenAISampleDocumentPassingEnabled: false,
  isExtendedStorageSizesEnabled: false,
  isPerformanceAdvisorEnabled: true,
  isRealtimePerformancePanelEnabled: true,
  isSchemaAdvisorEnabled: true,
};

/**
 * Whether a last link takes its service with it. Described for all clouds, said by MongoDB's developers of AWS alone,
 * recorded for none; their own test removes the only link, which never was available, and finds the service there.
 */
export const LAST_LINK_RULES = ['always', 'once-available', 'never'] as const;
export type LastLinkRule = (typeof LAST_LINK_RULES)[number];

/** Searches for an endpoint on the provider's side: what Atlas does between the POST and its decision. */
export type EndpointFinder = (endpointId: string, serviceName: string) => Decision;

/** The cloud provider, as far as Atlas deals with it. */
export interface ProviderSide {
  readonly find: EndpointFinder;
  /** Atlas has accepted the endpoint's connection; and what it leads to is there. */
  readonly onState: (endpointId: string, state: 'pending' | 'available') => void;
  /** A link has been made, and will have something to decide at these world times. */
  readonly onLinked?: (times: readonly number[]) => void;
  /** The link is gone: Atlas no longer accepts the endpoint's connection. */
  readonly onUnlinked?: (endpointId: string) => void;
  /** An endpoint that was there once. */
  readonly isDeleted?: (endpointId: string) => boolean;
}

const NO_PROVIDER: ProviderSide = { find: () => ({ kind: 'accepted' }), onState: () => undefined };

/** Projects, endpoint services and links, and the rules that Atlas holds them to. */
export class AtlasWorld {
  readonly projects = new Map<string, Project>();
  private readonly ids: ObjectIds;
  private readonly rejections = new Map<string, { readonly message: string; left: number }>();
  private provider = NO_PROVIDER;
  /** Nobody has recorded what a link shows whose endpoint was deleted in AWS: both are possible. */
  whenEndpointIsDeleted: 'stays' | 'rejected' = 'stays';
  /** A POST for a rejected link makes Atlas try again; otherwise it gets its response 409, as documented for any link. */
  retriesRejected = false;
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

  /** The provider's side; without one, every endpoint is found and accepted. */
  connectProvider(provider: ProviderSide): void {
    this.provider = provider;
  }

  /** The links of this endpoint will be refused in these words; only so many times, where Atlas mends it. */
  reject(endpointId: string, message: string = NOT_FOUND_MESSAGE, times = Number.POSITIVE_INFINITY): void {
    this.rejections.set(endpointId, { message, left: times });
  }

  /**
   * A link fails by itself: REJECTED on AWS, FAILED elsewhere.
   *
   * @throws Error where no service has one
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

  /** Atlas moves a cluster: a while of UPDATING, and then its private connection strings are others. */
  moveCluster(cluster: Cluster): void {
    const { clusterUpdateDelaySeconds, clusterUpdateSeconds } = this.timings;
    cluster.scheduleUpdate(clusterUpdateDelaySeconds, clusterUpdateSeconds);
    cluster.renewStrings(clusterUpdateDelaySeconds + clusterUpdateSeconds);
  }

  /**
   * Clusters are updated a little later.
   *
   * @throws ApiError 409 for what Atlas refuses: replica sets when it is turned on, more than one endpoint in one of
   * several Regions when it is turned off
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

  /** @throws ApiError 409 when the Region has one */
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

  /** @throws ApiError 409 while links exist */
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

  /** @throws ApiError 409 when the link exists, or the service does not accept endpoints yet */
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

  /** Brings every link and service to the present: decisions that are due, deletions that are done. */
  settle(): void {
    for (const project of this.projects.values()) {
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
    // A connection that was accepted is rejected now; one that never was still waits.
    if (link.decision?.kind === 'accepted') this.provider.onUnlinked?.(link.endpointId);
    if (service.links.size === 0 && this.takesService(service, link)) service.deletedAt ??= this.clock.now();
  }

  private takesService({ provider }: EndpointService, { wasAvailable }: Link): boolean {
    const rule = this.lastLinkTakesService[provider];
    return rule === 'always' || (rule === 'once-available' && wasAvailable);
  }

  /** Atlas puts the private connection strings into the clusters, which are UPDATING meanwhile. */
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

  private decide(service: EndpointService, link: Link): Decision {
    const rejection = this.rejections.get(link.endpointId);
    if (rejection !== undefined && rejection.left > 0) {
      rejection.left -= 1;
      return { kind: 'rejected', message: rejection.message };
    }
    return service.provider === 'AWS'
      ? this.provider.find(link.endpointId, service.serviceName)
      : { kind: 'accepted' };
  }
}

/** The refusal is documented; its code is not. */
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
