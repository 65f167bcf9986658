import type { AwsRegion } from '../../contract/regions.js';
import { mayAddRegion, missingRegion } from '../linking/remote-region.js';
import type { Reach } from '../members/project-reach.js';
import { atMostAtOnce } from '../model/at-most-at-once.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { EndpointService } from '../model/ports/atlas.js';
import type { VpcEndpoint, VpcEndpointListPort } from '../model/ports/ec2.js';
import { ProjectStrings, type ProjectStringsDependencies } from './project-strings.js';
import { reasonOf } from './reconcile-reasons.js';
import {
  NO_RECORDS,
  type ProjectServices,
  type ProjectSnapshot,
  type RegistryList,
  serviceNamesOf,
  snapshotOf,
} from './reconcile-snapshot.js';

export interface ProjectViewsDependencies extends ProjectStringsDependencies {
  readonly endpointList: VpcEndpointListPort;
  readonly region: AwsRegion;
  /** The projects of the automation, with the Regions that it may add to their endpoint services. */
  readonly projects: readonly Reach[];
  /** True for a member of a hub: only its own endpoints are compared. */
  readonly isOfMember?: boolean | undefined;
  /** Endpoint services as read some minutes ago, which the comparisons of all members share. */
  readonly recentServices?: ((projectId: string) => Promise<readonly EndpointService[]>) | undefined;
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
}

/** As for {@link ServiceDirectory}: each project has its own token bucket. */
const PROJECTS_AT_ONCE = 25;

/** What one slice has read of the projects: each list once, and EC2's endpoints for all of them together. */
export class ProjectViews {
  private readonly views = new Map<string, ProjectView | NoView>();

  constructor(private readonly deps: ProjectViewsDependencies) {}

  /** @throws errors that concern AWS as a whole */
  async of(projectId: string): Promise<ProjectView | NoView> {
    const known = this.views.get(projectId);
    if (known !== undefined) return known;
    const [view] = await this.read([projectId], NO_RECORDS, (id) =>
      this.deps.atlas.listEndpointServices(id, 'AWS'),
    );
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
    const { atlas, recentServices } = this.deps;
    if (recentServices !== undefined)
      return this.readViews(projectIds, registry, recentServices, wantsStrings);
    return this.read(projectIds, registry, (id) => atlas.listEndpointServices(id, 'AWS'), wantsStrings);
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
    const { isOfMember = false } = this.deps;
    return lists.map((list) => (isRead(list) ? viewOf(list, found, registry, isOfMember) : list));
  }

  private async readProject(
    projectId: string,
    listServices: ListServices,
    wantsStrings: boolean,
  ): Promise<ReadProject | NoView> {
    const strings = new ProjectStrings(this.deps, projectId);
    try {
      const services = await listServices(projectId);
      if (wantsStrings) await strings.read();
      return { projectId, services, strings };
    } catch (error) {
      return this.unreadable(projectId, error);
    }
  }

  /** One name that EC2 refuses must not prevent the comparison of the other projects' endpoints. */
  private async endpointsOf(projects: readonly ReadProject[]): Promise<FoundEndpoints> {
    try {
      const all = await this.list(projects.flatMap((project) => this.namesOf(project)));
      return () => all;
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
    return (projectId) => found.get(projectId) ?? [];
  }

  /** A member's Region has endpoints to services of that Region, and to those that accept endpoints from it, or may. */
  private namesOf({ projectId, services }: ProjectServices): readonly string[] {
    const { isOfMember, region, projects } = this.deps;
    const project = projects.find((candidate) => candidate.projectId === projectId);
    if (isOfMember !== true || mayAddRegion(project, region)) return serviceNamesOf(services);
    return serviceNamesOf(services.filter((service) => missingRegion(service, region) === undefined));
  }

  private async list(names: readonly string[]): Promise<readonly VpcEndpoint[]> {
    return names.length === 0 ? [] : this.deps.endpointList.listByServiceNames(names);
  }

  /** @throws errors that the other projects would get as well */
  private unreadable(projectId: string, error: unknown): NoView {
    const reason = reasonOf(error);
    this.deps.log.warn('Atlas project cannot be read', { projectId, error: reason });
    return { projectId, reason, isOfAtlas: error instanceof AtlasError };
  }
}

type ListServices = (projectId: string) => Promise<readonly EndpointService[]>;

interface ReadProject extends ProjectServices {
  readonly strings: ProjectStrings;
}

type FoundEndpoints = (projectId: string) => readonly VpcEndpoint[] | NoView;

function isRead(list: ReadProject | NoView): list is ReadProject {
  return !('reason' in list);
}

function viewOf(
  project: ReadProject,
  found: FoundEndpoints,
  registry: RegistryList,
  isOfMember: boolean,
): ProjectView | NoView {
  const endpoints = found(project.projectId);
  if ('reason' in endpoints) return endpoints;
  return { snapshot: snapshotOf(project, endpoints, registry, isOfMember), strings: project.strings };
}
