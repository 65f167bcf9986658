import type { AwsRegion } from '../../contract/regions.js';
import { DATA_FEDERATION_SERVICE_ID } from '../../contract/service-kind.js';
import { allServices, type ProjectServices } from '../data-federation/all-services.js';
import type { Federation } from '../data-federation/federation-directory.js';
import { mayAddRegion, missingRegion } from '../linking/remote-region.js';
import type { Reach } from '../members/project-reach.js';
import { atMostAtOnce } from '../model/at-most-at-once.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { VpcEndpoint, VpcEndpointListPort } from '../model/ports/ec2.js';
import type { OwnAutomation } from '../model/values/own-record.js';
import { ProjectStrings, type ProjectStringsDependencies } from './project-strings.js';
import { reasonOf } from './reconcile-reasons.js';
import { type ProjectSnapshot, roleOf, serviceNamesOf, snapshotOf } from './reconcile-snapshot.js';
import { RegistryList } from './registry-list.js';

export interface ProjectViewsDependencies extends ProjectStringsDependencies, OwnAutomation, Federation {
  readonly endpointList: VpcEndpointListPort;
  readonly region: AwsRegion;
  /** The projects of the automation, with the Regions that it may add to their endpoint services. */
  readonly projects: readonly Reach[];
  /** True for a member of a hub: only its own endpoints are compared. */
  readonly isOfMember?: boolean | undefined;
  /** Endpoint services as read some minutes ago, which the comparisons of all members share. */
  readonly recentServices?: ((projectId: string) => Promise<ProjectServices>) | undefined;
}

export interface ProjectView {
  readonly snapshot: ProjectSnapshot;
  readonly strings: ProjectStrings;
}

/** Why the project could not be read. */
export interface NoView {
  readonly projectId: string;
  readonly reason: string;
  /** True if the failure is Atlas's and not AWS's. */
  readonly isOfAtlas: boolean;
  /** Present if all of the project but this service can be read. */
  readonly endpointServiceId?: string;
}

/** The part of a project that could not be read; undefined if all of it was. */
export function unreadPartOf({ snapshot }: ProjectView): NoView | undefined {
  const { projectId, federationError } = snapshot;
  if (federationError === undefined) return undefined;
  const part = { projectId, isOfAtlas: true, endpointServiceId: DATA_FEDERATION_SERVICE_ID };
  return { ...part, reason: reasonOf(federationError) };
}

/** As for {@link ServiceDirectory}: each project has its own token bucket. */
const PROJECTS_AT_ONCE = 25;

/** What one slice has read of the projects: each list once, and EC2's endpoints for all of them together. */
export class ProjectViews {
  private readonly views = new Map<string, ProjectView | NoView>();
  private readonly projects: ReadonlyMap<string, Reach>;

  constructor(private readonly deps: ProjectViewsDependencies) {
    this.projects = new Map(deps.projects.map((project) => [project.projectId, project]));
  }

  /** @throws errors that concern AWS as a whole */
  async of(projectId: string): Promise<ProjectView | NoView> {
    const known = this.views.get(projectId);
    if (known !== undefined) return known;
    const [view] = await this.read([projectId], new RegistryList(), (id) => this.listServices(id));
    if (view === undefined) throw new Error(`Project ${projectId} has no view.`);
    return view;
  }

  /**
   * For the comparison of lists. A list of services that was read some minutes ago decides nothing afterwards.
   *
   * @param wantsStrings projects whose clusters are listed as well
   * @throws errors that concern AWS as a whole
   */
  async take(
    projectIds: readonly string[],
    registry: RegistryList,
    wantsStrings: ReadonlySet<string> = new Set(),
  ): Promise<readonly (ProjectView | NoView)[]> {
    const { recentServices } = this.deps;
    if (recentServices !== undefined)
      return this.readViews(projectIds, registry, recentServices, wantsStrings);
    return this.read(projectIds, registry, (id) => this.listServices(id), wantsStrings);
  }

  private listServices(projectId: string): Promise<ProjectServices> {
    return allServices(this.deps.atlas, projectId, this.deps.federatedProjectIds);
  }

  private async read(...asked: Parameters<ProjectViews['readViews']>) {
    const [projectIds] = asked;
    const views = await this.readViews(...asked);
    for (const [index, view] of views.entries()) this.views.set(projectIds[index] ?? '', view);
    return views;
  }

  private async readViews(
    projectIds: readonly string[],
    registry: RegistryList,
    listServices: ListServices,
    wantsStrings: ReadonlySet<string> = new Set(),
  ): Promise<readonly (ProjectView | NoView)[]> {
    const lists = await atMostAtOnce(PROJECTS_AT_ONCE, projectIds, (projectId) =>
      this.readProject(projectId, listServices, wantsStrings.has(projectId)),
    );
    const found = await this.endpointsOf(lists.filter(isRead));
    return lists.map((list) => (isRead(list) ? this.viewOf(list, found, registry) : list));
  }

  private viewOf(project: ReadProject, found: FoundEndpoints, registry: RegistryList): ProjectView | NoView {
    const { projectId, strings } = project;
    const endpoints = found(project);
    if ('reason' in endpoints) return endpoints;
    const { isOfMember = false, federatedProjectIds } = this.deps;
    const own = endpoints.map((endpoint) => roleOf(this.deps, projectId, endpoint, registry));
    const isFederated = federatedProjectIds.includes(projectId);
    return { snapshot: snapshotOf(project, own, registry, { isOfMember, isFederated }), strings };
  }

  private async readProject(
    projectId: string,
    listServices: ListServices,
    wantsStrings: boolean,
  ): Promise<ReadProject | NoView> {
    const strings = new ProjectStrings(this.deps, projectId);
    try {
      const project = await listServices(projectId);
      if (wantsStrings) await strings.read();
      return { ...project, strings };
    } catch (error) {
      return this.unreadable(projectId, error);
    }
  }

  /** One name that EC2 refuses must not prevent the comparison of the other projects' endpoints. */
  private async endpointsOf(projects: readonly ReadProject[]): Promise<FoundEndpoints> {
    try {
      return byServices(await this.list(projects.flatMap((project) => this.namesOf(project))));
    } catch (error) {
      reasonOf(error);
    }
    const found = new Map<string, readonly VpcEndpoint[] | NoView>();
    for (const project of projects) {
      const { projectId } = project;
      const endpoints = await this.list(this.namesOf(project)).catch((error: unknown) =>
        this.unreadable(projectId, error),
      );
      found.set(projectId, endpoints);
    }
    return ({ projectId }) => found.get(projectId) ?? [];
  }

  /** A member's Region has endpoints to services of that Region, and to those that accept endpoints from it, or may. */
  private namesOf({ projectId, services }: ProjectServices): readonly string[] {
    const { isOfMember, region } = this.deps;
    if (isOfMember !== true || mayAddRegion(this.projects.get(projectId), region))
      return serviceNamesOf(services);
    return serviceNamesOf(services.filter((service) => missingRegion(service, region) === undefined));
  }

  private async list(names: readonly string[]): Promise<readonly VpcEndpoint[]> {
    // Several projects have the shared endpoint services.
    return names.length === 0 ? [] : this.deps.endpointList.listByServiceNames([...new Set(names)]);
  }

  /** @throws errors that the other projects would get as well */
  private unreadable(projectId: string, error: unknown): NoView {
    const reason = reasonOf(error);
    this.deps.log.warn('Atlas project cannot be read', { projectId, error: reason });
    return { projectId, reason, isOfAtlas: error instanceof AtlasError };
  }
}

type ListServices = (projectId: string) => Promise<ProjectServices>;

interface ReadProject extends ProjectServices {
  readonly strings: ProjectStrings;
}

type FoundEndpoints = (project: ProjectServices) => readonly VpcEndpoint[] | NoView;

/** The endpoints of each project's services, found without a search through those of all projects. */
function byServices(endpoints: readonly VpcEndpoint[]): FoundEndpoints {
  const byName = new Map<string, VpcEndpoint[]>();
  for (const endpoint of endpoints) {
    const connected = byName.get(endpoint.serviceName);
    if (connected === undefined) byName.set(endpoint.serviceName, [endpoint]);
    else connected.push(endpoint);
  }
  return ({ services }) =>
    [...new Set(serviceNamesOf(services))].flatMap((serviceName) => byName.get(serviceName) ?? []);
}

function isRead(list: ReadProject | NoView): list is ReadProject {
  return !('reason' in list);
}
