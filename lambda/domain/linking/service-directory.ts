import type { AtlasRegion } from '../../contract/regions.js';
import { atMostAtOnce } from '../model/at-most-at-once.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { UnreadableProject } from '../model/unreadable-project.js';

export interface ProjectService {
  readonly projectId: string;
  readonly service: EndpointService;
  /** All AWS endpoint services of the project, including this one. */
  readonly services: readonly EndpointService[];
}

export interface ServiceLookup {
  readonly found: ProjectService | undefined;
  /** Projects that could not be read; the service may belong to one of them. */
  readonly unreadable: readonly UnreadableProject[];
  /** The service as last seen, in a project that cannot be read now. */
  readonly known?: ProjectService | undefined;
  /** Regions in which the projects have endpoint services; undefined if the projects were not read. */
  readonly regionNames: readonly AtlasRegion[] | undefined;
}

/** A new service must be found soon; endpoints for other vendors' services are rare. */
const MISS_SECONDS = 20;
const PROJECTS_AT_ONCE = 25;

/**
 * Finds the project that has the endpoint service of a given name. A name never moves to another service, so hits are
 * cached for the life of the container. The status is not cached; each look-up reads it.
 */
export class ServiceDirectory {
  private readonly seen = new Map<string, ProjectService>();
  private readonly missedAt = new Map<string, number>();

  constructor(
    private readonly atlas: AtlasPort,
    private readonly projectIds: readonly string[],
    private readonly clock: ClockPort,
  ) {}

  /** Rejects only with errors that are not from Atlas. */
  async find(endpointServiceName: string): Promise<ServiceLookup> {
    const known = this.seen.get(endpointServiceName);
    const projectIds = known === undefined ? this.projectIds : [known.projectId];
    const lookup = await this.search(endpointServiceName, projectIds);
    if (lookup.found !== undefined || known === undefined) return lookup;
    // Its project remains known while the project cannot be read.
    if (lookup.unreadable.length > 0) return { ...lookup, known };
    // The service existed and does not now: it may have been deleted, so the cached entry must not be used.
    this.seen.delete(endpointServiceName);
    return lookup;
  }

  private async search(name: string, projectIds: readonly string[]): Promise<ServiceLookup> {
    if (this.missedRecently(name)) return { found: undefined, unreadable: [], regionNames: undefined };
    const responses = await atMostAtOnce(PROJECTS_AT_ONCE, projectIds, (projectId) =>
      this.servicesOf(projectId),
    );
    const candidates = responses.flatMap((response) =>
      response.kind === 'services' ? response.services : [],
    );
    const found = candidates.find(({ service }) => service.endpointServiceName === name);
    const unreadable = responses.flatMap((response) => (response.kind === 'unreadable' ? [response] : []));
    this.remember(name, found, unreadable.length);
    return { found, unreadable, regionNames: candidates.map(({ service }) => service.regionName) };
  }

  private async servicesOf(projectId: string) {
    try {
      const services = await this.atlas.listEndpointServices(projectId, 'AWS');
      return {
        kind: 'services' as const,
        services: services.map((service) => ({ projectId, service, services })),
      };
    } catch (error) {
      if (error instanceof AtlasError) return { kind: 'unreadable' as const, projectId, error };
      throw error;
    }
  }

  private missedRecently(name: string): boolean {
    const missedAt = this.missedAt.get(name);
    return missedAt !== undefined && this.clock.now().getTime() - missedAt < MISS_SECONDS * 1000;
  }

  private remember(name: string, found: ProjectService | undefined, unreadableCount: number): void {
    if (found !== undefined) {
      this.seen.set(name, found);
      this.missedAt.delete(name);
    } else if (unreadableCount === 0) {
      this.missedAt.set(name, this.clock.now().getTime());
    }
  }
}
