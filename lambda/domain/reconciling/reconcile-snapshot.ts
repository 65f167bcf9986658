/** One project as Atlas, EC2 and the registry list it, before the links are checked one by one. */
import type { LinkRecord } from '../../contract/registry.js';
import type { UnreadableRecord } from '../model/errors/unreadable-record-error.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';
import type { VpcEndpoint, VpcEndpointListPort } from '../model/ports/ec2.js';

/** Content of the registry, read once. */
export interface RegistryList {
  readonly records: readonly LinkRecord[];
  /** Parameters that cannot be read as records; their owner is unknown. */
  readonly unreadable: readonly UnreadableRecord[];
}

export const NO_RECORDS: RegistryList = { records: [], unreadable: [] };

export interface ProjectSnapshot {
  readonly projectId: string;
  readonly services: readonly EndpointService[];
  /** The service that lists an endpoint. */
  readonly listing: ReadonlyMap<string, EndpointService>;
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  readonly records: ReadonlyMap<string, LinkRecord>;
  /** Endpoints whose records cannot be read; their owner is unknown. */
  readonly unreadable: ReadonlyMap<string, UnreadableRecord>;
  /** All endpoints in any of the three lists, sorted. */
  readonly endpointIds: readonly string[];
}

/** @throws AtlasError */
export async function takeSnapshot(
  atlas: AtlasPort,
  endpoints: VpcEndpointListPort,
  records: readonly LinkRecord[],
  projectId: string,
  unreadable: readonly UnreadableRecord[] = [],
): Promise<ProjectSnapshot> {
  const services = await atlas.listEndpointServices(projectId, 'AWS');
  const names = serviceNamesOf(services);
  const found = names.length === 0 ? [] : await endpoints.listByServiceNames(names);
  return snapshotOf({ projectId, services }, found, { records, unreadable });
}

export interface ProjectServices {
  readonly projectId: string;
  readonly services: readonly EndpointService[];
}

export function serviceNamesOf(services: readonly EndpointService[]): string[] {
  return services.flatMap(({ endpointServiceName }) => endpointServiceName ?? []);
}

/**
 * @param found endpoints for the project's services, possibly also for others
 * @param isOfMember true: endpoints that only Atlas lists are of other places, and are not in the snapshot
 */
export function snapshotOf(
  { projectId, services }: ProjectServices,
  found: readonly VpcEndpoint[],
  { records, unreadable }: RegistryList,
  isOfMember = false,
): ProjectSnapshot {
  const names = new Set(serviceNamesOf(services));
  const endpoints = found.filter(({ serviceName }) => names.has(serviceName));
  const own = records.filter(({ link }) => link.projectId === projectId);
  const listing = listingOf(services);
  const ids = [
    ...(isOfMember ? [] : listing.keys()),
    ...endpoints.map(({ endpointId }) => endpointId),
    ...own.map(({ link }) => link.endpointId),
  ];
  return {
    projectId,
    services,
    listing,
    endpoints: new Map(endpoints.map((endpoint) => [endpoint.endpointId, endpoint])),
    records: new Map(own.map((record) => [record.link.endpointId, record])),
    unreadable: new Map(unreadable.map((record) => [record.endpointId, record])),
    endpointIds: [...new Set(ids)].sort(),
  };
}

/** If two services list the same endpoint, uses the first. */
function listingOf(services: readonly EndpointService[]): Map<string, EndpointService> {
  const listing = new Map<string, EndpointService>();
  for (const service of services)
    for (const endpointId of service.interfaceEndpoints)
      if (!listing.has(endpointId)) listing.set(endpointId, service);
  return listing;
}

/** The service that lists the endpoint, or that the endpoint connects to. */
export function serviceOf(
  { services, listing, endpoints }: ProjectSnapshot,
  endpointId: string,
): EndpointService | undefined {
  const name = endpoints.get(endpointId)?.serviceName;
  return (
    listing.get(endpointId) ??
    services.find(({ endpointServiceName }) => name !== undefined && endpointServiceName === name)
  );
}
