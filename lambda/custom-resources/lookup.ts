/** Types that read, and are answered at once. */
import * as v from 'valibot';
import type { LinkDescription } from '../contract/attributes.js';
import {
  CustomResource,
  type CustomResourceType,
  type RegionalModeDescription,
  type ServiceDescription,
  type ServicesDescription,
} from '../contract/custom-resources.js';
import {
  acceptedIn,
  cloudProvider,
  filled,
  own,
  type PropertiesSchema,
  projectId,
  readerOf,
  region,
  serviceId,
} from '../domain/declared/properties.js';
import type { AtlasPort } from '../domain/model/ports/atlas.js';

const linkLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  EndpointServiceId: serviceId,
  EndpointId: filled,
  /** Any text; a new one makes CloudFormation ask again. */
  Refresh: v.optional(v.unknown()),
});

const serviceLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  EndpointServiceId: v.optional(serviceId),
  Region: v.optional(region),
  Refresh: v.optional(v.unknown()),
});

const servicesLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  Refresh: v.optional(v.unknown()),
});

const regionalModeLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  Refresh: v.optional(v.unknown()),
});

type LinkLookupProperties = v.InferOutput<typeof linkLookupProperties>;
type ServiceLookupProperties = v.InferOutput<typeof serviceLookupProperties>;
type ServicesLookupProperties = v.InferOutput<typeof servicesLookupProperties>;

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

/** @throws NotFoundError, AtlasError */
export type LookUp = (atlas: AtlasPort) => Promise<object>;

export interface Lookup {
  readonly type: CustomResourceType;
  readonly accepted: readonly string[];
  /** @throws InvalidPropertiesError */
  readonly plan: (properties: unknown) => LookUp;
}

function lookupOf<Properties>(
  type: CustomResourceType,
  schema: PropertiesSchema<Properties>,
  lookUp: (atlas: AtlasPort, properties: Properties) => Promise<object>,
): Lookup {
  const read = readerOf(type, schema);
  return {
    type,
    accepted: acceptedIn(schema),
    plan: (given) => {
      const properties = read(given);
      return (atlas) => lookUp(atlas, properties);
    },
  };
}

export const LOOKUPS: readonly Lookup[] = [
  lookupOf(CustomResource.LINK_LOOKUP, linkLookupProperties, lookUpLink),
  lookupOf(CustomResource.SERVICE_LOOKUP, serviceLookupProperties, lookUpService),
  lookupOf(CustomResource.SERVICES_LOOKUP, servicesLookupProperties, lookUpServices),
  lookupOf(CustomResource.REGIONAL_MODE_LOOKUP, regionalModeLookupProperties, lookUpRegionalMode),
];

export function isLookupType(resourceType: string): boolean {
  return resourceType.endsWith('Lookup');
}
