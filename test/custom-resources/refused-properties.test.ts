import { describe, expect, it } from 'vitest';
import { CustomResource, type CustomResourceType } from '../../lambda/contract/custom-resources.js';
import { planFor } from '../../lambda/custom-resources/plan.js';
import type { CloudFormationRequest } from '../../lambda/custom-resources/request.js';
import { PROJECT_ID, SERVICE_ID } from '../domain/samples.js';
import { AZURE_ENDPOINT_ID, LINK_PROPERTIES, request, SERVICE_PROPERTIES } from './requests.js';

const OTHER_PROJECT_ID = '6a793f63c0eb9e7a177153f6';
const NOW = new Date('2026-08-10T03:05:00Z');

// Without dependencies: a request is planned or refused before Atlas or EC2 could be called.
const planOf = (resourceType: CustomResourceType, properties: object, parts: object = {}) =>
  planFor(
    request({
      resourceType,
      resourceProperties: properties as CloudFormationRequest['resourceProperties'],
      ...parts,
    }),
    NOW,
    'eu-west-1',
  );

const AZURE = {
  ...LINK_PROPERTIES,
  CloudProvider: 'AZURE',
  EndpointId: AZURE_ENDPOINT_ID,
  PrivateEndpointIpAddress: '10.0.0.4',
};
const GCP = { ...LINK_PROPERTIES, CloudProvider: 'GCP', EndpointId: 'group', GcpProjectId: 'network-1' };
const serviceResource = (project: string, provider: string) =>
  `service/${project}/${provider}/EU_WEST_1/${SERVICE_ID}`;

describe('a link that Atlas cannot create is refused', () => {
  it.each([
    [{ EndpointId: 'vpce-1' }, 'EndpointId: expected the id of a VPC endpoint, such as vpce-'],
    [{ EndpointId: AZURE_ENDPOINT_ID }, 'EndpointId: expected the id of a VPC endpoint'],
    [{ Clusters: ['my cluster'] }, 'Clusters.0: expected the name of a cluster (letters, digits, hyphens)'],
    [
      { EndpointServiceResource: serviceResource(PROJECT_ID, 'AZURE') },
      'CloudProvider: expected AZURE, the cloud provider of its endpoint service, received "AWS". Link an endpoint of AZURE, or make an endpoint service of AWS.',
    ],
    [
      { EndpointServiceResource: serviceResource(OTHER_PROJECT_ID, 'AWS') },
      `ProjectId: expected the project of its endpoint service, ${OTHER_PROJECT_ID}, received "${PROJECT_ID}".`,
    ],
    [
      { ...AZURE, PrivateEndpointIpAddress: undefined },
      'PrivateEndpointIpAddress: expected an IPv4 address for an endpoint of AZURE, received nothing.',
    ],
    [
      { ...AZURE, PrivateEndpointIpAddress: '10.0.0.256' },
      'PrivateEndpointIpAddress: expected an IPv4 address for an endpoint of AZURE, received "10.0.0.256".',
    ],
    [{ ...AZURE, EndpointId: 'atlas' }, 'EndpointId: expected the resource id of a private endpoint'],
    [
      { ...GCP, GcpProjectId: undefined },
      'GcpProjectId: expected a text for an endpoint of GCP, received nothing.',
    ],
    [
      { ...GCP, Endpoints: [{ EndpointName: 'e', IpAddress: 'e' }] },
      'Endpoints.0.IpAddress: expected an IPv4 address, received "e".',
    ],
  ])('%j', (wrong, message) => {
    expect(() => planOf(CustomResource.LINK, { ...LINK_PROPERTIES, ...wrong })).toThrow(message);
  });

  it.each([
    [{ EndpointId: 'vpce-0123abcd' }],
    [{ EndpointServiceResource: serviceResource(PROJECT_ID, 'AWS') }],
    [{ EndpointServiceResource: 'not-created/1' }],
    [AZURE],
    [{ ...AZURE, EndpointId: AZURE_ENDPOINT_ID.replace('resourceGroups', 'resourcegroups') }],
    [{ ...AZURE, PrivateEndpointIpAddress: 'fd00::4' }],
    [{ ...GCP, Endpoints: [{ EndpointName: 'e', IpAddress: '10.0.0.5' }] }],
    [{ ...GCP, GcpProjectId: 'example.com:network' }],
  ])('but not: %j', (right) => {
    expect(planOf(CustomResource.LINK, { ...LINK_PROPERTIES, ...right })).toMatchObject({
      kind: 'execution',
    });
  });
});

const SERVICES = [CustomResource.SERVICE, CustomResource.SERVICE_LOOKUP] as const;

describe('an endpoint service that Atlas cannot create is refused', () => {
  it.each(
    SERVICES.flatMap((type) =>
      ['eu-west-1a', 'Europe', 'eu west 1', 'EUROPE_NORTH'].map((region) => [type, region] as const),
    ),
  )('%s in %s', (type, Region) => {
    expect(() => planOf(type, { ...SERVICE_PROPERTIES, Region })).toThrow(
      `Region: expected an AWS Region such as eu-west-1 or EU_WEST_1, received "${Region}"`,
    );
  });

  it.each([
    [
      { SupportedRemoteRegions: ['us-east-1', 'eu-west-1'] },
      'SupportedRemoteRegions.1: expected Regions besides the service\'s own, received "eu-west-1". Leave it out: VPC endpoints',
    ],
    [
      { SupportedRemoteRegions: ['us-east'] },
      'SupportedRemoteRegions.0: expected an AWS Region such as eu-west-1 or EU_WEST_1',
    ],
    [
      { CloudProvider: 'AZURE', Region: 'EUROPE_NORTH', SupportedRemoteRegions: ['us-east-1'] },
      'SupportedRemoteRegions: expected none for a service of AZURE, received ["us-east-1"]. Only services of AWS',
    ],
    [{ CloudProvider: 'GCP', Region: 'western europe' }, "Region: expected a Region in Atlas's spelling"],
  ])('%j', (wrong, message) => {
    expect(() => planOf(CustomResource.SERVICE, { ...SERVICE_PROPERTIES, ...wrong })).toThrow(message);
  });

  // Future Regions and partitions must be accepted, so only the form is checked.
  it.each([
    ...['us-gov-west-1', 'US_GOV_EAST_1', 'ap-southeast-7', 'mx-central-1', 'eusc-de-east-1'],
    ...['us-isob-east-1', 'cn-north-1', 'EU_WEST_1', 'xx-new-place-12'],
  ])('but not: AWS in %s', (Region) => {
    expect(planOf(CustomResource.SERVICE, { ...SERVICE_PROPERTIES, Region })).toMatchObject({
      kind: 'execution',
    });
  });

  it.each([
    ['AZURE', 'US_EAST_2'],
    ['AZURE', 'EUROPE_NORTH'],
    ['GCP', 'WESTERN_EUROPE'],
    ['GCP', 'europe-west-2'],
    ['GCP', 'NORTHEASTERN_ASIA_PACIFIC'],
  ])('but not: %s in %s', (CloudProvider, Region) => {
    const SupportedRemoteRegions: string[] = [];
    const properties = { ...SERVICE_PROPERTIES, CloudProvider, Region, SupportedRemoteRegions };
    expect(planOf(CustomResource.SERVICE, properties)).toMatchObject({ kind: 'execution' });
  });
});

describe('a lookup', () => {
  it('of a link is refused with the message of the link', () => {
    expect(() => planOf(CustomResource.LINK_LOOKUP, { ...LINK_PROPERTIES, EndpointId: 'vpce-1' })).toThrow(
      'EndpointId: expected the id of a VPC endpoint, such as vpce-0123456789abcdef0, received "vpce-1".',
    );
  });
});

describe('a resource that was created before with properties that are now refused', () => {
  it.each([
    [CustomResource.LINK, `link/${PROJECT_ID}/AWS/${SERVICE_ID}/vpce-1`, LINK_PROPERTIES],
    [
      CustomResource.SERVICE,
      `service/${PROJECT_ID}/AWS/EUROPE/${SERVICE_ID}`,
      { ...SERVICE_PROPERTIES, SupportedRemoteRegions: ['Europe'] },
    ],
  ] as const)('can be removed: %s', (type, physicalResourceId, properties) => {
    const parts = { requestType: 'Delete' as const, physicalResourceId };
    expect(planOf(type, properties, parts)).toMatchObject({ input: { change: { kind: 'delete' } } });
  });

  it('can be rolled back to', () => {
    const parts = {
      requestType: 'Update' as const,
      physicalResourceId: `service/${PROJECT_ID}/AWS/EU_WEST_1/${SERVICE_ID}`,
      oldResourceProperties: { ...SERVICE_PROPERTIES, SupportedRemoteRegions: ['eu-west-1', 'nowhere'] },
    };
    expect(planOf(CustomResource.SERVICE, SERVICE_PROPERTIES, parts)).toMatchObject({
      input: { change: { kind: 'update' } },
    });
  });
});
