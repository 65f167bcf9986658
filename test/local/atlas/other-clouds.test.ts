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

  it('is refused for a field of another type too', async () => {
    const { call, links, service } = await withAzure();
    const { status, json } = await call('POST', links, { ...AZURE_LINK, id: 7 });
    expect([status, json.errorCode, json.parameters]).toEqual([400, 'INVALID_ATTRIBUTE', ['id']]);
    expect(service.links.size).toBe(0);
  });

  it('is made once it has all of them', async () => {
    const azure = await withAzure();
    expect((await azure.call('POST', azure.links, AZURE_LINK)).json.privateEndpointResourceId).toBe(
      AZURE_LINK.id,
    );
    const google = await withGoogleCloud();
    expect((await google.call('POST', google.links, GCP_LINK)).json.endpointGroupName).toBe('group');
  });
});
