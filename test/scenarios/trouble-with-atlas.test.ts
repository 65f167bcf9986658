import { describe, expect, it } from 'vitest';
import { STALE_RESPONSES } from '../../local/atlas/index.js';
import { API_KEY, SECRET_NAME, SERVICE_ACCOUNT } from '../../local/world.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  registrationsIn,
  startScenario,
  statusTagOf,
} from './scenario-world.js';

const NEW_KEY = { publicKey: 'rotated', privateKey: '00000000-aaaa-4bbb-8ccc-000000000002' };
const NEW_ACCOUNT = { clientId: 'mdb_sa_id_rotated', clientSecret: 'mdb_sa_sk_rotated' };

describe('during the registration of a link', () => {
  it('a minute of 429 is waited out for as long as Atlas asks', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(10);
    world.atlas.buckets.block(60);
    const blockedUntil = world.time.now() + 60_000;
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    const during = world.atlas.journal.entries.filter(
      ({ at, status }) => status === 429 && at < blockedUntil,
    );
    expect(during.length).toBeLessThanOrEqual(2);
  });

  it('a 429 for the registration is waited out too, and the POST is not lost', async () => {
    const world = await startScenario();
    world.atlas.buckets.block(60);
    await createAndRun(world);
    expect(registrationsIn(world)).toBe(1);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  it('responses with 500 and lost connections are polls without a response', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(10);
    const now = world.time.now();
    world.atlas.faults.outage(now, now + 45_000, {
      kind: 'response',
      status: 500,
      body: '{"errorCode":"UNEXPECTED_ERROR"}',
    });
    world.atlas.faults.outage(now + 45_000, now + 90_000, { kind: 'drop' });
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(world.aws.metrics.sum('TransientFailure')).toBeGreaterThan(0);
  });

  it.each([1, 2, 3])('%i stale responses that there is no link do not end the execution', async (times) => {
    const world = await startScenario({ timings: { linkSeconds: 200 } });
    world.createVpcEndpoint();
    await world.time.run(100);
    const { 'a link that is not there': effect } = STALE_RESPONSES;
    world.atlas.faults.add({ method: 'GET', path: /\/endpoint\/vpce-/, times, effect });
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  const NO_PROJECT = (code: string) => ({
    kind: 'response' as const,
    status: 404,
    body: JSON.stringify({ error: 404, errorCode: code, reason: 'Not Found', detail: 'No such thing.' }),
  });

  it.each(['GROUP_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'NOT_FOUND'])(
    'a 404 that says %s for a moment does not end the execution',
    async (code) => {
      const world = await startScenario();
      world.createVpcEndpoint();
      await world.time.run(10);
      const effect = NO_PROJECT(code);
      world.atlas.faults.add({ method: 'GET', path: /\/endpoint\/vpce-/, times: 3, effect });
      await world.time.run();
      expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
      expect(world.aws.metrics.raised()).toEqual([]);
    },
  );

  it('a project that is missing for minutes ends the execution as failed', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(10);
    const effect = NO_PROJECT('GROUP_NOT_FOUND');
    world.atlas.faults.add({ path: /groups/, times: Number.POSITIVE_INFINITY, effect });
    await world.time.run();
    const [conclusion] = conclusionsIn(world);
    expect(conclusion).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('GROUP_NOT_FOUND'),
    });
    expect(conclusion?.durationSeconds).toBeGreaterThanOrEqual(120);
    expect(conclusion?.durationSeconds).toBeLessThan(240);
  });

  it('a link that is removed meanwhile ends the execution as deleted, after a second poll', async () => {
    const world = await startScenario({ timings: { linkSeconds: 200 } });
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(100);
    world.service.links.delete(endpointId);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['deleted']);
  });

  it('a POST whose response is lost is not repeated: the link is found and adopted', async () => {
    const world = await startScenario();
    world.atlas.faults.add({
      method: 'POST',
      path: /endpoint$/,
      afterEffect: true,
      effect: { kind: 'response', status: 500 },
    });
    await createAndRun(world);
    expect(world.service.links.size).toBe(1);
    expect(world.aws.metrics.sum('LinkAdopted')).toBe(1);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  it('an outage of Atlas until the deadline ends the execution as timed out, with the last error', async () => {
    const world = await startScenario();
    const endpoint = world.createVpcEndpoint();
    await world.time.run(30);
    world.atlas.faults.outage(world.time.now(), Number.POSITIVE_INFINITY);
    await world.time.run();
    const [conclusion] = conclusionsIn(world);
    expect(conclusion).toMatchObject({
      outcome: 'timed-out',
      message: expect.stringContaining('Atlas responded 503'),
    });
    expect(conclusion?.durationSeconds).toBeGreaterThanOrEqual(3600);
    expect(conclusion?.durationSeconds).toBeLessThan(3600 + 120);
    expect(world.aws.executions.all[0]).toMatchObject({
      status: 'FAILED',
      error: 'AtlasPrivateLink.LinkTimedOut',
    });
    expect(statusTagOf(endpoint)).toBe('timed-out');
    expect(world.aws.metrics.raised()).toEqual(['LinkTimedOut']);
  });

  it('an outage of Atlas when a tagged endpoint is created leaves the event in the dead-letter queue', async () => {
    const world = await startScenario({ app: { selectTag: 'atlas' } });
    world.atlas.faults.outage(world.time.now(), Number.POSITIVE_INFINITY);
    const { endpointId } = await createAndRun(world);
    world.tagEndpoint(endpointId, { atlas: '' });
    await world.time.run();
    expect(deadLettersIn(world)).toEqual([
      expect.objectContaining({ responsePayload: expect.objectContaining({ errorType: 'AtlasError' }) }),
    ]);
    expect(world.aws.metrics.raised()).toEqual(['DeadLetters']);
  });

  it('an unknown status counts as pending until the deadline', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(10);
    const body = JSON.stringify({
      connectionStatus: 'VERIFYING',
      errorMessage: null,
      interfaceEndpointId: null,
    });
    world.atlas.faults.add({
      method: 'GET',
      path: /endpoint\/vpce/,
      times: 3,
      effect: { kind: 'response', status: 200, body },
    });
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(world.aws.metrics.sum('UnknownStatus')).toBe(3);
  });

  it('a secret that is rotated is read again, without a deployment', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(30);
    world.addApiKey(NEW_KEY);
    world.aws.secrets.put(SECRET_NAME, NEW_KEY);
    world.atlas.identities.removeApiKey(API_KEY.publicKey);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(world.atlas.journal.entries.at(-1)?.identity).toBe(NEW_KEY.publicKey);
  });

  it('a service account that is rotated is read again, without a deployment', async () => {
    const world = await startScenario({ auth: 'oauth' });
    world.createVpcEndpoint();
    await world.time.run(30);
    world.addServiceAccount(NEW_ACCOUNT);
    world.aws.secrets.put(SECRET_NAME, NEW_ACCOUNT);
    world.atlas.identities.removeServiceAccount(SERVICE_ACCOUNT.clientId);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(world.atlas.journal.entries.at(-1)?.identity).toBe(NEW_ACCOUNT.clientId);
  });

  it('keys that were revoked before the secret has the new ones are waited for', async () => {
    const world = await startScenario();
    world.createVpcEndpoint();
    await world.time.run(30);
    world.atlas.identities.removeApiKey(API_KEY.publicKey);
    await world.time.run(120);
    world.addApiKey(NEW_KEY);
    world.aws.secrets.put(SECRET_NAME, NEW_KEY);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  it('an endpoint that is deleted ends the execution as deleted, not as failed', async () => {
    const world = await startScenario({ timings: { acceptanceSeconds: 90, linkSeconds: 120 } });
    const endpoint = world.createVpcEndpoint();
    await world.time.run(30);
    world.aws.endpoints.delete(endpoint.endpointId);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['deleted']);
    expect(world.aws.executions.all.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(world.aws.metrics.raised()).toEqual([]);
  });

  it('more containers than a service account may have access tokens share one, and lose no link', async () => {
    const world = await startScenario({ auth: 'oauth', maxLiveTokens: 4, concurrency: 10 });
    const endpoints = Array.from({ length: 14 }, () => world.createVpcEndpoint());
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(endpoints.map(() => 'available'));
    expect(deadLettersIn(world)).toEqual([]);
    expect(world.atlas.journal.count({ path: /oauth.token$/ })).toBeLessThan(4);
  });

  it('many concurrent endpoints share the token bucket without losing one', async () => {
    const world = await startScenario({ rateLimit: { capacity: 60, refillPerMinute: 240 }, concurrency: 4 });
    const endpoints = Array.from({ length: 12 }, () => world.createVpcEndpoint());
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(endpoints.map(() => 'available'));
    expect(deadLettersIn(world)).toEqual([]);
  });

  it.each([{ nonces: 'single-use' }, { nonceCounts: 'increasing' }] as const)(
    'many concurrent endpoints are linked, however strictly Atlas checks nonces: %j',
    async (rules) => {
      const world = await startScenario({ ...rules, concurrency: 40 });
      const endpoints = Array.from({ length: 30 }, () => world.createVpcEndpoint());
      await world.time.run();
      expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(endpoints.map(() => 'available'));
      expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
    },
  );
});
