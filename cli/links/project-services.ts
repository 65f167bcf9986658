import type { LinkRecord } from '../../lambda/contract/registry.js';
import { serviceKindOf } from '../../lambda/contract/service-kind.js';
import {
  allServices,
  type ProjectServices as ReadProjectServices,
} from '../../lambda/domain/data-federation/all-services.js';
import type { FederatedProject } from '../../lambda/domain/data-federation/federated-project.js';
import {
  type Federation,
  federationOf,
  recordedIn,
} from '../../lambda/domain/data-federation/federation-directory.js';
import { atMostAtOnce } from '../../lambda/domain/model/at-most-at-once.js';
import { AtlasError } from '../../lambda/domain/model/errors/atlas-error.js';
import type { EndpointService } from '../../lambda/domain/model/ports/atlas.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import { traitsOf } from '../../lambda/domain/model/service-traits.js';
import { ownRecord } from '../../lambda/domain/model/values/own-record.js';
import type { Access } from '../session/access.js';

/** The endpoint services of a project, or why they cannot be read. */
export type ProjectServices =
  | ReadProjectServices
  | { readonly projectId: string; readonly error: AtlasError };

export const PROJECTS_AT_ONCE = 25;

type Reader = Pick<Access, 'atlas' | 'automation' | 'federatedProjectIds'>;

/** Also reads the registrations of projects that no longer want any, and in which own records name some. */
export function withRecorded<T extends Pick<Access, 'atlas' | 'automation'>>(
  access: T,
  records: readonly LinkRecord[],
): T & Federation {
  const { atlas, automation } = access;
  const { projects, dataFederationServiceNames: serviceNames } = automation;
  const ids = records.flatMap((record) => recordedIn(ownRecord(record, automation)) ?? []);
  return { ...access, ...federationOf({ atlas, projects, serviceNames }, new Set(ids)) };
}

export async function readProjectServices(reader: Reader): Promise<ProjectServices[]> {
  const { projects } = reader.automation;
  return atMostAtOnce(PROJECTS_AT_ONCE, projects, ({ projectId }) => read(reader, projectId));
}

async function read({ atlas, federatedProjectIds }: Reader, projectId: string): Promise<ProjectServices> {
  try {
    return await allServices(atlas, projectId, federatedProjectIds);
  } catch (error) {
    if (error instanceof AtlasError) return { projectId, error };
    throw error;
  }
}

/** The place of an endpoint's link, whether it exists or not. */
export interface LinkPlace {
  readonly projectId: string;
  readonly service: EndpointService;
}

/** The project that an endpoint to Data Federation is for; undefined for other endpoints, and if it is not known. */
export function federatedProjectOf(
  { federationDirectory, automation }: Pick<Access, 'federationDirectory' | 'automation'>,
  endpoint: VpcEndpoint | undefined,
  record: LinkRecord | undefined,
): FederatedProject | undefined {
  if (endpoint === undefined || federationDirectory?.has(endpoint) !== true) return undefined;
  return federationDirectory.projectOf(endpoint, automation, ownRecord(record, automation));
}

export interface PlacedEndpoint {
  readonly endpointId: string;
  readonly endpoint: VpcEndpoint | undefined;
  readonly record: LinkRecord | undefined;
  readonly federated: FederatedProject | undefined;
  /** The project in which the automation has registered it with Data Federation, by its own record. */
  readonly registeredIn: string | undefined;
}

/**
 * The service that lists the endpoint; otherwise the one that it connects to; otherwise the one that the registry
 * names. Of several projects that have registered an endpoint with Data Federation, the one of the own record comes
 * first, then the one that the endpoint is for.
 */
export function placeOf(
  projects: readonly ProjectServices[],
  { endpointId, endpoint, record, federated, registeredIn: recordedIn }: PlacedEndpoint,
): LinkPlace | undefined {
  const places = placesOf(projects);
  const isOwn = ({ projectId }: LinkPlace) =>
    federated?.kind === 'project' && federated.projectId === projectId;
  const listing = places
    .filter(({ service }) => service.interfaceEndpoints.includes(endpointId))
    .sort((one, other) => Number(other.projectId === recordedIn) - Number(one.projectId === recordedIn));
  const connected = places.filter(
    ({ service }) =>
      service.endpointServiceName !== undefined && service.endpointServiceName === endpoint?.serviceName,
  );
  const both = listing.filter((place) => connected.includes(place));
  return (
    both.find(({ projectId }) => projectId === recordedIn) ??
    both.find(isOwn) ??
    both[0] ??
    listing[0] ??
    connected.find((place) => serviceKindOf(place.service) === 'dedicated' || isOwn(place)) ??
    places.find(({ projectId, service }) => isNamed(record, projectId, service))
  );
}

function placesOf(projects: readonly ProjectServices[]): LinkPlace[] {
  return projects.flatMap((project) =>
    'services' in project
      ? project.services.map((service) => ({ projectId: project.projectId, service }))
      : [],
  );
}

/** Ids of the other projects that have registered the endpoint with Data Federation. */
export function othersThatList(
  projects: readonly ProjectServices[],
  endpointId: string,
  place: LinkPlace | undefined,
): readonly string[] {
  const listing = placesOf(projects).filter(
    ({ service }) => !traitsOf(service).hasOneProject && service.interfaceEndpoints.includes(endpointId),
  );
  const ids = new Set(listing.map(({ projectId }) => projectId));
  return [...ids].filter((projectId) => projectId !== place?.projectId);
}

function isNamed(record: LinkRecord | undefined, projectId: string, service: EndpointService): boolean {
  if (record === undefined || record.link.endpointServiceId !== service.endpointServiceId) return false;
  return serviceKindOf(service) === 'dedicated' || record.link.projectId === projectId;
}

/** Why a project, or its registrations with Data Federation, cannot be read. */
export function errorOf(project: ProjectServices): AtlasError | undefined {
  return 'error' in project ? project.error : project.federationError;
}

/**
 * An unreadable project may be the reason why no place was found.
 *
 * @param isDedicated EC2 shows that the endpoint does not connect to Data Federation
 */
export function firstError(
  projects: readonly ProjectServices[],
  isDedicated: boolean,
): AtlasError | undefined {
  return projects.flatMap((project) =>
    'error' in project || !isDedicated ? (errorOf(project) ?? []) : [],
  )[0];
}

/** True if EC2 shows that the endpoint does not connect to Data Federation. */
export function isDedicated(
  { federationDirectory }: Pick<Access, 'federationDirectory'>,
  endpoint: VpcEndpoint | undefined,
): boolean {
  return endpoint !== undefined && federationDirectory?.has(endpoint) !== true;
}
