/** AWS from the view of Atlas: endpoints of all accounts and Regions that connect to its services. */
import { type AtlasWorld, NOT_FOUND_MESSAGE } from './atlas/index.js';
import type { LocalVpcEndpoint } from './aws/ec2/vpc-endpoints.js';
import type { LocalAws } from './aws/local-aws.js';
import type { WorldTime } from './time/world-time.js';

export interface AtlasProviderOptions {
  readonly atlas: AtlasWorld;
  readonly time: WorldTime;
  readonly places: () => readonly LocalAws[];
}

export class AtlasProvider {
  /**
   * Places of known endpoints, by endpoint id. It saves a search of all places, and an endpoint never changes its
   * place.
   */
  private readonly found = new Map<string, LocalAws>();

  constructor(private readonly options: AtlasProviderOptions) {}

  connect(): void {
    const { atlas, time } = this.options;
    atlas.connectProvider({
      find: (endpointId, serviceName) =>
        this.isFound(endpointId, serviceName)
          ? { kind: 'accepted' }
          : { kind: 'rejected', message: NOT_FOUND_MESSAGE },
      onState: (endpointId, state) => this.placeOf(endpointId)?.endpoints.setState(endpointId, state),
      // EC2 then shows the new state at its time, and not at the next read of Atlas.
      onLinked: (times) => {
        // Rounded up, because world time has whole milliseconds.
        for (const at of times) time.at(Math.ceil(at) + 1, () => atlas.settle(), true);
      },
      onApproved: (endpointId) => this.approve(endpointId),
      onUnlinked: (endpointId) => this.placeOf(endpointId)?.endpoints.setState(endpointId, 'rejected'),
      isDeleted: (endpointId) => this.placeOf(endpointId)?.endpoints.isDeleted(endpointId) ?? false,
    });
  }

  endpoint(endpointId: string): LocalVpcEndpoint | undefined {
    return this.placeOf(endpointId)?.endpoints.endpoints.get(endpointId);
  }

  /** Whether Atlas accepts these connections one by one, or all of them at once, is not recorded. */
  private approve(endpointId: string): void {
    const place = this.placeOf(endpointId);
    const endpoint = place?.endpoints.endpoints.get(endpointId);
    if (endpoint === undefined || this.isOfAProject(endpoint.serviceName)) return;
    if (endpoint.state === 'pendingAcceptance') place?.endpoints.setState(endpointId, 'available');
  }

  private isOfAProject(serviceName: string): boolean {
    return [...this.options.atlas.projects.values()]
      .flatMap(({ services }) => [...services.values()])
      .some((service) => service.serviceName === serviceName);
  }

  private placeOf(endpointId: string): LocalAws | undefined {
    const place =
      this.found.get(endpointId) ??
      this.options.places().find(({ endpoints }) => endpoints.endpoints.has(endpointId));
    if (place !== undefined) this.found.set(endpointId, place);
    return place;
  }

  /** True if Atlas finds the endpoint in AWS. */
  private isFound(endpointId: string, serviceName: string): boolean {
    const place = this.placeOf(endpointId);
    if (place?.endpoints.isWaitingFor(endpointId, serviceName) !== true) return false;
    return this.isOffered(serviceName, place.region);
  }

  /** True in the service's own Region and in the Regions from which it accepts endpoints. */
  private isOffered(serviceName: string, region: string): boolean {
    const services = [...this.options.atlas.projects.values()].flatMap(({ services: all }) => [
      ...all.values(),
    ]);
    const service = services.find((one) => one.serviceName === serviceName);
    const name = atlasRegionOf(region);
    return service?.regionName === name || service?.supportedRemoteRegions?.includes(name) === true;
  }
}

/** Converts `eu-west-1` to `EU_WEST_1`. */
export function atlasRegionOf(region: string): string {
  return region.toUpperCase().replaceAll('-', '_');
}
