import { describe, expect, it } from 'vitest';
import { setUp, withService } from './simulator-setup.js';

const SERVICES = '/privateEndpoint/endpointService';
const IN_VIRGINIA = { providerName: 'AWS', region: 'us-east-1' };

describe('remote Regions of an endpoint service', () => {
  it('are set at its creation, and can be changed later', async () => {
    const { call, clock } = await setUp();
    const created = await call('POST', SERVICES, {
      ...IN_VIRGINIA,
      supportedRemoteRegions: ['EU_WEST_1', 'AP_SOUTH_1'],
    });
    expect([created.status, created.json.supportedRemoteRegions]).toEqual([201, ['EU_WEST_1', 'AP_SOUTH_1']]);
    clock.advanceSeconds(200);
    const change = { cloudProvider: 'AWS', supportedRemoteRegions: [] };
    const { json } = await call('PATCH', `${SERVICES}/${created.json.id}`, change);
    expect(json.supportedRemoteRegions).toEqual([]);
  });

  it('make the service INITIATING for a time when they change, and only then', async () => {
    const { call, clock, service } = await withService();
    const statusAfter = async (regions: string[]) => {
      const change = { cloudProvider: 'AWS', supportedRemoteRegions: regions };
      return (await call('PATCH', `${SERVICES}/${service.id}`, change)).json.status;
    };
    expect(await statusAfter(['US_EAST_1', 'US_WEST_2'])).toBe('INITIATING');
    clock.advanceSeconds(61);
    expect(await statusAfter(['US_WEST_2', 'US_EAST_1'])).toBe('AVAILABLE');
    expect(await statusAfter([])).toBe('INITIATING');
  });

  it('of a service that is INITIATING can be changed or not, because neither is documented', async () => {
    const { call, service, server } = await withService();
    const statusOf = async (regions: string[]) => {
      const change = { cloudProvider: 'AWS', supportedRemoteRegions: regions };
      return (await call('PATCH', `${SERVICES}/${service.id}`, change)).status;
    };
    expect(await statusOf(['US_EAST_1'])).toBe(200);
    expect(await statusOf(['US_WEST_2'])).toBe(200);
    server.world.refusesChangesWhileInitiating = true;
    expect(await statusOf(['US_EAST_1'])).toBe(409);
    expect(service.supportedRemoteRegions).toEqual(['US_WEST_2']);
  });

  const REFUSED: readonly [string, object, number, string, readonly string[]][] = [
    [
      'its own Region',
      { ...IN_VIRGINIA, supportedRemoteRegions: ['EU_WEST_1', 'US_EAST_1'] },
      400,
      'CROSS_REGION_PRIVATE_LINK_SELF_REGION',
      ['US_EAST_1'],
    ],
    [
      "a Region in AWS's spelling",
      { ...IN_VIRGINIA, supportedRemoteRegions: ['eu-west-1'] },
      400,
      'INVALID_ATTRIBUTE',
      ['supportedRemoteRegions'],
    ],
    [
      'what is no list',
      { ...IN_VIRGINIA, supportedRemoteRegions: 'EU_WEST_1' },
      400,
      'INVALID_ATTRIBUTE',
      ['supportedRemoteRegions'],
    ],
    [
      'another cloud',
      { providerName: 'AZURE', region: 'EUROPE_WEST', supportedRemoteRegions: ['EUROPE_NORTH'] },
      404,
      'PROVIDER_UNSUPPORTED',
      ['AZURE'],
    ],
  ];

  it.each(REFUSED)(
    'with %s are refused, and no service is created',
    async (_, body, status, code, parameters) => {
      const { call, project } = await setUp();
      const refused = await call('POST', SERVICES, body);
      expect([refused.status, refused.json.errorCode, refused.json.parameters]).toEqual([
        status,
        code,
        parameters,
      ]);
      expect(project.services.size).toBe(0);
    },
  );

  it('are refused in the same way when they are changed, and stay unchanged', async () => {
    const { call, service } = await withService();
    service.supportedRemoteRegions = ['US_EAST_1'];
    for (const regions of [['EU_WEST_1'], ['us-west-2'], Array.from({ length: 36 }, () => 'US_WEST_2')]) {
      const change = { cloudProvider: 'AWS', supportedRemoteRegions: regions };
      expect((await call('PATCH', `${SERVICES}/${service.id}`, change)).status).toBe(400);
    }
    expect(service.supportedRemoteRegions).toEqual(['US_EAST_1']);
  });

  it('may be null or absent for any cloud provider', async () => {
    const { call } = await setUp();
    const body = { providerName: 'GCP', region: 'WESTERN_EUROPE', supportedRemoteRegions: null };
    expect((await call('POST', SERVICES, body)).status).toBe(201);
  });
});
