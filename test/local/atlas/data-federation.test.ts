import { describe, expect, it } from 'vitest';
import { foreignClient } from './foreign-client.js';
import { ENDPOINT_ID, PROJECT_ID, setUp } from './simulator-setup.js';

const IDS = '/privateNetworkSettings/endpointIds';
const OTHER_ID = 'vpce-0fcd9d80bbafe4871';
const entry = {
  comment: 'archive',
  endpointId: ENDPOINT_ID,
  provider: 'AWS',
  status: 'OK',
  type: 'DATA_LAKE',
};

describe('federated databases', () => {
  const PATH = '/dataFederation';

  it('have a host name for each endpoint that is registered, and none while it is pending', async () => {
    const { call, clock, server, project } = await setUp({ timings: { registrationSeconds: 40 } });
    server.world.createFederatedDatabase(project, { name: 'Events' });
    server.world.createFederatedDatabase(project, { name: 'Old', type: 'ONLINE_ARCHIVE' });
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    const labels = async (query = '') =>
      (await call('GET', `${PATH}${query}`)).json.map(
        ({ name, privateEndpointHostnames }: { name: string; privateEndpointHostnames: object[] }) => [
          name,
          privateEndpointHostnames.map((one) => Object(one).privateEndpoint),
        ],
      );
    expect(await labels()).toEqual([['Events', []]]);
    clock.advanceSeconds(40);
    expect(await labels()).toEqual([['Events', [ENDPOINT_ID]]]);
    expect(await labels('?type=ONLINE_ARCHIVE')).toEqual([['Old', [ENDPOINT_ID]]]);
    server.world.hostnameLabel = 'label';
    expect(await labels()).toEqual([['Events', [`AWS ${ENDPOINT_ID}`]]]);
  });

  it('of an unknown type are refused', async () => {
    const { call } = await setUp();
    expect(await call('GET', `${PATH}?type=OTHER`)).toMatchObject({ status: 400 });
  });
});

describe('an endpoint of Data Federation', () => {
  it('is registered with 201 and the page of all endpoints, as recorded', async () => {
    const { call, server } = await setUp();
    await call('POST', IDS, { endpointId: OTHER_ID, comment: 'other' });
    const { status, json } = await call('POST', IDS, { endpointId: ENDPOINT_ID, comment: 'archive' });
    expect(status).toBe(201);
    expect(json).toEqual({
      links: [
        {
          href: `${server.url}/api/atlas/v2/groups/${PROJECT_ID}${IDS}?pageNum=1&itemsPerPage=100`,
          rel: 'self',
        },
      ],
      results: [{ ...entry, comment: 'other', endpointId: OTHER_ID }, entry],
      totalCount: 2,
    });
    expect((await call('GET', `${IDS}/${ENDPOINT_ID}`)).json).toEqual(entry);
  });

  it('is OK at once by default, as recorded, and PENDING before that where it takes time', async () => {
    const { call, clock } = await setUp({ timings: { registrationSeconds: 40 } });
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    const statusOf = async () => (await call('GET', `${IDS}/${ENDPOINT_ID}`)).json.status;
    clock.advanceSeconds(39);
    expect(await statusOf()).toBe('PENDING');
    clock.advanceSeconds(1);
    expect(await statusOf()).toBe('OK');
  });

  it('has its comment updated by another POST, and nothing else', async () => {
    const { call } = await setUp();
    const place = { region: 'EU_WEST_1', customerEndpointDNSName: 'vpce-1.example' };
    await call('POST', IDS, { endpointId: ENDPOINT_ID, comment: 'archive', ...place });
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    const changed = { region: 'US_EAST_1', customerEndpointDNSName: 'vpce-2.example' };
    const { json } = await call('POST', IDS, { endpointId: ENDPOINT_ID, comment: 'new', ...changed });
    expect(json.results).toEqual([{ ...entry, comment: 'new', ...place }]);
  });

  it('is removed with 204 and no body, and is DELETING for a time', async () => {
    const { call, clock } = await setUp();
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    const { status, text } = await call('DELETE', `${IDS}/${ENDPOINT_ID}`);
    expect([status, text]).toEqual([204, '']);
    expect((await call('GET', `${IDS}/${ENDPOINT_ID}`)).json.status).toBe('DELETING');
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    clock.advanceSeconds(5);
    expect((await call('GET', `${IDS}/${ENDPOINT_ID}`)).status).toBe(404);
    expect((await call('GET', IDS)).json).toMatchObject({ results: [], totalCount: 0 });
  });

  it('is FAILED with the message of a rejection', async () => {
    const { call, server } = await setUp();
    server.world.reject(ENDPOINT_ID, 'No such endpoint.');
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    const { json } = await call('GET', `${IDS}/${ENDPOINT_ID}`);
    expect(json).toMatchObject({ status: 'FAILED', errorMessage: 'No such endpoint.' });
  });

  it.each([
    [{}, 'MISSING_ATTRIBUTE', 'endpointId'],
    [{ endpointId: 'vpce-1' }, 'INVALID_ATTRIBUTE', 'endpointId'],
    [{ endpointId: ENDPOINT_ID, region: 'EU_WEST_1' }, 'MISSING_ATTRIBUTE', 'customerEndpointDNSName'],
    [{ endpointId: ENDPOINT_ID, customerEndpointDNSName: 'a.b' }, 'MISSING_ATTRIBUTE', 'region'],
    [{ endpointId: ENDPOINT_ID, comment: 7 }, 'INVALID_ATTRIBUTE', 'comment'],
    [{ endpointId: ENDPOINT_ID, provider: 'GCP' }, 'INVALID_ENUM_VALUE', 'GCP'],
    [{ endpointId: ENDPOINT_ID, type: 'CLUSTER' }, 'INVALID_ENUM_VALUE', 'CLUSTER'],
    [{ endpointId: ENDPOINT_ID, provider: 'AZURE' }, 'INVALID_ATTRIBUTE', 'endpointId'],
  ])('is not registered from %j', async (body, code, parameter) => {
    const { call, project } = await setUp();
    const { status, json } = await call('POST', IDS, body);
    expect([status, json.errorCode, json.parameters]).toEqual([400, code, [parameter]]);
    expect(project.dataFederation.all).toEqual([]);
  });

  it('may be one of Azure, whose id is a path', async () => {
    const { call } = await setUp();
    const endpointId =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/archive';
    await call('POST', IDS, { endpointId, provider: 'AZURE', customerEndpointIPAddress: '10.0.0.4' });
    const { json } = await call('GET', `${IDS}/${encodeURIComponent(endpointId)}`);
    expect(json).toMatchObject({ endpointId, provider: 'AZURE', customerEndpointIPAddress: '10.0.0.4' });
  });

  it('with a malformed id in the path is a refused request', async () => {
    const { call } = await setUp();
    for (const method of ['GET', 'DELETE'])
      expect((await call(method, `${IDS}/vpce-1`)).json.errorCode).toBe('PATH_PARAM_PARSE_ERROR');
  });

  it('is listed in pages', async () => {
    const { call } = await setUp();
    for (const endpointId of [ENDPOINT_ID, OTHER_ID]) await call('POST', IDS, { endpointId });
    const first = await call('GET', `${IDS}?itemsPerPage=1&pageNum=1`);
    expect(first.json.results).toMatchObject([{ endpointId: ENDPOINT_ID }]);
    expect(first.json.links.map(({ rel }: { rel: string }) => rel)).toEqual(['self', 'next']);
    const second = await call('GET', `${IDS}?itemsPerPage=1&pageNum=2`);
    expect(second.json.results).toMatchObject([{ endpointId: OTHER_ID }]);
  });

  it('has a rate budget of its own, with the recorded size', async () => {
    const { call } = await setUp();
    await call('GET', '/privateEndpoint/AWS/endpointService');
    const { headers } = await call('GET', IDS);
    expect([headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual(['1200', '1199']);
  });

  it('is in the journal, and is registered and removed by an owner only', async () => {
    const { call, project, server } = await setUp();
    const reader = foreignClient(server.url, PROJECT_ID, 'reader', 'secret');
    expect((await reader('POST', IDS, { endpointId: ENDPOINT_ID })).status).toBe(403);
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    expect((await reader('GET', `${IDS}/${ENDPOINT_ID}`)).status).toBe(200);
    expect((await reader('DELETE', `${IDS}/${ENDPOINT_ID}`)).status).toBe(403);
    expect(project.dataFederation.find(ENDPOINT_ID)?.status).toBe('OK');
    const posts = server.journal.entries.filter(({ method, status }) => method === 'POST' && status === 201);
    expect(posts).toMatchObject([{ endpointId: ENDPOINT_ID, identity: 'abcdefgh' }]);
  });

  it('keeps its project from being deleted', async () => {
    const { call, clock } = await setUp();
    await call('POST', IDS, { endpointId: ENDPOINT_ID });
    const refused = await call('DELETE', '');
    expect([refused.status, refused.json.errorCode]).toEqual([
      409,
      'CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_DATA_FEDERATION_PRIVATE_ENDPOINTS',
    ]);
    await call('DELETE', `${IDS}/${ENDPOINT_ID}`);
    clock.advanceSeconds(5);
    expect((await call('DELETE', '')).status).toBe(202);
  });
});
