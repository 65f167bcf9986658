import { describe, expect, it } from 'vitest';
import { ACCOUNT, API_KEY, setUpAtlas, textOf } from './atlas-setup.js';

describe('the resources', () => {
  it('omit fields that are null', async () => {
    const { list, service, server, project } = await setUpAtlas();
    server.world.createService(project, 'AWS', 'US_EAST_1');
    expect(await list()).toEqual([
      {
        endpointServiceId: service.id,
        cloudProvider: 'AWS',
        endpointServiceName: service.serviceName,
        regionName: 'EU_WEST_1',
        status: 'AVAILABLE',
        errorMessage: '',
        interfaceEndpoints: [],
        description: expect.objectContaining({
          endpointServiceId: service.id,
          regionName: 'EU_WEST_1',
          errorMessage: '',
        }),
      },
      expect.objectContaining({ endpointServiceName: undefined, status: 'INITIATING' }),
    ]);
  });

  it('create, find, describe and remove a link', async () => {
    const { client, link, clock } = await setUpAtlas();
    expect((await client.createLink(link)).connectionStatus).toBe('PENDING_ACCEPTANCE');
    clock.advanceSeconds(100);
    expect(await client.findLink(link)).toMatchObject({
      endpointId: link.endpointId,
      interfaceEndpointId: link.endpointId,
      connectionStatus: 'AVAILABLE',
      errorMessage: '',
      deleteRequested: false,
    });
  });

  it('give undefined for a missing link or service, and an error for a missing project', async () => {
    const { client, link, server } = await setUpAtlas();
    expect(await client.findLink(link)).toBeUndefined();
    expect(await client.findLink({ ...link, endpointServiceId: '6a7900000000000000000099' })).toBeUndefined();
    server.world.projects.clear();
    await expect(client.findLink(link)).rejects.toMatchObject({ kind: 'not-found', code: 'GROUP_NOT_FOUND' });
  });

  it('report the token bucket of the project', async () => {
    const { client, list, project } = await setUpAtlas();
    expect(client.rateBudget(project.id)).toBeUndefined();
    await list();
    expect(client.rateBudget(project.id)).toEqual({ limit: 4000, remaining: 3999 });
  });

  it('are not taken from an empty body, so that a poll has to show whether a POST has created a link', async () => {
    const { client, link, server, service } = await setUpAtlas();
    await client.listEndpointServices(link.projectId, 'AWS');
    server.faults.add({ method: 'POST', afterEffect: true, effect: { kind: 'response', status: 204 } });
    await expect(client.createLink(link)).rejects.toMatchObject({ kind: 'unavailable', status: 204 });
    expect([service.links.size, (await client.findLink(link))?.endpointId]).toEqual([1, link.endpointId]);
  });
});

describe('clusters and regional mode', () => {
  it('reads the clusters of all pages, in the version without a sunset', async () => {
    const { client, server, project } = await setUpAtlas();
    for (let number = 0; number < 501; number += 1)
      server.world.createCluster(project, { name: `c${number}`, regionNames: ['EU_WEST_1', 'US_EAST_1'] });
    const clusters = await client.listClusters(project.id);
    expect(clusters).toHaveLength(501);
    const region = { cloudProvider: 'AWS', instanceSize: 'M10', backingProvider: '' };
    expect(clusters[500]).toEqual({
      name: 'c500',
      stateName: 'IDLE',
      isPaused: false,
      regions: [
        { ...region, regionName: 'EU_WEST_1' },
        { ...region, regionName: 'US_EAST_1' },
      ],
      privateEndpoints: [],
    });
    const pages = server.journal.entries.filter(({ status }) => status === 200).map(({ path }) => path);
    expect(pages.map((path) => path.replace(/^.*clusters/, ''))).toEqual([
      '?itemsPerPage=500&pageNum=1',
      '?itemsPerPage=500&pageNum=2',
    ]);
  });

  it('sets the regional mode, and reports a refusal', async () => {
    const { client, server, project } = await setUpAtlas();
    await client.setRegionalMode(project.id, true);
    expect(await client.isRegionalModeEnabled(project.id)).toBe(true);
    await client.setRegionalMode(project.id, false);
    server.world.createCluster(project, { name: 'replica-set', regionNames: ['EU_WEST_1'] });
    await expect(client.setRegionalMode(project.id, true)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('does not confuse the token bucket of clusters with that of private endpoints', async () => {
    const { client, list, project } = await setUpAtlas();
    await list();
    const before = client.rateBudget(project.id);
    await client.listClusters(project.id);
    expect(client.rateBudget(project.id)).toEqual(before);
  });
});

describe('digest authentication', () => {
  it('needs eleven requests for ten sequential calls', async () => {
    const { list, server } = await setUpAtlas();
    for (let call = 0; call < 10; call += 1) await list();
    expect(server.journal.entries.map(({ status }) => status)).toEqual([401, ...Array<number>(10).fill(200)]);
  });

  it('needs eleven requests for ten concurrent calls', async () => {
    const { list, server } = await setUpAtlas();
    await Promise.all(Array.from({ length: 10 }, list));
    expect(server.journal.entries).toHaveLength(11);
    expect(server.journal.count({ status: 401 })).toBe(1);
  });

  it.each(['plain', 'with-code', 'empty'] as const)(
    'does not read the body of a challenge: %s',
    async (challengeBody) => {
      const { list } = await setUpAtlas({ challengeBody });
      expect(await list()).toHaveLength(1);
    },
  );

  it('takes a new nonce, once, when the old one has expired', async () => {
    const { list, clock, server } = await setUpAtlas();
    await list();
    clock.advanceSeconds(301);
    await list();
    expect(server.journal.entries.map(({ status }) => status)).toEqual([401, 200, 401, 200]);
  });

  it('signs again, once, when Atlas calls a new nonce stale', async () => {
    const { list, server } = await setUpAtlas();
    server.refuseNonces(1);
    expect(await list()).toHaveLength(1);
    server.refuseNonces(10);
    await expect(list()).rejects.toMatchObject({ kind: 'authentication' });
    expect(server.journal.entries.map(({ status }) => status)).toEqual([401, 401, 200, 401, 401, 401]);
  });

  it('needs few new nonces for many concurrent requests after an expiry', async () => {
    const { list, clock } = await setUpAtlas();
    await list();
    clock.advanceSeconds(301);
    expect(await Promise.all(Array.from({ length: 5 }, list))).toHaveLength(5);
  });

  it('sends a POST with its body again after a challenge, and has one effect', async () => {
    const { client, link, server, service } = await setUpAtlas();
    await client.createLink(link);
    expect(server.journal.entries.map(({ method, status }) => `${method} ${status}`)).toEqual([
      'POST 401',
      'POST 201',
    ]);
    expect([...service.links.keys()]).toEqual([link.endpointId]);
  });

  it('tries wrong keys once, reads the secret again, and then throws a typed error', async () => {
    const { list, server, secrets } = await setUpAtlas({ secret: { ...API_KEY, privateKey: 'wrong-one' } });
    await expect(list()).rejects.toMatchObject({ name: 'AtlasError', kind: 'authentication', status: 401 });
    expect(server.journal.count()).toBe(2);
    expect(secrets.reads).toBe(2);
  });
});

describe('a service account', () => {
  it('uses one token for all calls, including concurrent ones', async () => {
    const { list, server } = await setUpAtlas({ secret: ACCOUNT });
    await Promise.all(Array.from({ length: 10 }, list));
    await list();
    expect(server.journal.count({ path: /oauth/ })).toBe(1);
    expect(server.journal.count()).toBe(12);
  });

  it('renews its token before it expires', async () => {
    const { list, clock, server } = await setUpAtlas({ secret: ACCOUNT });
    await list();
    clock.advanceSeconds(2999);
    await list();
    expect(server.journal.count({ path: /oauth/ })).toBe(1);
    clock.advanceSeconds(2);
    await list();
    expect(server.journal.count({ path: /oauth/ })).toBe(2);
  });

  it('gets another token after a revocation', async () => {
    const { list, server } = await setUpAtlas({ secret: ACCOUNT });
    await list();
    server.tokens.revokeAll();
    expect(await list()).toHaveLength(1);
  });

  it('takes a 401 for a new token as the response, and does not request a token for each call', async () => {
    const { list, server, clock } = await setUpAtlas({ secret: ACCOUNT });
    const effect = {
      kind: 'response',
      status: 401,
      body: '{"error":401,"errorCode":"NOT_ORG_GROUP_CREATOR"}',
    } as const;
    server.faults.add({ method: 'GET', times: 100, effect });
    const tokens = () => server.journal.count({ path: /oauth/ });
    const refused = { kind: 'authentication', code: 'NOT_ORG_GROUP_CREATOR' };
    await expect(list()).rejects.toMatchObject(refused);
    expect([tokens(), server.journal.count({ method: 'GET' })]).toEqual([1, 1]);
    for (let call = 0; call < 10; call += 1) await expect(list()).rejects.toMatchObject(refused);
    expect(tokens()).toBe(2);
    clock.advanceSeconds(301);
    await expect(list()).rejects.toMatchObject(refused);
    expect(tokens()).toBe(3);
  });

  it('waits until one of 100 tokens expires, and says so', async () => {
    const { list, server } = await setUpAtlas({ secret: ACCOUNT });
    const basic = `Basic ${Buffer.from(`${ACCOUNT.clientId}:${ACCOUNT.clientSecret}`).toString('base64')}`;
    for (let token = 0; token < 100; token += 1) server.tokens.issue(basic, 'grant_type=client_credentials');
    await expect(list()).rejects.toMatchObject({
      kind: 'rate-limited',
      transient: true,
      advice: expect.stringContaining('100'),
    });
  });

  it('with a wrong secret throws a typed error', async () => {
    const { list } = await setUpAtlas({ secret: { ...ACCOUNT, clientSecret: 'mdb_sa_sk_wrong' } });
    await expect(list()).rejects.toMatchObject({ kind: 'authentication', code: 'invalid_client' });
  });
});

describe('a rotation of the secret', () => {
  it('is used after a refusal, without a new client', async () => {
    const { list, server, secrets, project } = await setUpAtlas();
    await list();
    const rotated = { publicKey: 'ijklmnop', privateKey: 'new-private-key' };
    server.identities.removeApiKey(API_KEY.publicKey);
    server.identities.addApiKey({ ...rotated, roles: { [project.id]: 'owner' } });
    secrets.text = textOf(rotated);
    expect(await list()).toHaveLength(1);
    expect(secrets.reads).toBe(2);
  });

  it('may change from an API key to a service account', async () => {
    const { list, server, secrets } = await setUpAtlas();
    await list();
    server.identities.removeApiKey(API_KEY.publicKey);
    secrets.text = textOf(ACCOUNT);
    expect(await list()).toHaveLength(1);
  });

  it('may change from one service account to another, also if the old one is deleted with its tokens', async () => {
    const { list, server, secrets, project } = await setUpAtlas({ secret: ACCOUNT });
    await list();
    const rotated = { clientId: 'mdb_sa_id_rotated', clientSecret: 'mdb_sa_sk_rotated' };
    server.identities.removeServiceAccount(ACCOUNT.clientId);
    server.identities.addServiceAccount({ ...rotated, roles: { [project.id]: 'owner' } });
    secrets.text = textOf(rotated);
    expect(await list()).toHaveLength(1);
    expect([secrets.reads, server.journal.entries.at(-1)?.identity]).toEqual([2, rotated.clientId]);
  });

  it('of the client secret is used when the token must be renewed', async () => {
    const { list, server, secrets, clock, project } = await setUpAtlas({ secret: ACCOUNT });
    await list();
    const rotated = { ...ACCOUNT, clientSecret: 'mdb_sa_sk_rotated' };
    server.identities.addServiceAccount({ ...rotated, roles: { [project.id]: 'owner' } });
    secrets.text = textOf(rotated);
    clock.advanceSeconds(3001);
    expect(await list()).toHaveLength(1);
    expect(secrets.reads).toBe(2);
  });
});

describe('refusals', () => {
  it('because of the address name the address and the remedy', async () => {
    const { list, server, project } = await setUpAtlas();
    server.identities.addApiKey({
      ...API_KEY,
      roles: { [project.id]: 'owner' },
      allowedAddresses: ['203.0.113.9'],
    });
    await expect(list()).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'IP_ADDRESS_NOT_ON_ACCESS_LIST',
      advice: expect.stringMatching(/127\.0\.0\.1.*NAT gateway/),
    });
  });

  it('because of the role name the required role', async () => {
    const { client, link, server, project } = await setUpAtlas();
    server.identities.addApiKey({ ...API_KEY, roles: { [project.id]: 'read-only' } });
    await expect(client.createLink(link)).rejects.toMatchObject({
      kind: 'forbidden',
      advice: expect.stringContaining('Project Owner'),
    });
  });

  it('because of a missing payment method or an unknown project say so', async () => {
    const { client, link, list, project, server } = await setUpAtlas();
    project.hasPaymentMethod = false;
    await expect(client.createLink(link)).rejects.toMatchObject({
      status: 402,
      advice: expect.stringContaining('payment'),
    });
    server.world.projects.clear();
    await expect(list()).rejects.toMatchObject({
      kind: 'not-found',
      advice: expect.stringContaining('project id'),
    });
  });

  it.each([
    ['{"error":409,"errorCode":"CLUSTER_INCOMPATIBLE"}', /Atlas responded 409 CLUSTER_INCOMPATIBLE\.$/],
    ['{"errorCode":"A","detail":"words"}', /Atlas responded 409 A: words$/],
    ['{"error":409,"detail":"words"}', /Atlas responded 409: words$/],
    ['{"error":409}', /Atlas responded 409: an error without a message$/],
    ['{"detail":"words"}', /Atlas responded 409: a response that is not from the Admin API$/],
    ['{"message":"words"}', /Atlas responded 409: a response that is not from the Admin API$/],
    ['<html>', /Atlas responded 409: a response that is not from the Admin API$/],
    ['', /Atlas responded 409: no body$/],
  ])('with the body %j have a message made from what it contains', async (body, message) => {
    const { list, server } = await setUpAtlas();
    await list();
    server.faults.add({ method: 'GET', times: 6, effect: { kind: 'response', status: 409, body } });
    await expect(list()).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });

  it('of a second Region refer to the regional mode', async () => {
    const { client, link, list, server } = await setUpAtlas();
    await list();
    const errorCode = 'MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION';
    const body = JSON.stringify({ errorCode, detail: 'words' });
    server.faults.add({ method: 'POST', effect: { kind: 'response', status: 409, body } });
    await expect(client.createLink(link)).rejects.toMatchObject({
      advice: expect.stringContaining('regional mode'),
    });
  });

  it('never contain a secret', async () => {
    for (const secret of [
      { ...API_KEY, privateKey: 'hidden-value-1' },
      { ...ACCOUNT, clientSecret: 'hidden-value-1' },
    ]) {
      const { list } = await setUpAtlas({ secret });
      const error = await list().catch((thrown: unknown) => thrown);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hidden-value-1');
    }
  });
});

describe('transient failures', () => {
  it('with 429 for a minute are waited out for as long as Atlas asks', async () => {
    const { list, server, clock } = await setUpAtlas();
    server.buckets.block(60);
    expect(await list()).toHaveLength(1);
    expect(clock.slept).toEqual([60_500]);
  });

  it('with 429 without Retry-After are waited out with growing pauses', async () => {
    const { list, server, clock } = await setUpAtlas();
    await list();
    server.faults.add({ times: 2, effect: { kind: 'response', status: 429 } });
    await list();
    expect(clock.slept).toEqual([11_250, 22_500]);
  });

  it.each([
    ['a 500', { kind: 'response', status: 500, body: '{"error":500,"errorCode":"UNEXPECTED_ERROR"}' }],
    ['HTML', { kind: 'response', status: 502, body: '<html><h1>502</h1></html>' }],
    ['a dropped connection', { kind: 'drop' }],
    ['a 200 that is not JSON', { kind: 'response', status: 200, body: '<html>' }],
  ] as const)('of a read by %s are retried', async (_, effect) => {
    const { list, server } = await setUpAtlas();
    await list();
    server.faults.add({ times: 2, effect });
    expect(await list()).toHaveLength(1);
  });

  it('of a POST with 500 are not retried by the client', async () => {
    const { client, list, link, server, service } = await setUpAtlas();
    await list();
    server.faults.add({ method: 'POST', afterEffect: true, effect: { kind: 'response', status: 500 } });
    await expect(client.createLink(link)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(server.journal.count({ method: 'POST' })).toBe(1);
    expect(service.links.size).toBe(1);
  });

  it('of a POST with 429 are retried, because the request had no effect', async () => {
    const { client, list, link, server } = await setUpAtlas();
    await list();
    server.buckets.block(5);
    expect((await client.createLink(link)).connectionStatus).toBe('PENDING_ACCEPTANCE');
  });

  it('that last longer than the remaining time throw the typed error, without a pause', async () => {
    const { list, server, clock } = await setUpAtlas({ remainingMilliseconds: () => 30_000 });
    server.buckets.block(60);
    await expect(list()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 60 });
    expect(clock.slept).toEqual([]);
  });

  it('without a response end when the remaining time ends', async () => {
    let left = 1000;
    const { list, server, clock } = await setUpAtlas({ remainingMilliseconds: () => left });
    await list();
    server.faults.add({ times: 100, effect: { kind: 'hang' } });
    const began = performance.now();
    const hanging = list();
    left = 0;
    await expect(hanging).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('timeout'),
    });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(clock.slept).toEqual([]);
  });

  it('with a redirect do not send a request to its target', async () => {
    const { list, server } = await setUpAtlas();
    await list();
    const headers = { Location: `${server.url}/elsewhere` };
    server.faults.add({ method: 'GET', times: 100, effect: { kind: 'response', status: 302, headers } });
    const outcome = await list().catch((error: unknown) => error);
    expect(server.journal.count({ path: /elsewhere/ })).toBe(0);
    expect(outcome).toMatchObject({ kind: 'unavailable', status: 302 });
  });

  it('that do not end are given up after six attempts', async () => {
    const { list, server, clock } = await setUpAtlas();
    server.faults.add({ times: 100, effect: { kind: 'drop' } });
    await expect(list()).rejects.toMatchObject({
      kind: 'unavailable',
      advice: expect.stringContaining('NAT gateway'),
    });
    expect(clock.slept).toHaveLength(5);
  });

  it('are reported to the listener for exchanges without headers and bodies', async () => {
    const { list, exchanges, project } = await setUpAtlas();
    await list();
    expect(exchanges.at(-1)).toEqual({
      operation: `List the AWS endpoint services of project ${project.id}`,
      method: 'GET',
      path: `/api/atlas/v2/groups/${project.id}/privateEndpoint/AWS/endpointService`,
      status: 200,
      rateLimited: false,
    });
  });
});
