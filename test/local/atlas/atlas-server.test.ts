import { describe, expect, it } from 'vitest';
import { foreignClient } from './foreign-client.js';
import { ENDPOINT_ID, PROJECT_ID, setUp, withService } from './simulator-setup.js';

describe('authentication', () => {
  it('sends challenges as recorded: unquoted algorithm, empty domain, no opaque', async () => {
    const { call } = await setUp();
    const { challenge, status } = await call('GET', '/privateEndpoint/AWS/endpointService');
    expect(challenge.replace(/nonce="[A-Za-z0-9+/]{32}"/, 'nonce="N"')).toBe(
      'Digest realm="MMS Public API", domain="", nonce="N", algorithm=MD5, qop="auth", stale=false',
    );
    expect(status).toBe(200);
  });

  it('responds to wrong keys with another challenge', async () => {
    const { server } = await setUp();
    const wrong = foreignClient(server.url, PROJECT_ID, 'abcdefgh', 'wrong');
    const { status, headers } = await wrong('GET', '');
    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('stale=false')]);
  });

  it('refuses writes without the role, and allows reads', async () => {
    const { server } = await setUp();
    const reader = foreignClient(server.url, PROJECT_ID, 'reader', 'secret');
    expect((await reader('GET', '/privateEndpoint/AWS/endpointService')).status).toBe(200);
    const { status, json } = await reader('POST', '/privateEndpoint/endpointService', {});
    expect([status, json.errorCode]).toEqual([403, 'USER_UNAUTHORIZED']);
  });

  it('issues tokens to service accounts, at most 100 at a time', async () => {
    const { server } = await setUp();
    server.identities.addServiceAccount({ clientId: 'mdb_sa_id_1', clientSecret: 'mdb_sa_sk_1', roles: {} });
    const ask = () =>
      fetch(`${server.url}/api/oauth/token`, {
        method: 'POST',
        headers: { Authorization: `Basic ${Buffer.from('mdb_sa_id_1:mdb_sa_sk_1').toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
    const first = await ask();
    expect(await first.json()).toEqual({
      access_token: expect.any(String),
      expires_in: 3600,
      token_type: 'Bearer',
    });
    for (let count = 1; count < 100; count += 1) await ask();
    const last = await ask();
    expect([last.status, await last.json()]).toEqual([
      403,
      expect.objectContaining({ error: 'access_denied' }),
    ]);
  });
});

describe('versions and errors', () => {
  it('name the version of the response, and refuse a plain JSON media type', async () => {
    const { call } = await setUp();
    const response = await call('GET', '/clusters');
    expect(response.headers.get('content-type')).toBe('application/vnd.atlas.2024-08-05+json;charset=utf-8');
    const plain = await call('GET', '/clusters', undefined, 'application/json');
    expect([plain.status, plain.headers.get('content-type')]).toEqual([406, 'application/json']);
  });

  it('have Atlas’s error body, with parameters as texts and without badRequestDetail', async () => {
    const { server } = await setUp();
    const other = foreignClient(server.url, '111111111111111111111111', 'abcdefgh', 'secret');
    expect((await other('GET', '')).json).toEqual({
      detail: 'No group with ID 111111111111111111111111 exists.',
      error: 404,
      errorCode: 'GROUP_NOT_FOUND',
      parameters: ['111111111111111111111111'],
      reason: 'Not Found',
    });
  });

  it('415 for a body without a dated media type', async () => {
    const { call, links, service } = await withService();
    const { status } = await call('POST', links, { id: ENDPOINT_ID }, undefined, 'text/plain');
    expect([status, service.links.size]).toEqual([415, 0]);
  });

  it('405 has no body', async () => {
    const { call } = await setUp();
    const { status, text } = await call('PUT', '/privateEndpoint/AWS/endpointService');
    expect([status, text]).toEqual([405, '']);
  });

  it('400 for a malformed path encoding, and 500 for an unexpected error, after which the server continues', async () => {
    const { call, project, server } = await setUp();
    const { status, json } = await call('GET', '/clusters/%zz');
    expect([status, json.errorCode]).toEqual([400, 'PATH_PARAM_PARSE_ERROR']);
    server.world.settle = () => {
      throw new TypeError('defect');
    };
    expect((await call('GET', '/clusters')).json).toMatchObject({
      error: 500,
      errorCode: 'UNEXPECTED_ERROR',
    });
    server.world.settle = () => undefined;
    expect((await call('GET', '/clusters')).status).toBe(200);
    expect(project.clusters).toEqual([]);
  });

  it('429 says how long to wait', async () => {
    const { call, clock } = await setUp({ rateLimit: { capacity: 1, refillPerMinute: 2 } });
    const first = await call('GET', '/privateEndpoint/AWS/endpointService');
    expect([first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual([
      '1',
      '0',
    ]);
    const { status, headers, json } = await call('GET', '/privateEndpoint/AWS/endpointService');
    expect([status, headers.get('retry-after'), json.errorCode]).toEqual([
      429,
      '40',
      'RATE_LIMITED_TOKEN_BUCKET',
    ]);
    clock.advanceSeconds(40);
    expect((await call('GET', '/privateEndpoint/AWS/endpointService')).status).toBe(200);
  });
});

describe('an endpoint service', () => {
  it('is created with 201 and nulls, accepts both spellings of a Region, and becomes available', async () => {
    const { call, clock } = await setUp();
    const created = await call('POST', '/privateEndpoint/endpointService', {
      providerName: 'AWS',
      region: 'eu-west-1',
    });
    expect([created.status, created.json]).toEqual([
      201,
      {
        cloudProvider: 'AWS',
        endpointServiceName: null,
        errorMessage: null,
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        interfaceEndpoints: [],
        regionName: 'EU_WEST_1',
        status: 'INITIATING',
        supportedRemoteRegions: null,
      },
    ]);
    clock.advanceSeconds(200);
    const { json } = await call('GET', `/privateEndpoint/AWS/endpointService/${created.json.id}`);
    expect(json).toMatchObject({
      status: 'AVAILABLE',
      endpointServiceName: expect.stringMatching(/^com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-[0-9a-f]{17}$/),
    });
  });

  it('is refused for a Region that does not exist', async () => {
    const { call, project } = await setUp();
    const { status, json } = await call('POST', '/privateEndpoint/endpointService', {
      providerName: 'AWS',
      region: 'nowhere',
    });
    expect([status, json.errorCode, json.parameters]).toEqual([400, 'INVALID_ATTRIBUTE', ['region']]);
    expect(project.services.size).toBe(0);
  });

  it('is one for each provider and Region', async () => {
    const { call } = await withService();
    const second = await call('POST', '/privateEndpoint/endpointService', {
      providerName: 'AWS',
      region: 'EU_WEST_1',
    });
    expect([second.status, second.json.errorCode]).toEqual([
      409,
      'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION',
    ]);
  });

  it('is listed as a bare array', async () => {
    const { call, service } = await withService();
    const { json } = await call('GET', '/privateEndpoint/AWS/endpointService');
    expect(json).toEqual([expect.objectContaining({ id: service.id })]);
  });

  it('is deleted with 202 and an empty object, and does not exist later', async () => {
    const { call, service, clock } = await withService();
    const path = `/privateEndpoint/AWS/endpointService/${service.id}`;
    const deleted = await call('DELETE', path);
    expect([deleted.status, deleted.text]).toEqual([202, '{}']);
    expect((await call('GET', path)).json.status).toBe('DELETING');
    clock.advanceSeconds(60);
    expect((await call('GET', path)).json.errorCode).toBe('PRIVATE_ENDPOINT_SERVICE_NOT_FOUND');
  });
});

describe('a link', () => {
  it('of an endpoint that does not exist is accepted, and rejected later with a message', async () => {
    const { call, links, server, clock } = await withService();
    server.world.connectProvider({
      find: () => ({ kind: 'rejected', message: 'no such endpoint' }),
      onState: () => undefined,
    });
    const created = await call('POST', links, { id: 'vpce-11111111111111111' });
    expect([created.status, created.json.connectionStatus]).toEqual([201, 'PENDING_ACCEPTANCE']);
    clock.advanceSeconds(30);
    expect((await call('GET', `${links}/vpce-11111111111111111`)).json).toEqual({
      cloudProvider: 'AWS',
      connectionStatus: 'REJECTED',
      deleteRequested: false,
      errorMessage: 'no such endpoint',
      interfaceEndpointId: 'vpce-11111111111111111',
    });
  });

  it('goes from PENDING_ACCEPTANCE over PENDING to AVAILABLE', async () => {
    const { call, links, clock } = await withService();
    await call('POST', links, { id: ENDPOINT_ID });
    const statuses: string[] = [];
    for (let seconds = 0; seconds < 100; seconds += 10) {
      const { json } = await call('GET', `${links}/${ENDPOINT_ID}`);
      if (json.connectionStatus !== statuses.at(-1)) statuses.push(json.connectionStatus);
      clock.advanceSeconds(10);
    }
    expect(statuses).toEqual(['PENDING_ACCEPTANCE', 'PENDING', 'AVAILABLE']);
  });

  it('exists once', async () => {
    const { call, links } = await withService();
    await call('POST', links, { id: ENDPOINT_ID });
    const again = await call('POST', links, { id: ENDPOINT_ID });
    expect([again.status, again.json.errorCode]).toEqual([409, 'INTERFACE_ENDPOINT_ALREADY_EXISTS']);
  });

  it('is refused while its service is not ready', async () => {
    const { call, server, project } = await setUp();
    const service = server.world.createService(project, 'AWS', 'EU_WEST_1');
    const response = await call('POST', `/privateEndpoint/AWS/endpointService/${service.id}/endpoint`, {
      id: ENDPOINT_ID,
    });
    expect([response.status, response.json.errorCode]).toEqual([
      409,
      'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS',
    ]);
  });

  it('that is the last is deleted with its service', async () => {
    const { call, links, clock } = await withService();
    await call('POST', links, { id: ENDPOINT_ID });
    await call('POST', links, { id: 'vpce-11111111111111111' });
    const services = async () => (await call('GET', '/privateEndpoint/AWS/endpointService')).json.length;
    await call('DELETE', `${links}/vpce-11111111111111111`);
    clock.advanceSeconds(60);
    expect(await services()).toBe(1);
    const deleted = await call('DELETE', `${links}/${ENDPOINT_ID}`);
    expect([deleted.status, deleted.text]).toEqual([202, '{}']);
    expect((await call('GET', `${links}/${ENDPOINT_ID}`)).json.connectionStatus).toBe('DELETING');
    clock.advanceSeconds(60);
    expect((await call('GET', `${links}/${ENDPOINT_ID}`)).status).toBe(404);
    clock.advanceSeconds(60);
    expect(await services()).toBe(0);
  });

  it('gives clusters their private connection strings some minutes after it is available', async () => {
    const { call, links, clock, project, server } = await withService();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    await call('POST', links, { id: ENDPOINT_ID });
    const strings = async () => (await call('GET', '/clusters/Main')).json.connectionStrings.privateEndpoint;
    clock.advanceSeconds(30);
    await call('GET', `${links}/${ENDPOINT_ID}`);
    clock.advanceSeconds(90);
    expect(await strings()).toBeUndefined();
    clock.advanceSeconds(240);
    expect(await strings()).toEqual([
      expect.objectContaining({
        endpoints: [{ endpointId: ENDPOINT_ID, providerName: 'AWS', region: 'EU_WEST_1' }],
        srvConnectionString: 'mongodb+srv://main-pl-0.abcde.mongodb.net',
        type: 'MONGOD',
      }),
    ]);
  });

  it('may get a 404 shortly after it was made', async () => {
    const { call, links, clock } = await withService({ timings: { staleReadSeconds: 3 } });
    await call('POST', links, { id: ENDPOINT_ID });
    expect((await call('GET', `${links}/${ENDPOINT_ID}`)).status).toBe(404);
    clock.advanceSeconds(3);
    expect((await call('GET', `${links}/${ENDPOINT_ID}`)).status).toBe(200);
  });
});

describe('other operations of a project', () => {
  it('regional mode is set with 202', async () => {
    const { call } = await setUp();
    const { status, json } = await call('PATCH', '/privateEndpoint/regionalMode', { enabled: true });
    expect([status, json]).toEqual([202, { enabled: true }]);
    expect((await call('GET', '/privateEndpoint/regionalMode')).json).toEqual({ enabled: true });
  });

  it('clusters are listed in pages', async () => {
    const { call, project, server } = await setUp();
    for (const name of ['A', 'B', 'C'])
      server.world.createCluster(project, { name, regionNames: ['EU_WEST_1'] });
    const { json } = await call('GET', '/clusters?itemsPerPage=2&pageNum=2');
    expect([json.totalCount, json.results.map(({ name }: { name: string }) => name)]).toEqual([3, ['C']]);
  });
});

describe('a cluster', () => {
  it('has its size, and a shared one also the cloud provider behind it', async () => {
    const { call, project, server } = await setUp();
    const regionNames = ['EU_WEST_1'];
    server.world.createCluster(project, { name: 'Big', regionNames, instanceSize: 'M30' });
    server.world.createCluster(project, { name: 'Shared', regionNames, provider: 'TENANT' });
    const configOf = async (name: string) =>
      (await call('GET', `/clusters/${name}`)).json.replicationSpecs[0].regionConfigs[0];
    expect(await configOf('Big')).toMatchObject({
      providerName: 'AWS',
      electableSpecs: { instanceSize: 'M30' },
    });
    expect(await configOf('Shared')).toMatchObject({
      providerName: 'TENANT',
      backingProviderName: 'AWS',
      electableSpecs: { instanceSize: 'M0' },
    });
  });

  it('that is moved is updated for a while, and has other private connection strings afterwards', async () => {
    const { call, links, clock, project, server } = await withService();
    const cluster = server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    await call('POST', links, { id: ENDPOINT_ID });
    clock.advanceSeconds(600);
    const poll = async () => {
      const { stateName, connectionStrings } = (await call('GET', '/clusters/Main')).json;
      return [stateName, connectionStrings.privateEndpoint[0].srvConnectionString];
    };
    server.world.moveCluster(cluster);
    const [before, after] = [0, 1].map((number) => `mongodb+srv://main-pl-${number}.abcde.mongodb.net`);
    expect(await poll()).toEqual(['IDLE', before]);
    clock.advanceSeconds(30);
    expect(await poll()).toEqual(['UPDATING', before]);
    clock.advanceSeconds(300);
    expect(await poll()).toEqual(['IDLE', after]);
  });
});

describe('scripted faults', () => {
  it('apply as often as configured, before or after the effect', async () => {
    const { call, links, server, service } = await withService();
    server.faults.add({
      method: 'POST',
      path: /endpoint$/,
      afterEffect: true,
      effect: { kind: 'response', status: 500 },
    });
    expect((await call('POST', links, { id: ENDPOINT_ID })).status).toBe(500);
    expect([...service.links.keys()]).toEqual([ENDPOINT_ID]);
    expect((await call('GET', `${links}/${ENDPOINT_ID}`)).status).toBe(200);
  });

  it('leave every request in the journal, and no secret', async () => {
    const { call, server } = await setUp();
    await call('GET', '/privateEndpoint/AWS/endpointService');
    expect(server.journal.entries.map(({ method, status, identity }) => [method, status, identity])).toEqual([
      ['GET', 401, undefined],
      ['GET', 200, 'abcdefgh'],
    ]);
    expect(JSON.stringify(server.journal.entries)).not.toContain('secret');
  });
});
