/** Types that only read; their requests are answered immediately. */
import * as v from 'valibot';
import type { LinkDescription } from '../contract/attributes.js';
import { inCloudFormation } from '../contract/cloudformation-spelling.js';
import {
  CustomResource,
  type CustomResourceType,
  type DataFederationLinkDescription,
  type DataFederationLinksDescription,
  type DataFederationLookupDescription,
  type FederatedHostname,
  type RegionalModeDescription,
  type ServiceDescription,
  type ServicesDescription,
} from '../contract/custom-resources.js';
import { dataFederationValueIssues, endpointIssues, serviceIssues } from '../contract/declared-rules.js';
import {
  cloudProvider,
  filled,
  projectId,
  region,
  serviceId,
} from '../domain/declared/properties/properties.js';
import {
  type GivenProperties,
  type TemplateProperties,
  templateProperties,
} from '../domain/declared/properties/template-properties.js';
import type { AtlasPort, LinkReference } from '../domain/model/ports/atlas.js';
import type { DataFederationLinkReference } from '../domain/model/ports/data-federation.js';

/** Any text; a new value makes CloudFormation request the values again. */
const refresh = v.optional(v.unknown());

const linkLookup = templateProperties(
  CustomResource.LINK_LOOKUP,
  {
    projectId,
    cloudProvider,
    endpointServiceId: serviceId,
    endpointId: filled,
    refresh,
  },
  endpointIssues,
);

const serviceLookup = templateProperties(
  CustomResource.SERVICE_LOOKUP,
  {
    projectId,
    cloudProvider,
    endpointServiceId: v.optional(serviceId),
    region: v.optional(region),
    refresh,
  },
  serviceIssues,
);

const servicesLookup = templateProperties(CustomResource.SERVICES_LOOKUP, {
  projectId,
  cloudProvider,
  refresh,
});

const regionalModeLookup = templateProperties(CustomResource.REGIONAL_MODE_LOOKUP, { projectId, refresh });

const dataFederationLinkLookup = templateProperties(
  CustomResource.DATA_FEDERATION_LINK_LOOKUP,
  { projectId, endpointId: filled, refresh },
  dataFederationValueIssues,
);

const dataFederationLinksLookup = templateProperties(CustomResource.DATA_FEDERATION_LINKS_LOOKUP, {
  projectId,
  refresh,
});

type ServiceLookupProperties = ReturnType<typeof serviceLookup.read>;
type ServicesLookupProperties = ReturnType<typeof servicesLookup.read>;

/** The resource to look up does not exist. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** @throws NotFoundError, AtlasError */
export async function lookUpLink(atlas: AtlasPort, link: LinkReference): Promise<LinkDescription> {
  const found = await atlas.findLink(link);
  if (found !== undefined) return found;
  throw new NotFoundError(
    `Endpoint service ${link.endpointServiceId} of project ${link.projectId} has no link of ${link.endpointId}. Make the lookup depend on the link, or correct the ids.`,
  );
}

/** @throws NotFoundError, AtlasError */
export async function lookUpService(
  atlas: AtlasPort,
  { projectId, cloudProvider, endpointServiceId, region }: ServiceLookupProperties,
): Promise<ServiceDescription> {
  if (endpointServiceId === undefined && region === undefined)
    throw new NotFoundError('EndpointServiceId or Region: expected one of them, received neither.');
  const services = await atlas.listEndpointServices(projectId, cloudProvider);
  const found = services.find(
    (service) =>
      (endpointServiceId === undefined || service.endpointServiceId === endpointServiceId) &&
      (region === undefined || service.regionName === region),
  );
  if (found !== undefined) return found.description;
  const there = services.map(({ endpointServiceId, regionName }) => `${endpointServiceId} in ${regionName}`);
  throw new NotFoundError(
    `Project ${projectId} has no ${cloudProvider} endpoint service ${endpointServiceId ?? `in ${region}`}. It has: ${there.join(', ') || 'none'}.`,
  );
}

/** @throws AtlasError; a project without services has empty lists */
export async function lookUpServices(
  atlas: AtlasPort,
  { projectId, cloudProvider }: ServicesLookupProperties,
): Promise<ServicesDescription> {
  const services = await atlas.listEndpointServices(projectId, cloudProvider);
  return {
    projectId,
    cloudProvider,
    endpointServiceIds: services.map(({ endpointServiceId }) => endpointServiceId),
    regionNames: services.map(({ regionName }) => regionName),
    statuses: services.map(({ status }) => status),
    endpointServiceNames: services.map(({ description }) => nameOf(description)),
  };
}

function nameOf(service: ServiceDescription): string {
  return (
    service.endpointServiceName || service.privateLinkServiceName || (service.serviceAttachmentNames[0] ?? '')
  );
}

/** @throws AtlasError */
export async function lookUpRegionalMode(
  atlas: AtlasPort,
  { projectId }: { readonly projectId: string },
): Promise<RegionalModeDescription> {
  return { projectId, enabled: await atlas.isRegionalModeEnabled(projectId) };
}

/** @throws NotFoundError, AtlasError */
export async function lookUpDataFederationLink(
  { dataFederation }: AtlasPort,
  link: DataFederationLinkReference,
): Promise<DataFederationLookupDescription> {
  const found = await dataFederation.find(link);
  if (found !== undefined) return withHostnames(found, await dataFederation.hostnames(link));
  throw new NotFoundError(
    `EndpointId: ${link.endpointId} is not registered for Data Federation in project ${link.projectId}. Make the lookup depend on the registration, or correct the ids.`,
  );
}

function withHostnames(
  link: DataFederationLinkDescription,
  names: readonly FederatedHostname[],
): DataFederationLookupDescription {
  return {
    ...link,
    databaseNames: names.map(({ database }) => database),
    hostnames: names.map(({ hostname }) => hostname),
  };
}

/** @throws AtlasError; a project without registrations has empty lists */
export async function lookUpDataFederationLinks(
  { dataFederation }: AtlasPort,
  { projectId }: { readonly projectId: string },
): Promise<DataFederationLinksDescription> {
  const links = await dataFederation.list(projectId);
  return {
    projectId,
    endpointIds: links.map(({ endpointId }) => endpointId),
    cloudProviders: links.map(({ cloudProvider }) => cloudProvider),
    statuses: links.map(({ status }) => status),
    regions: links.map(({ region }) => region),
    customerEndpointDnsNames: links.map(({ customerEndpointDnsName }) => customerEndpointDnsName),
  };
}

/**
 * @returns the attributes, as CloudFormation spells them
 * @throws NotFoundError, AtlasError
 */
export type LookUp = (atlas: AtlasPort) => Promise<object>;

export interface Lookup {
  readonly type: CustomResourceType;
  readonly accepted: readonly string[];
  /** @throws InvalidPropertiesError */
  readonly plan: (properties: GivenProperties) => LookUp;
}

function lookupOf<Properties>(
  { type, accepted, read }: TemplateProperties<Properties>,
  lookUp: (atlas: AtlasPort, properties: Properties) => Promise<object>,
): Lookup {
  return {
    type,
    accepted,
    plan: (given) => {
      const properties = read(given);
      return async (atlas) => inCloudFormation(await lookUp(atlas, properties));
    },
  };
}

export const LOOKUPS: readonly Lookup[] = [
  lookupOf(linkLookup, lookUpLink),
  lookupOf(serviceLookup, lookUpService),
  lookupOf(servicesLookup, lookUpServices),
  lookupOf(regionalModeLookup, lookUpRegionalMode),
  lookupOf(dataFederationLinkLookup, lookUpDataFederationLink),
  lookupOf(dataFederationLinksLookup, lookUpDataFederationLinks),
];

export function isLookupType(resourceType: string): boolean {
  return resourceType.endsWith('Lookup');
}
