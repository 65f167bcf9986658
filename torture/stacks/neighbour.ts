/** Another user of the stack's Atlas project, who creates and removes services and links at any time. */
import fc from 'fast-check';
import type { EndpointService, Link, Project } from '../../local/atlas/index.js';
import type { World } from '../../local/world.js';

export interface NeighbourAct {
  readonly afterSeconds: number;
  readonly act: 'make service' | 'remove service' | 'make link' | 'remove link';
  readonly regionName: 'EU_WEST_1' | 'EU_CENTRAL_1';
}

export const neighbourAct: fc.Arbitrary<NeighbourAct> = fc.record({
  // Most deployments take several minutes, so most actions fall within one.
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

/**
 * Time after which the effect of a create request without a clear response is known, by a read or by another attempt.
 */
const DOUBT_SECONDS = 90;

/** Time after which a call of a stopped execution has certainly ended, so that the execution is rolled back. */
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
      // A resource made at this time cannot be distinguished from the late effect of the stack's own request (decision
      // 27, limits).
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

  /** Links an endpoint of the stack that is not linked yet. */
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
    // Atlas may remove the service with its last link, and the service may belong to the stack.
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
