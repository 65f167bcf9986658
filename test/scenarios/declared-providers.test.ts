import { CfnOutput, Fn } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import {
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointService,
  AtlasPrivateEndpointServicesLookup,
  LastLink,
  PrivateEndpoint,
} from '../../lib/index.js';
import { type DeclaredContext, type DeclaredWorld, startDeclared } from './declared-stack.js';

interface OtherCloud {
  readonly cloudProvider: string;
  readonly region: string;
  readonly portMappingEnabled?: boolean;
}

const linked =
  (
    { cloudProvider, region, portMappingEnabled }: OtherCloud,
    endpoint: () => PrivateEndpoint,
    lastLink?: LastLink,
  ) =>
  ({ stack, provider }: DeclaredContext) => {
    const service = new AtlasPrivateEndpointService(stack, 'Service', {
      provider,
      cloudProvider,
      region,
      ...(portMappingEnabled === undefined ? {} : { portMappingEnabled }),
    });
    new AtlasPrivateEndpointLink(stack, 'Link', {
      provider,
      service,
      endpoint: endpoint(),
      ...(lastLink === undefined ? {} : { lastLink }),
    });
  };

const RESOURCE_ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/to-atlas';

async function createWithLink(service: OtherCloud, endpoint: () => PrivateEndpoint): Promise<DeclaredWorld> {
  const declared = await startDeclared();
  const outcome = await declared.create({ withoutService: true, also: linked(service, endpoint) });
  expect(outcome).toEqual({ status: 'COMPLETE', reason: '' });
  return declared;
}

describe('a declared link of another cloud provider', () => {
  it('Azure: resource id and IP address', async () => {
    const declared = await createWithLink({ cloudProvider: 'AZURE', region: 'EUROPE_WEST' }, () =>
      PrivateEndpoint.azure({ resourceId: RESOURCE_ID, ipAddress: '10.0.0.4' }),
    );
    expect(declared.attributes('Service')).toMatchObject({
      CloudProvider: 'AZURE',
      Status: 'AVAILABLE',
      PrivateLinkServiceName: expect.stringMatching(/^pls_[0-9a-f]{24}$/),
      PrivateLinkServiceResourceId: expect.stringContaining('/privateLinkServices/pls_'),
      EndpointServiceName: '',
    });
    expect(declared.attributes('Link')).toMatchObject({
      EndpointId: RESOURCE_ID,
      ConnectionStatus: 'AVAILABLE',
      PrivateEndpointResourceId: RESOURCE_ID,
      PrivateEndpointIpAddress: '10.0.0.4',
      PrivateEndpointConnectionName: expect.stringContaining('to-atlas'),
      InterfaceEndpointId: '',
    });
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    await declared.world.time.run(120);
    declared.world.atlas.world.settle();
    expect(declared.project.services.size).toBe(0);
  });

  it('Google Cloud: project, group name and endpoints', async () => {
    const declared = await createWithLink({ cloudProvider: 'GCP', region: 'WESTERN_EUROPE' }, () =>
      PrivateEndpoint.googleCloud({
        gcpProjectId: 'p-0123456789abcdef01234567',
        groupName: 'group',
        endpoints: [
          { endpointName: 'one', ipAddress: '10.0.0.5' },
          { endpointName: 'two', ipAddress: '10.0.0.6' },
        ],
      }),
    );
    expect(declared.attributes('Service')).toMatchObject({
      ServiceAttachmentNames: expect.stringContaining('serviceAttachments/sa-'),
      PortMappingEnabled: 'false',
    });
    expect(declared.attributes('Link')).toMatchObject({
      EndpointId: 'group',
      GcpProjectId: 'p-0123456789abcdef01234567',
      PortMappingEnabled: 'false',
      PrivateEndpointIpAddress: '',
      Endpoints: JSON.stringify([
        { EndpointName: 'one', IpAddress: '10.0.0.5', Status: 'AVAILABLE' },
        { EndpointName: 'two', IpAddress: '10.0.0.6', Status: 'AVAILABLE' },
      ]),
    });
  });

  it('Google Cloud with port mapping: one endpoint', async () => {
    const declared = await createWithLink(
      { cloudProvider: 'GCP', region: 'WESTERN_EUROPE', portMappingEnabled: true },
      () =>
        PrivateEndpoint.googleCloudPortMapped({
          gcpProjectId: 'p-0123456789abcdef01234567',
          endpointName: 'to-atlas',
          ipAddress: '10.0.0.7',
        }),
    );
    expect(declared.attributes('Service')).toMatchObject({ PortMappingEnabled: 'true' });
    expect(declared.attributes('Link')).toMatchObject({
      PortMappingEnabled: 'true',
      PrivateEndpointIpAddress: '10.0.0.7',
    });
  });
});

describe('the last link of an endpoint service of another cloud provider', () => {
  const CLOUDS: readonly ['AZURE' | 'GCP', string, () => PrivateEndpoint][] = [
    ['AZURE', 'EUROPE_WEST', () => PrivateEndpoint.azure({ resourceId: RESOURCE_ID, ipAddress: '10.0.0.4' })],
    [
      'GCP',
      'WESTERN_EUROPE',
      () =>
        PrivateEndpoint.googleCloud({
          gcpProjectId: 'p-0123456789abcdef01234567',
          groupName: 'group',
          endpoints: [{ endpointName: 'one', ipAddress: '10.0.0.5' }],
        }),
    ],
  ];

  /** Whether Atlas deletes the service has not been recorded. */
  async function playDeletion(
    [cloudProvider, region, endpoint]: (typeof CLOUDS)[number],
    lastLink: LastLink | undefined,
    { isThere, takesService }: { readonly isThere: boolean; readonly takesService: boolean },
  ) {
    const declared = await startDeclared(takesService ? { lastLinkTakesService: 'always' } : {});
    const { world, project } = declared;
    if (isThere) world.atlas.world.createService(project, cloudProvider, region, true);
    const also = linked({ cloudProvider, region }, endpoint, lastLink);
    expect(await declared.create({ withoutService: true, also })).toMatchObject({ status: 'COMPLETE' });
    const outcome = await declared.remove();
    await world.time.run(120);
    world.atlas.world.settle();
    return [outcome.status, [...project.services.values()].map(({ links }) => links.size)];
  }

  it.each(CLOUDS)(
    '%s is retained under KEEP, and by default if the stack has adopted the service',
    async (...cloud) => {
      const adopted = { isThere: true, takesService: true };
      expect(await playDeletion(cloud, LastLink.KEEP, adopted)).toEqual(['COMPLETE', [1]]);
      expect(await playDeletion(cloud, undefined, adopted)).toEqual(['COMPLETE', [1]]);
    },
  );

  it.each(CLOUDS)(
    '%s is removed under REMOVE, and by default with a service of the stack',
    async (...cloud) => {
      expect(await playDeletion(cloud, LastLink.REMOVE, { isThere: true, takesService: false })).toEqual([
        'COMPLETE',
        [0],
      ]);
      for (const takesService of [true, false])
        expect(await playDeletion(cloud, undefined, { isThere: false, takesService })).toEqual([
          'COMPLETE',
          [],
        ]);
    },
  );
});

describe('declared lookups of services', () => {
  it('find one by provider and Region, whose name can be used, and list all of a provider', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    const here = world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
    const there = world.atlas.world.createService(project, 'AWS', 'US_EAST_1', true);
    await declared.create({
      withoutService: true,
      also: ({ stack, provider }) => {
        const found = AtlasPrivateEndpointService.fromLookup(stack, 'Found', { provider });
        const all = new AtlasPrivateEndpointServicesLookup(stack, 'All', { provider });
        new CfnOutput(stack, 'Name', { value: found.endpointServiceName });
        new CfnOutput(stack, 'Second', { value: Fn.select(1, all.regionNames) });
      },
    });
    expect(declared.attributes('Found')).toMatchObject({
      EndpointServiceId: here.id,
      EndpointServiceName: here.serviceName,
      RegionName: 'EU_WEST_1',
    });
    expect(declared.attributes('All')).toEqual({
      ProjectId: project.id,
      CloudProvider: 'AWS',
      EndpointServiceIds: `${here.id},${there.id}`,
      RegionNames: 'EU_WEST_1,US_EAST_1',
      Statuses: 'AVAILABLE,AVAILABLE',
      EndpointServiceNames: `${here.serviceName},${there.serviceName}`,
    });
  });

  it('of a missing service fail the stack with a list of those that exist', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    world.atlas.world.createService(project, 'AWS', 'US_EAST_1', true);
    const outcome = await declared.create({
      withoutService: true,
      also: ({ stack, provider }) => {
        const found = AtlasPrivateEndpointService.fromLookup(stack, 'Found', { provider });
        new CfnOutput(stack, 'Name', { value: found.endpointServiceName });
      },
    });
    expect(outcome).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(/no AWS endpoint service in EU_WEST_1.*in US_EAST_1/),
    });
  });
});

describe('a declared link across Regions', () => {
  it('waits until Atlas can find the endpoint', async () => {
    const declared = await startDeclared();
    await declared.create({ region: 'us-east-1', remoteRegions: ['eu-west-1'], links: [] });
    const begin = declared.world.time.now();
    expect(
      await declared.update({ region: 'us-east-1', remoteRegions: ['eu-west-1'], links: ['A'] }),
    ).toMatchObject({ status: 'COMPLETE' });
    const post = declared.world.atlas.journal.entries.find(
      ({ method, path }) => method === 'POST' && path.endsWith('/endpoint'),
    );
    expect((Number(post?.at) - begin) / 1000).toBeGreaterThan(40);
  });
});
