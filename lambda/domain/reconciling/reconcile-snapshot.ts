/** One project as Atlas, EC2 and the registry list it, before the links are checked one by one. */
import type { LinkRecord } from '../../contract/registry.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import { allServices, type ProjectServices } from '../data-federation/all-services.js';
import type { Federation } from '../data-federation/federation-directory.js';
import type { AtlasError } from '../model/errors/atlas-error.js';
import type { UnreadableRecord } from '../model/errors/unreadable-record-error.js';
import { type OwnAutomation, ownRecord } from '../model/own-record.js';
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
  /** Why the registrations with Data Federation, and their endpoints, are not in the snapshot although they should be. */
  readonly federationError?: AtlasError | undefined;
  /** The service that lists an endpoint. */
  readonly listing: ReadonlyMap<string, EndpointService>;
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  readonly records: ReadonlyMap<string, LinkRecord>;
  /** Endpoints whose records cannot be read; their owner is unknown. */
  readonly unreadable: ReadonlyMap<string, UnreadableRecord>;
  /** All endpoints in any of the three lists, sorted. */
  readonly endpointIds: readonly string[];
}

export interface SnapshotDependencies extends OwnAutomation, Federation {
  readonly atlas: Pick<AtlasPort, 'listEndpointServices'>;
  readonly endpoints: VpcEndpointListPort;
}

/** @throws AtlasError */
export async function takeSnapshot(
  deps: SnapshotDependencies,
  registry: RegistryList,
  projectId: string,
): Promise<ProjectSnapshot> {
  const { atlas, endpoints, federatedProjectIds } = deps;
  const project = await allServices(atlas, projectId, federatedProjectIds);
  const names = serviceNamesOf(project.services);
  const listed = names.length === 0 ? [] : await endpoints.listByServiceNames(names);
  const found = listed.filter((endpoint) => isOfProject(deps, projectId, endpoint, registry));
  const isFederated = federatedProjectIds.includes(projectId);
  return snapshotOf(project, found, registry, { isFederated });
}

/** The name of a shared endpoint service does not tell whose an endpoint is. */
export function isOfProject(
  { federationDirectory, ...own }: OwnAutomation & Federation,
  projectId: string,
  endpoint: VpcEndpoint,
  { records }: RegistryList,
): boolean {
  if (federationDirectory?.has(endpoint) !== true) return true;
  const found = records.find(({ link }) => link.endpointId === endpoint.endpointId);
  return federationDirectory.isOf(projectId, endpoint, own, ownRecord(found, own));
}

export function serviceNamesOf(services: readonly EndpointService[]): string[] {
  return services.flatMap(({ endpointServiceName }) => endpointServiceName ?? []);
}

export interface SnapshotOptions {
  /** True: endpoints that only Atlas lists are of other places, and are not in the snapshot. Default: false. */
  readonly isOfMember?: boolean;
  /** False: the project does not want endpoints to Data Federation, and they are not in the snapshot. Default: false. */
  readonly isFederated?: boolean;
}

/** @param found endpoints for the project's services, possibly also for others */
export function snapshotOf(
  { projectId, services, federationError }: ProjectServices,
  found: readonly VpcEndpoint[],
  { records, unreadable }: RegistryList,
  { isOfMember = false, isFederated = false }: SnapshotOptions = {},
): ProjectSnapshot {
  const names = new Set(serviceNamesOf(services));
  const endpoints = found.filter(({ serviceName }) => names.has(serviceName));
  const hasFederation = isFederated && federationError === undefined;
  const own = records.filter(
    ({ link }) => link.projectId === projectId && (hasFederation || serviceKindOf(link) === 'dedicated'),
  );
  const listing = listingOf(services);
  const ids = [
    ...(isOfMember ? [] : listing.keys()),
    ...endpoints.map(({ endpointId }) => endpointId),
    ...own.map(({ link }) => link.endpointId),
  ];
  return {
    projectId,
    services,
    federationError,
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

/** The service that lists the endpoint, or that the endpoint connects to; of several that list it, that one. */
export function serviceOf(
  { services, listing, endpoints }: ProjectSnapshot,
  endpointId: string,
): EndpointService | undefined {
  const name = endpoints.get(endpointId)?.serviceName;
  const connected = services.find(
    ({ endpointServiceName }) => name !== undefined && endpointServiceName === name,
  );
  return connected?.interfaceEndpoints.includes(endpointId) === true
    ? connected
    : (listing.get(endpointId) ?? connected);
}
