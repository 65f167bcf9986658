import type { LinkDescription } from '../contract/attributes.js';
import type {
  RegionalModeDescription,
  ServiceDescription,
  ServicesDescription,
} from '../contract/custom-resources.js';
import type { AtlasPort } from '../domain/model/ports/atlas.js';
import type {
  LinkLookupProperties,
  ServiceLookupProperties,
  ServicesLookupProperties,
} from './properties.js';

/** What was looked up is not there. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** @throws NotFoundError, AtlasError */
export async function lookUpLink(
  atlas: AtlasPort,
  properties: LinkLookupProperties,
): Promise<LinkDescription> {
  const { ProjectId, CloudProvider, EndpointServiceId, EndpointId } = properties;
  const link = {
    projectId: ProjectId,
    cloudProvider: CloudProvider,
    endpointServiceId: EndpointServiceId,
    endpointId: EndpointId,
  };
  const found = await atlas.findLink(link);
  if (found !== undefined) return found;
  throw new NotFoundError(
    `Endpoint service ${EndpointServiceId} of project ${ProjectId} has no link of ${EndpointId}. Make the lookup depend on the link, or correct the ids.`,
  );
}

/** @throws NotFoundError, AtlasError */
export async function lookUpService(
  atlas: AtlasPort,
  { ProjectId, CloudProvider, EndpointServiceId, Region }: ServiceLookupProperties,
): Promise<ServiceDescription> {
  if (EndpointServiceId === undefined && Region === undefined)
    throw new NotFoundError('EndpointServiceId or Region: expected one of them, received neither.');
  const services = await atlas.listEndpointServices(ProjectId, CloudProvider);
  const found = services.find(
    (service) =>
      (EndpointServiceId === undefined || service.endpointServiceId === EndpointServiceId) &&
      (Region === undefined || service.regionName === Region),
  );
  if (found !== undefined) return found.description;
  const there = services.map(({ endpointServiceId, regionName }) => `${endpointServiceId} in ${regionName}`);
  throw new NotFoundError(
    `Project ${ProjectId} has no ${CloudProvider} endpoint service ${EndpointServiceId ?? `in ${Region}`}. It has: ${there.join(', ') || 'none'}.`,
  );
}

/** @throws AtlasError; a project without services has empty lists */
export async function lookUpServices(
  atlas: AtlasPort,
  { ProjectId, CloudProvider }: ServicesLookupProperties,
): Promise<ServicesDescription> {
  const services = await atlas.listEndpointServices(ProjectId, CloudProvider);
  return {
    ProjectId,
    CloudProvider,
    EndpointServiceIds: services.map(({ endpointServiceId }) => endpointServiceId),
    RegionNames: services.map(({ regionName }) => regionName),
    Statuses: services.map(({ status }) => status),
    EndpointServiceNames: services.map(({ description }) => nameOf(description)),
  };
}

function nameOf(service: ServiceDescription): string {
  return (
    service.EndpointServiceName || service.PrivateLinkServiceName || (service.ServiceAttachmentNames[0] ?? '')
  );
}

/** @throws AtlasError */
export async function lookUpRegionalMode(
  atlas: AtlasPort,
  { ProjectId }: { readonly ProjectId: string },
): Promise<RegionalModeDescription> {
  return { ProjectId, Enabled: await atlas.isRegionalModeEnabled(ProjectId) };
}
