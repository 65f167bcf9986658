/** Somebody else in the stack's project, who makes and removes what is theirs at any time. */
import fc from 'fast-check';
import type { EndpointService, Link, Project } from '../../local/atlas/index.js';
import type { World } from '../../local/world.js';

export interface NeighbourAct {
  readonly afterSeconds: number;
  readonly act: 'make service' | 'remove service' | 'make link' | 'remove link';
  readonly regionName: 'EU_WEST_1' | 'EU_CENTRAL_1';
}

export const neighbourAct: fc.Arbitrary<NeighbourAct> = fc.record({
  // Most deployments take some minutes.
  afterSeconds: fc.integer({ min: 0, max: 600 }),
  act: fc.constantFrom(
    'make service',
    'make service',
    'remove service',
    'make link',
    'make link',
    'remove link',
  ),
  regionName: fc.constantFrom('EU_WEST_1', 'EU_CENTRAL_1'),
});

/** A request to create that had no clear response so long ago has been looked after, or its call tried again. */
const DOUBT_SECONDS = 90;

/** An execution that was stopped in the middle of a call is rolled back once that call has ended for certain. */
const STOP_DOUBT_SECONDS = 600;

export class Neighbour {
  readonly services: EndpointService[] = [];
  readonly links: { readonly service: EndpointService; readonly link: Link }[] = [];

  constructor(
    private readonly world: World,
    private readonly project: Project,
  ) {}

  plan({ afterSeconds, act, regionName }: NeighbourAct): void {
    this.world.time.after(afterSeconds, () => {
      // Made in that moment, it cannot be told from the late effect of the stack's own request: decision 27, limits.
      if (act.startsWith('make') && this.isInDoubt()) return;
      this.carryOut(act, regionName);
    });
  }

  private carryOut(act: NeighbourAct['act'], regionName: string): void {
    this.world.atlas.world.settle();
    switch (act) {
      case 'make service':
        this.makeService(regionName);
        break;
      case 'make link':
        this.makeLink(regionName);
        break;
      case 'remove service':
        this.removeService();
        break;
      case 'remove link':
        this.removeLink();
        break;
    }
  }

  private makeService(regionName: string): void {
    if (this.inRegion(regionName) !== undefined) return;
    this.services.push(this.world.atlas.world.createService(this.project, 'AWS', regionName, true));
  }

  /** For an endpoint of the stack that has none yet. */
  private makeLink(regionName: string): void {
    const service = this.inRegion(regionName);
    const endpoint = this.world.aws.endpoints.shown.find(
      ({ endpointId, serviceName }) =>
        serviceName === service?.serviceName && service.links.get(endpointId) === undefined,
    );
    if (service?.isReady !== true || endpoint === undefined) return;
    const link = this.world.atlas.world.createLink(service, endpoint.endpointId, {});
    this.links.push({ service, link });
  }

  private removeService(): void {
    const service = this.services.find(({ links, status }) => links.size === 0 && status === 'AVAILABLE');
    if (service === undefined) return;
    this.services.splice(this.services.indexOf(service), 1);
    this.world.atlas.world.deleteService(service);
  }

  private removeLink(): void {
    // A last one would take its service along, which may not be the neighbour's.
    const index = this.links.findIndex(({ service }) => service.links.size > 1);
    const [removed] = index === -1 ? [] : this.links.splice(index, 1);
    if (removed !== undefined) this.world.atlas.world.deleteLink(removed.link);
  }

  private inRegion(regionName: string): EndpointService | undefined {
    return [...this.project.services.values()].find((service) => service.regionName === regionName);
  }

  private isInDoubt(): boolean {
    const { time, atlas, aws } = this.world;
    const since = time.now() - DOUBT_SECONDS * 1000;
    const isUnclear = atlas.journal.entries.some(
      ({ at, method, status }) => method === 'POST' && at > since && (status === 0 || status >= 500),
    );
    const isStopped = aws.executions.all.some(
      ({ status, endedAt = 0 }) => status === 'ABORTED' && endedAt > time.now() - STOP_DOUBT_SECONDS * 1000,
    );
    return isUnclear || isStopped;
  }
}
