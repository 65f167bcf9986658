import { describe, expect, it } from 'vitest';
import { setUp } from './simulator-setup.js';

const AZURE_LINK = {
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/to-atlas',
  privateEndpointIPAddress: '10.0.0.4',
};
const GCP_LINK = {
  endpointGroupName: 'group',
  gcpProjectId: 'p-0123456789abcdef01234567',
  endpoints: [{ endpointName: 'one', ipAddress: '10.0.0.5' }],
};

async function withServiceOf(provider: 'AWS' | 'AZURE' | 'GCP', regionName: string) {
  const parts = await setUp();
  const service = parts.server.world.createService(parts.project, provider, regionName, true);
  return { ...parts, service, links: `/privateEndpoint/${provider}/endpointService/${service.id}/endpoint` };
}

const withAzure = () => withServiceOf('AZURE', 'EUROPE_WEST');
const withGoogleCloud = () => withServiceOf('GCP', 'WESTERN_EUROPE');

function without<Key extends string>(body: Readonly<Record<Key, unknown>>, key: Key): object {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
}

describe('a link whose required fields are missing', () => {
  it.each([
    ['AWS', 'EU_WEST_1', {}, 'id'],
    ['AZURE', 'EUROPE_WEST', {}, 'id'],
    ['AZURE', 'EUROPE_WEST', without(AZURE_LINK, 'privateEndpointIPAddress'), 'privateEndpointIPAddress'],
    ['GCP', 'WESTERN_EUROPE', {}, 'endpointGroupName'],
    ['GCP', 'WESTERN_EUROPE', without(GCP_LINK, 'gcpProjectId'), 'gcpProjectId'],
    ['GCP', 'WESTERN_EUROPE', { ...GCP_LINK, endpointGroupName: '' }, 'endpointGroupName'],
    ['GCP', 'WESTERN_EUROPE', { ...GCP_LINK, gcpProjectId: null }, 'gcpProjectId'],
  ] as const)('is refused by %s in %s: %j lacks %s', async (provider, region, body, name) => {
    const { call, links, service } = await withServiceOf(provider, region);
    const { status, json } = await call('POST', links, body);
    expect([status, json.errorCode, json.parameters]).toEqual([400, 'MISSING_ATTRIBUTE', [name]]);
    expect(json.detail).toBe(`The required attribute ${name} was not specified.`);
    expect(service.links.size).toBe(0);
  });

  it('is refused for a field of another type', async () => {
    const { call, links, service } = await withAzure();
    const { status, json } = await call('POST', links, { ...AZURE_LINK, id: 7 });
    expect([status, json.errorCode, json.parameters]).toEqual([400, 'INVALID_ATTRIBUTE', ['id']]);
    expect(service.links.size).toBe(0);
  });

  it('is created once it has all of them', async () => {
    const azure = await withAzure();
    expect((await azure.call('POST', azure.links, AZURE_LINK)).json.privateEndpointResourceId).toBe(
      AZURE_LINK.id,
    );
    const google = await withGoogleCloud();
    expect((await google.call('POST', google.links, GCP_LINK)).json.endpointGroupName).toBe('group');
  });
});

const SERVICES = '/privateEndpoint/endpointService';

describe('the Region of an endpoint service', () => {
  it.each([
    ['GCP', 'us-central1', 'CENTRAL_US'],
    ['GCP', 'CENTRAL_US', 'CENTRAL_US'],
    ['GCP', 'europe-west1', 'WESTERN_EUROPE'],
    ['GCP', 'europe-west3', 'EUROPE_WEST_3'],
    ['GCP', 'me-central2', 'MIDDLE_EAST_CENTRAL_2'],
    ['AZURE', 'westeurope', 'EUROPE_WEST'],
    ['AZURE', 'southeastasia', 'ASIA_SOUTH_EAST'],
    ['AZURE', 'US_EAST_2', 'US_EAST_2'],
    ['AWS', 'us-gov-west-1', 'US_GOV_WEST_1'],
  ])('of %s named %s is %s, and has one endpoint service', async (providerName, region, regionName) => {
    const { call } = await setUp();
    const first = await call('POST', SERVICES, { providerName, region });
    expect([first.status, first.json.regionName]).toEqual([201, regionName]);
    const second = await call('POST', SERVICES, { providerName, region: regionName });
    expect([second.status, second.json.parameters]).toEqual([409, [providerName, regionName]]);
  });

  it.each([
    ['GCP', 'europe-west99'],
    ['GCP', 'EU_WEST_1'],
    ['AZURE', 'europe-west1'],
    ['AZURE', 'EUROPE_MIDDLE'],
  ])('of %s cannot be named %s', async (providerName, region) => {
    const { call, project } = await setUp();
    const { status, json } = await call('POST', SERVICES, { providerName, region });
    expect([status, json.errorCode, json.parameters]).toEqual([400, 'INVALID_ATTRIBUTE', ['region']]);
    expect(project.services.size).toBe(0);
  });
});

describe('an endpoint service', () => {
  it.each([
    ['AWS', 'EU_WEST_1', 168],
    ['AZURE', 'EUROPE_WEST', 59],
    ['GCP', 'WESTERN_EUROPE', 279],
  ])('of %s in %s is available after the recorded %d seconds', async (providerName, region, seconds) => {
    const { call, clock } = await setUp();
    const { json } = await call('POST', SERVICES, { providerName, region });
    const path = `/privateEndpoint/${providerName}/endpointService/${json.id}`;
    clock.advanceSeconds(seconds - 1);
    expect((await call('GET', path)).json.status).toBe('INITIATING');
    clock.advanceSeconds(1);
    expect((await call('GET', path)).json.status).toBe('AVAILABLE');
  });

  async function attachmentCounts(portMappingEnabled: boolean): Promise<number[]> {
    const { call, clock } = await setUp();
    const { json } = await call('POST', SERVICES, {
      providerName: 'GCP',
      region: 'us-central1',
      portMappingEnabled,
    });
    const counts: number[] = [];
    for (let seconds = 0; seconds <= 280; seconds += 10) {
      const found = await call('GET', `/privateEndpoint/GCP/endpointService/${json.id}`);
      const count = found.json.serviceAttachmentNames.length;
      if (count !== counts.at(-1)) counts.push(count);
      clock.advanceSeconds(10);
    }
    return counts;
  }

  it('of Google Cloud gets its service attachments one by one while it is INITIATING, six in all', async () => {
    expect(await attachmentCounts(false)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await attachmentCounts(true)).toEqual([0, 1]);
  });
});
