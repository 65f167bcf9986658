import { describe, expect, it } from 'vitest';
import { ACCOUNT, API_KEY, setUpAtlas, textOf } from './atlas-setup.js';

describe('the resources', () => {
  it('are read with the nulls taken out', async () => {
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

  it('create, find and describe a link through its life', async () => {
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

  it('tell the token bucket of the project', async () => {
    const { client, list, project } = await setUpAtlas();
    expect(client.rateBudget(project.id)).toBeUndefined();
    await list();
    expect(client.rateBudget(project.id)).toEqual({ limit: 4000, remaining: 3999 });
  });

  it('are not made up from an empty body: whether a POST has made a link, a poll has to tell', async () => {
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

  it('sets the regional mode, and takes a refusal as one', async () => {
    const { client, server, project } = await setUpAtlas();
    await client.setRegionalMode(project.id, true);
    expect(await client.isRegionalModeEnabled(project.id)).toBe(true);
    await client.setRegionalMode(project.id, false);
    server.world.createCluster(project, { name: 'replica-set', regionNames: ['EU_WEST_1'] });
    await expect(client.setRegionalMode(project.id, true)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('does not take the token bucket of clusters for that of private endpoints', async () => {
    const { client, list, project } = await setUpAtlas();
    await list();
    const before = client.rateBudget(project.id);
    await client.listClusters(project.id);
    expect(client.rateBudget(project.id)).toEqual(before);
  });
});

describe('digest authentication', () => {
  it('needs eleven requests for ten calls, one after another', async () => {
    const { list, server } = await setUpAtlas();
    for (let call = 0; call < 10; call += 1) await list();
    expect(server.journal.entries.map(({ status }) => status)).toEqual([401, ...Array<number>(10).fill(200)]);
  });

  it('needs eleven requests for ten calls that start together', async () => {
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

  it('signs again, once, when Atlas calls even a fresh nonce stale', async () => {
    const { list, server } = await setUpAtlas();
    server.refuseNonces(1);
    expect(await list()).toHaveLength(1);
    server.refuseNonces(10);
    await expect(list()).rejects.toMatchObject({ kind: 'authentication' });
    expect(server.journal.entries.map(({ status }) => status)).toEqual([401, 401, 200, 401, 401, 401]);
  });

  it('takes new nonces for many requests at once after an expiry', async () => {
    const { list, clock } = await setUpAtlas();
    await list();
    clock.advanceSeconds(301);
    expect(await Promise.all(Array.from({ length: 5 }, list))).toHaveLength(5);
  });

  it('sends the body of a POST again after a challenge, with one effect', async () => {
    const { client, link, server, service } = await setUpAtlas();
    await client.createLink(link);
    expect(server.journal.entries.map(({ method, status }) => `${method} ${status}`)).toEqual([
      'POST 401',
      'POST 201',
    ]);
    expect([...service.links.keys()]).toEqual([link.endpointId]);
  });

  it('tries wrong keys once, reads the secret again, and ends in a typed error', async () => {
    const { list, server, secrets } = await setUpAtlas({ secret: { ...API_KEY, privateKey: 'wrong-one' } });
    await expect(list()).rejects.toMatchObject({ name: 'AtlasError', kind: 'authentication', status: 401 });
    expect(server.journal.count()).toBe(2);
    expect(secrets.reads).toBe(2);
  });
});

describe('a service account', () => {
  it('uses one token for all calls, also for those that start together', async () => {
    const { list, server } = await setUpAtlas({ secret: ACCOUNT });
    await Promise.all(Array.from({ length: 10 }, list));
    await list();
    expect(server.journal.count({ path: /oauth/ })).toBe(1);
    expect(server.journal.count()).toBe(12);
  });

  it('renews its token before it ends', async () => {
    const { list, clock, server } = await setUpAtlas({ secret: ACCOUNT });
    await list();
    clock.advanceSeconds(2999);
    await list();
    expect(server.journal.count({ path: /oauth/ })).toBe(1);
    clock.advanceSeconds(2);
    await list();
    expect(server.journal.count({ path: /oauth/ })).toBe(2);
  });

  it('gets another token when one was revoked', async () => {
    const { list, server } = await setUpAtlas({ secret: ACCOUNT });
    await list();
    server.tokens.revokeAll();
    expect(await list()).toHaveLength(1);
  });

  it('takes a 401 with a new token for a response, and does not burn a token on each call', async () => {
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

  it('waits for one of 100 tokens to expire, and says so', async () => {
    const { list, server } = await setUpAtlas({ secret: ACCOUNT });
    const basic = `Basic ${Buffer.from(`${ACCOUNT.clientId}:${ACCOUNT.clientSecret}`).toString('base64')}`;
    for (let token = 0; token < 100; token += 1) server.tokens.issue(basic, 'grant_type=client_credentials');
    await expect(list()).rejects.toMatchObject({
      kind: 'rate-limited',
      transient: true,
      advice: expect.stringContaining('100'),
    });
  });

  it('with a wrong secret ends in a typed error', async () => {
    const { list } = await setUpAtlas({ secret: { ...ACCOUNT, clientSecret: 'mdb_sa_sk_wrong' } });
    await expect(list()).rejects.toMatchObject({ kind: 'authentication', code: 'invalid_client' });
  });
});

describe('a rotation of the secret', () => {
  it('is picked up after a refusal, without a new client', async () => {
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

  it('may change from a service account to another, also when the old one is gone with its tokens', async () => {
    const { list, server, secrets, project } = await setUpAtlas({ secret: ACCOUNT });
    await list();
    const rotated = { clientId: 'mdb_sa_id_rotated', clientSecret: 'mdb_sa_sk_rotated' };
    server.identities.removeServiceAccount(ACCOUNT.clientId);
    server.identities.addServiceAccount({ ...rotated, roles: { [project.id]: 'owner' } });
    secrets.text = textOf(rotated);
    expect(await list()).toHaveLength(1);
    expect([secrets.reads, server.journal.entries.at(-1)?.identity]).toEqual([2, rotated.clientId]);
  });

  it('of the client secret is picked up when the token has to be renewed', async () => {
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
  it('of the address carry it, and the way out', async () => {
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

  it('of the role say which role is needed', async () => {
    const { client, link, server, project } = await setUpAtlas();
    server.identities.addApiKey({ ...API_KEY, roles: { [project.id]: 'read-only' } });
    await expect(client.createLink(link)).rejects.toMatchObject({
      kind: 'forbidden',
      advice: expect.stringContaining('Project Owner'),
    });
  });

  it('for want of payment, and of an unknown project, say so', async () => {
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
  ])('with the body %j are told by what there is', async (body, message) => {
    const { list, server } = await setUpAtlas();
    await list();
    server.faults.add({ method: 'GET', times: 6, effect: { kind: 'response', status: 409, body } });
    await expect(list()).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });

  it('of a second Region point to the regional mode', async () => {
    const { client, link, list, server } = await setUpAtlas();
    await list();
    const errorCode = 'MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION';
    const body = JSON.stringify({ errorCode, detail: 'words' });
    server.faults.add({ method: 'POST', effect: { kind: 'response', status: 409, body } });
    await expect(client.createLink(link)).rejects.toMatchObject({
      advice: expect.stringContaining('regional mode'),
    });
  });

  it('never repeat a secret', async () => {
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

describe('disturbances', () => {
  it('of a minute with 429 are waited out as Atlas asks', async () => {
    const { list, server, clock } = await setUpAtlas();
    server.buckets.block(60);
    expect(await list()).toHaveLength(1);
    expect(clock.slept).toEqual([60_500]);
  });

  it('of 429 without Retry-After are waited out longer each time', async () => {
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
  ] as const)('of a read by %s pass', async (_, effect) => {
    const { list, server } = await setUpAtlas();
    await list();
    server.faults.add({ times: 2, effect });
    expect(await list()).toHaveLength(1);
  });

  it('of a POST by a 500 are not repeated here', async () => {
    const { client, list, link, server, service } = await setUpAtlas();
    await list();
    server.faults.add({ method: 'POST', afterEffect: true, effect: { kind: 'response', status: 500 } });
    await expect(client.createLink(link)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(server.journal.count({ method: 'POST' })).toBe(1);
    expect(service.links.size).toBe(1);
  });

  it('of a POST by 429 are repeated, since nothing was done', async () => {
    const { client, list, link, server } = await setUpAtlas();
    await list();
    server.buckets.block(5);
    expect((await client.createLink(link)).connectionStatus).toBe('PENDING_ACCEPTANCE');
  });

  it('that last longer than the time left end in the typed error, without sleeping', async () => {
    const { list, server, clock } = await setUpAtlas({ remainingMilliseconds: () => 30_000 });
    server.buckets.block(60);
    await expect(list()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 60 });
    expect(clock.slept).toEqual([]);
  });

  it('by silence end when the time left does', async () => {
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

  it('by a redirect are not followed: the address that it names is not asked', async () => {
    const { list, server } = await setUpAtlas();
    await list();
    const headers = { Location: `${server.url}/elsewhere` };
    server.faults.add({ method: 'GET', times: 100, effect: { kind: 'response', status: 302, headers } });
    await expect(list()).rejects.toMatchObject({ kind: 'unavailable', status: 302 });
    expect(server.journal.count({ path: /unmanaged/ })).toBe(0);
  });

  it('without end are given up after six tries', async () => {
    const { list, server, clock } = await setUpAtlas();
    server.faults.add({ times: 100, effect: { kind: 'drop' } });
    await expect(list()).rejects.toMatchObject({
      kind: 'unavailable',
      advice: expect.stringContaining('NAT gateway'),
    });
    expect(clock.slept).toHaveLength(5);
  });

  it('are told to the poller of exchanges without headers or bodies', async () => {
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
