/** Requests that change the Regions from which endpoint services accept endpoints. */
import type { EndpointService } from '../../local/atlas/index.js';
import type { OrganizationWorld } from '../../local/organization-world.js';

export interface RegionRequest {
  /** World time, milliseconds. */
  readonly at: number;
  readonly service: EndpointService;
  /** In Atlas's spelling, as before the request and as in it. */
  readonly before: readonly string[];
  readonly requested: readonly string[];
  /** True if an earlier change was not finished, or the service was being created. */
  readonly wasInitiating: boolean;
}

/** @returns a list to which each request is added, including those that Atlas refuses */
export function recordRegionRequests({ atlas, time }: OrganizationWorld): RegionRequest[] {
  const requests: RegionRequest[] = [];
  const { world } = atlas;
  const change = world.changeRemoteRegions.bind(world);
  world.changeRemoteRegions = (service, regions) => {
    requests.push({
      ...{ at: time.now(), service, before: service.supportedRemoteRegions ?? [] },
      ...{ requested: regions ?? [], wasInitiating: service.status === 'INITIATING' },
    });
    change(service, regions);
  };
  return requests;
}
