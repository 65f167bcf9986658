/** One project as Atlas, EC2 and the registry list it, before the links are checked one by one. */
import type { LinkRecord } from '../../contract/registry.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import { allServices, type ProjectServices } from '../data-federation/all-services.js';
import type { Federation, Role } from '../data-federation/federation-directory.js';
import type { AtlasError } from '../model/errors/atlas-error.js';
import type { UnreadableRecord } from '../model/errors/unreadable-record-error.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';
import type { VpcEndpoint, VpcEndpointListPort } from '../model/ports/ec2.js';
import { type OwnAutomation, othersRecord, ownRecord } from '../model/values/own-record.js';
import type { RegistryList } from './registry-list.js';

export interface ProjectSnapshot {
  readonly projectId: string;
  readonly services: readonly EndpointService[];
  /** Why the registrations with Data Federation, and their endpoints, are not in the snapshot although they should be. */
  readonly federationError?: AtlasError | undefined;
  /** The service that lists an endpoint. */
  readonly listing: ReadonlyMap<string, EndpointService>;
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  /** Those of them whose project is not known, with what a person has to do. */
  readonly undecided: ReadonlyMap<string, Refusal>;
  /** Endpoints that EC2 shows, and that are for another project. */
  readonly elsewhere: ReadonlySet<string>;
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
  const found = listed.map((endpoint) => roleOf(deps, projectId, endpoint, registry));
  const isFederated = federatedProjectIds.includes(projectId);
  return snapshotOf(project, found, registry, { isFederated });
}

/** An endpoint that EC2 shows, and its role in the comparison of one project. */
export interface FoundEndpoint {
  readonly endpoint: VpcEndpoint;
  readonly role: Role;
}

/** The name of a shared endpoint service does not tell whose an endpoint is. */
export function roleOf(
  { federationDirectory, ...own }: OwnAutomation & Federation,
  projectId: string,
  endpoint: VpcEndpoint,
  registry: RegistryList,
): FoundEndpoint {
  if (federationDirectory?.has(endpoint) !== true) return { endpoint, role: { kind: 'compared' } };
  const record = registry.ofEndpoint(endpoint.endpointId);
  const role = federationDirectory.roleIn(projectId, endpoint, own, ownRecord(record, own));
  // Another automation knows its project.
  const isKnown = role.kind === 'undecided' && othersRecord(record, own) !== undefined;
  return { endpoint, role: isKnown ? { kind: 'elsewhere' } : role };
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
  found: readonly FoundEndpoint[],
  registry: RegistryList,
  { isOfMember = false, isFederated = false }: SnapshotOptions = {},
): ProjectSnapshot {
  const names = new Set(serviceNamesOf(services));
  const connected = found.filter(({ endpoint }) => names.has(endpoint.serviceName));
  const endpoints = connected.flatMap(({ endpoint, role }) => (role.kind === 'elsewhere' ? [] : [endpoint]));
  const hasFederation = isFederated && federationError === undefined;
  const own = registry
    .ofProject(projectId)
    .filter(({ link }) => hasFederation || serviceKindOf(link) === 'dedicated');
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
    ...rolesOf(connected),
    records: new Map(own.map((record) => [record.link.endpointId, record])),
    unreadable: registry.unreadableById,
    endpointIds: [...new Set(ids)].sort(),
  };
}

function rolesOf(found: readonly FoundEndpoint[]): Pick<ProjectSnapshot, 'undecided' | 'elsewhere'> {
  const undecided = new Map<string, Refusal>();
  const elsewhere = new Set<string>();
  for (const { endpoint, role } of found) {
    if (role.kind === 'undecided') undecided.set(endpoint.endpointId, role.refusal);
    if (role.kind === 'elsewhere') elsewhere.add(endpoint.endpointId);
  }
  return { undecided, elsewhere };
}

/** By the list of services, which the comparisons of all members of a hub share. */
const listings = new WeakMap<readonly EndpointService[], ReadonlyMap<string, EndpointService>>();

function listingOf(services: readonly EndpointService[]): ReadonlyMap<string, EndpointService> {
  const known = listings.get(services);
  if (known !== undefined) return known;
  const listing = makeListing(services);
  listings.set(services, listing);
  return listing;
}

/** If two services list the same endpoint, uses the first. */
function makeListing(services: readonly EndpointService[]): Map<string, EndpointService> {
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
