/**
 * Rules for combinations of properties of a custom resource. Synthesis checks them for the values known there; the
 * functions check them before any call. Names are in camelCase; each side reports them in its own spelling.
 */
import type { CloudProvider } from './attributes.js';
import { atlasRegion } from './regions.js';
import {
  AWS_REGION,
  AZURE_ENDPOINT_ID,
  CLUSTER_NAME,
  FILLED,
  IP_ADDRESS,
  OTHER_REGION,
  type ValueRule,
  VPC_ENDPOINT_ID,
} from './value-rules.js';

export interface PropertyIssue {
  /** Path of an element: `supportedRemoteRegions.0`. */
  readonly property: string;
  /** `expected …` */
  readonly expected: string;
  readonly received: unknown;
  /** A sentence of advice, if `expected` does not say what to do. */
  readonly advice?: string | undefined;
}

/** A value that is missing, or not known yet, is not checked. */
type Known<Properties> = { readonly [Name in keyof Properties]?: Properties[Name] | undefined };

export type KnownService = Known<{
  cloudProvider: string;
  region: string;
  supportedRemoteRegions: readonly (string | undefined)[];
}>;

/** Rules of an endpoint service and of its lookup. */
export function serviceIssues({
  cloudProvider,
  region,
  supportedRemoteRegions = [],
}: KnownService): PropertyIssue[] {
  if (cloudProvider === undefined) return [];
  const own = issueOf('region', region, cloudProvider === 'AWS' ? AWS_REGION : OTHER_REGION);
  const remote =
    cloudProvider === 'AWS'
      ? supportedRemoteRegions.flatMap((other, index) =>
          remoteRegionIssues(`supportedRemoteRegions.${index}`, other, region),
        )
      : notOfAws(cloudProvider, supportedRemoteRegions);
  return [...own, ...remote];
}

/** Atlas refuses a service's own Region among the remote ones: `CROSS_REGION_PRIVATE_LINK_SELF_REGION`. */
function remoteRegionIssues(
  property: string,
  other: string | undefined,
  region: string | undefined,
): PropertyIssue[] {
  const issues = issueOf(property, other, AWS_REGION);
  if (
    issues.length > 0 ||
    other === undefined ||
    region === undefined ||
    atlasRegion(other) !== atlasRegion(region)
  )
    return issues;
  return [
    {
      property,
      expected: "expected Regions besides the service's own",
      received: other,
      advice: 'Leave it out: VPC endpoints of that Region may lead to the service anyway.',
    },
  ];
}

/** Atlas supports remote Regions for AWS only: `PROVIDER_UNSUPPORTED`. */
function notOfAws(cloudProvider: string, regions: readonly (string | undefined)[]): PropertyIssue[] {
  if (regions.every((region) => region === undefined)) return [];
  return [
    {
      property: 'supportedRemoteRegions',
      expected: `expected none for a service of ${cloudProvider}`,
      received: regions,
      advice: 'Only services of AWS have remote Regions.',
    },
  ];
}

export type KnownEndpoint = Known<{
  cloudProvider: string;
  endpointId: string;
}>;

/** Rules for the endpoint of a link and of its lookup. */
export function endpointIssues({ cloudProvider, endpointId }: KnownEndpoint): PropertyIssue[] {
  return cloudProvider === undefined ? [] : issueOf('endpointId', endpointId, endpointIdRule(cloudProvider));
}

function endpointIdRule(cloudProvider: string): ValueRule {
  if (cloudProvider === 'AWS') return VPC_ENDPOINT_ID;
  return cloudProvider === 'AZURE' ? AZURE_ENDPOINT_ID : FILLED;
}

export interface LinkToCheck extends KnownEndpoint {
  readonly cloudProvider: CloudProvider;
  readonly projectId: string;
  readonly endpointServiceResource?: string | undefined;
  readonly privateEndpointIpAddress?: string | undefined;
  readonly gcpProjectId?: string | undefined;
  readonly endpoints?: readonly { readonly ipAddress: string }[] | undefined;
  readonly clusters?: readonly string[] | undefined;
}

/** Rules of a link whose properties are all known. */
export function linkIssues(link: LinkToCheck): PropertyIssue[] {
  const { cloudProvider, endpoints = [], clusters = [] } = link;
  return [
    ...endpointIssues(link),
    ...(cloudProvider === 'AZURE' ? requiredBy(link, 'privateEndpointIpAddress', IP_ADDRESS) : []),
    ...(cloudProvider === 'GCP' ? requiredBy(link, 'gcpProjectId', FILLED) : []),
    ...endpoints.flatMap(({ ipAddress }, index) =>
      issueOf(`endpoints.${index}.ipAddress`, ipAddress, IP_ADDRESS),
    ),
    ...clusters.flatMap((cluster, index) => issueOf(`clusters.${index}`, cluster, CLUSTER_NAME)),
    ...serviceResourceIssues(link),
  ];
}

/** Atlas's API description requires the property for this cloud provider. */
function requiredBy(
  { cloudProvider, ...link }: LinkToCheck,
  property: 'privateEndpointIpAddress' | 'gcpProjectId',
  { expected, accepts }: ValueRule,
): PropertyIssue[] {
  if (accepts(link[property])) return [];
  return [
    { property, expected: `${expected} for an endpoint of ${cloudProvider}`, received: link[property] },
  ];
}

/** `service/<project>/<cloud provider>/…`: the link must have the same project and cloud provider as that resource. */
function serviceResourceIssues({
  cloudProvider,
  projectId,
  endpointServiceResource = '',
}: LinkToCheck): PropertyIssue[] {
  const [kind, project, provider] = endpointServiceResource.split('/');
  if (kind !== 'service' || project === undefined || provider === undefined) return [];
  return [
    ...cloudIssues(provider, cloudProvider),
    ...(project === projectId ? [] : [otherProjectIssue(project, projectId)]),
  ];
}

export type KnownDataFederationLink = Known<{
  endpointId: string;
  region: string;
  customerEndpointDnsName: string;
}>;

/** Rules for single values of an endpoint of Data Federation. */
export function dataFederationValueIssues({ endpointId, region }: KnownDataFederationLink): PropertyIssue[] {
  return [...issueOf('endpointId', endpointId, VPC_ENDPOINT_ID), ...issueOf('region', region, AWS_REGION)];
}

/** Rules of a registration whose properties are all known. */
export function dataFederationIssues(link: KnownDataFederationLink): PropertyIssue[] {
  return [...dataFederationValueIssues(link), ...dataFederationPairIssues(link)];
}

/**
 * Atlas's API description requires each of the two if the other one is given.
 *
 * @param link with the values as given: one that is not known yet is not missing
 */
export function dataFederationPairIssues({
  region,
  customerEndpointDnsName,
}: KnownDataFederationLink): PropertyIssue[] {
  if ((region === undefined) === (customerEndpointDnsName === undefined)) return [];
  const [missing, given] =
    region === undefined ? ['region', 'customerEndpointDnsName'] : ['customerEndpointDnsName', 'region'];
  const expected = `expected a text beside ${given}`;
  return [
    { property: missing, expected, received: undefined, advice: `Give both, or leave out ${given} too.` },
  ];
}

export function otherProjectIssue(ofService: string, received: string): PropertyIssue {
  return {
    property: 'projectId',
    expected: `expected the project of its endpoint service, ${ofService}`,
    received,
  };
}

/** Both ends of a link must be of the same cloud provider. */
export function cloudIssues(ofService: string, received: string): PropertyIssue[] {
  if (ofService === received) return [];
  return [
    {
      property: 'cloudProvider',
      expected: `expected ${ofService}, the cloud provider of its endpoint service`,
      received,
      advice: `Link an endpoint of ${ofService}, or make an endpoint service of ${received}.`,
    },
  ];
}

export function issueOf(property: string, value: unknown, { expected, accepts }: ValueRule): PropertyIssue[] {
  return value === undefined || accepts(value) ? [] : [{ property, expected, received: value }];
}
