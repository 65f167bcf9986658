import { describe, expect, it } from 'vitest';
import { PROJECT_ID, setUp, withService } from './simulator-setup.js';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const SUBSCRIPTION = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

const accept = (date: string) => `application/vnd.atlas.${date}+json`;

describe('one cluster', () => {
  it.each([
    ['2023-01-01', '2023-01-01'],
    ['2023-02-01', '2023-02-01'],
    ['2024-08-04', '2023-02-01'],
    ['2025-03-12', '2024-08-05'],
  ])('requested with the version of %s has the version of %s, like the list', async (asked, answered) => {
    const { call, project, server } = await setUp();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    for (const path of ['/clusters/Main', '/clusters']) {
      const { headers, json } = await call('GET', path, undefined, accept(asked));
      expect(headers.get('content-type')).toBe(`${accept(answered)};charset=utf-8`);
      expect(headers.get('sunset')).toBe(answered === '2024-08-05' ? null : 'Thu, 1 Jul 2027 00:00:00 GMT');
      const [spec] = (json.results?.[0] ?? json).replicationSpecs;
      expect(Object.hasOwn(spec, 'numShards')).toBe(answered !== '2024-08-05');
      expect(Object.hasOwn(spec, 'regionsConfig')).toBe(answered === '2023-01-01');
    }
  });

  it('that does not exist is in the parameters of the error, with its project', async () => {
    const { call } = await setUp();
    const { json } = await call('GET', '/clusters/Other');
    expect([json.errorCode, json.parameters]).toEqual(['CLUSTER_NOT_FOUND', ['Other', PROJECT_ID]]);
  });
});

describe('a response', () => {
  it('has its keys in alphabetical order', async () => {
    const { call, service, project, server } = await withService();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'], isSharded: true });
    for (const path of [`/privateEndpoint/AWS/endpointService/${service.id}`, '/clusters/Main', '']) {
      const { json } = await call('GET', path);
      expect(Object.keys(json)).toEqual(Object.keys(json).sort());
    }
  });

  it('for a malformed path quotes it as it was requested', async () => {
    const { call } = await setUp();
    const path = '/privateEndpoint/AWS/endpointService/foo-privatelink/endpoint/vpce-1';
    const { status, json } = await call('GET', path);
    const asked = `/api/atlas/v2/groups/${PROJECT_ID}${path}`;
    expect([status, json.errorCode, json.parameters]).toEqual([400, 'PATH_PARAM_PARSE_ERROR', [asked]]);
    expect(json.detail).toBe(`One or more path parameter in the request URI ${asked} is malformed.`);
  });
});

describe('the configuration of a cluster’s processes', () => {
  it('has the recorded values, and the fields of its version', async () => {
    const { call, project, server } = await setUp();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    const read = (date: string) => call('GET', '/clusters/Main/processArgs', undefined, accept(date));
    const first = await read('2023-02-01');
    expect(first.headers.get('content-type')).toBe(`${accept('2023-01-01')};charset=utf-8`);
    expect(first.json).toMatchObject({
      defaultReadConcern: null,
      defaultWriteConcern: 'majority',
      failIndexKeyTooLong: null,
      queryStatsLogVerbosity: null,
    });
    const { json } = await read('2025-03-12');
    expect(Object.keys(json)).not.toContain('defaultReadConcern');
    expect(Object.keys(json)).not.toContain('failIndexKeyTooLong');
  });
});

describe('the settings of a project', () => {
  it('are the twelve that were recorded', async () => {
    const { json } = await (await setUp()).call('GET', '/settings');
    expect(Object.keys(json)).toHaveLength(12);
    expect(Object.keys(json).filter((name) => json[name] === false)).toEqual([
      'isDataExplorerGenAISampleDocumentPassingEnabled',
      'isExtendedStorageSizesEnabled',
      'isNativeRerankingEnabled',
    ]);
  });
});

describe('a service on Azure', () => {
  it('is in a subscription and a resource group of Atlas', async () => {
    const { call, clock, project, server } = await setUp();
    const service = server.world.createService(project, 'AZURE', 'EUROPE_WEST', true);
    const path = `/privateEndpoint/AZURE/endpointService/${service.id}`;
    expect((await call('GET', path)).json.privateLinkServiceResourceId).toMatch(
      new RegExp(
        `^/subscriptions/${UUID}/resourceGroups/rg_[0-9a-f]{24}_[0-9a-z]{8}/providers/Microsoft.Network/privateLinkServices/pls_${service.id}$`,
      ),
    );
    const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe`;
    await call('POST', `${path}/endpoint`, { id, privateEndpointIPAddress: '10.0.0.4' });
    clock.advanceSeconds(1);
    const link = await call('GET', `${path}/endpoint/${encodeURIComponent(id)}`);
    expect(link.json.privateEndpointConnectionName).toBe(`${SUBSCRIPTION}%2Frg%2Fpe`);
  });
});

describe('a 401', () => {
  const challenged = async (challengeBody: 'plain' | 'with-code' | 'empty') => {
    const { server } = await setUp({ challengeBody });
    const response = await fetch(`${server.url}/api/atlas/v2/groups/${PROJECT_ID}`);
    return { text: await response.text(), headers: response.headers };
  };

  it('is pretty-printed, as recorded', async () => {
    const { text, headers } = await challenged('plain');
    expect(text).toBe(
      '{\n  "error" : 401,\n  "reason" : "Unauthorized",\n  "detail" : "You are not authorized for this resource."\n}',
    );
    expect([text.length, headers.get('content-type')]).toEqual([106, 'application/json']);
    expect(JSON.parse((await challenged('with-code')).text).errorCode).toBe('UNEXPECTED_ERROR');
  });

  it('without a body has no content type', async () => {
    const { text, headers } = await challenged('empty');
    expect([text, headers.has('content-type'), headers.get('content-length')]).toEqual(['', false, '0']);
  });
});
