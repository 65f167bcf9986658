/** Another user creates and removes services and links in the same project during a deployment. */
import { describe, expect, it } from 'vitest';
import { AtlasRegionalMode, LastLink } from '../../lib/index.js';
import type { EndpointService, Fault } from '../../local/atlas/index.js';
import type { DeclaredContext, DeclaredWorld } from '../../torture/worlds/declared-stack.js';
import { startDeclared } from './declared-stack.js';

const SERVICES = /\/privateEndpoint\/endpointService$/;
const LINKS = /\/endpointService\/[^/]+\/endpoint$/;
const ENDPOINT = 'vpce-0a1b2c3d4e0000001';

const refusal = (status: number, errorCode: string, detail = 'refused') => ({
  kind: 'response' as const,
  status,
  body: JSON.stringify({ error: status, errorCode, detail, reason: '', parameters: [] }),
});
/** Clear transient refusals, by Atlas's response. */
const REFUSALS: readonly [string, Fault['effect'], number][] = [
  [
    'a conflict with what has gone since',
    refusal(409, 'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION'),
    1,
  ],
  ['not ready', refusal(409, 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS'), 1],
  ['no capacity', refusal(400, 'ATLAS_GENERAL_ERROR', 'Reason: No Capacity.'), 1],
  ['throttling', { ...refusal(429, 'RATE_LIMITED'), headers: { 'Retry-After': '5' } }, 20],
];
const NO_RESPONSE: Fault['effect'] = { kind: 'drop' };

const servicesOf = ({ project }: DeclaredWorld) => [...project.services.values()];

/** Another user's service in the Region of the stack. */
function neighbourMakesService({ world, project }: DeclaredWorld): EndpointService {
  return world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
}

function later(declared: DeclaredWorld, seconds: number, act: () => void): () => void {
  return () => void declared.world.time.after(seconds, act);
}

async function settle({ world }: DeclaredWorld): Promise<void> {
  await world.time.run(200);
  world.atlas.world.settle();
}

/** Crashes the function that is calling Atlas. */
function crash({ world }: DeclaredWorld): void {
  const { server, functions } = world.aws;
  const keys = new Set(server.calls.map(({ accessKeyId }) => accessKeyId));
  for (const key of keys) if (/Change/.test(functions.roleOf(key) ?? '')) functions.kill(key);
}

function expectResponse({ player }: DeclaredWorld): void {
  expect(player.unanswered).toEqual([]);
}

describe('a service that somebody else makes after the request of the stack was refused', () => {
  it.each(REFUSALS)('is not removed with the stack: %s', async (_, effect, times) => {
    const declared = await startDeclared();
    const meanwhile = later(declared, 1, () => neighbourMakesService(declared));
    declared.world.atlas.faults.add({ method: 'POST', path: SERVICES, effect, meanwhile });
    declared.world.atlas.faults.add({ method: 'POST', path: SERVICES, effect, times: times - 1 });
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    await settle(declared);
    expect(servicesOf(declared).map(({ status }) => status)).toEqual(['AVAILABLE']);
    expectResponse(declared);
  });

  it.each(REFUSALS)('is not removed when its adoption is refused: %s', async (_, effect, times) => {
    const declared = await startDeclared();
    const meanwhile = later(declared, 1, () => neighbourMakesService(declared));
    declared.world.atlas.faults.add({ method: 'POST', path: SERVICES, effect, meanwhile });
    declared.world.atlas.faults.add({ method: 'POST', path: SERVICES, effect, times: times - 1 });
    expect(await declared.create({ adoptExisting: false })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('AdoptExisting is false'),
    });
    await settle(declared);
    expect(servicesOf(declared).map(({ status }) => status)).toEqual(['AVAILABLE']);
  });

  it('is not removed when the deployment fails later', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    const meanwhile = later(declared, 1, () => neighbourMakesService(declared));
    faults.add({ method: 'POST', path: SERVICES, effect: refusal(409, 'CONFLICT'), meanwhile });
    faults.add({ method: 'PATCH', times: 9, effect: refusal(400, 'INVALID_ATTRIBUTE') });
    expect(await declared.create({ remoteRegions: ['us-east-1'] })).toMatchObject({ status: 'ROLLED_BACK' });
    await settle(declared);
    expect(servicesOf(declared).map(({ status }) => status)).toEqual(['AVAILABLE']);
  });

  it('is not removed after a final refusal of the request', async () => {
    const declared = await startDeclared();
    const meanwhile = () => void neighbourMakesService(declared);
    const effect = refusal(403, 'USER_UNAUTHORIZED');
    declared.world.atlas.faults.add({ method: 'POST', path: SERVICES, effect, meanwhile });
    expect(await declared.create({})).toMatchObject({ status: 'ROLLED_BACK' });
    await settle(declared);
    expect(servicesOf(declared).map(({ status }) => status)).toEqual(['AVAILABLE']);
  });

  it('is not removed when it appears after a poll that found no effect of a request without a response', async () => {
    const declared = await startDeclared();
    const meanwhile = later(declared, 9, () => neighbourMakesService(declared));
    declared.world.atlas.faults.add({ method: 'POST', path: SERVICES, effect: NO_RESPONSE, meanwhile });
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    await declared.remove();
    await settle(declared);
    expect(servicesOf(declared).map(({ status }) => status)).toEqual(['AVAILABLE']);
  });

  it('is reported and not removed if its owner is unknown', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    const meanwhile = later(declared, 9, () => neighbourMakesService(declared));
    faults.add({ method: 'POST', path: SERVICES, effect: NO_RESPONSE, meanwhile });
    const { status, reason } = await declared.create({ adoptExisting: false });
    const [service] = servicesOf(declared);
    expect([status, reason]).toEqual(['ROLLED_BACK', expect.stringMatching(`(${service?.id}).*no response`)]);
    await settle(declared);
    expect(servicesOf(declared)).toHaveLength(1);
  });
});

describe('a service of the stack', () => {
  it('belongs to the stack after a crash following the request, and is removed with it', async () => {
    const declared = await startDeclared();
    declared.world.atlas.faults.add({
      method: 'POST',
      path: SERVICES,
      afterEffect: true,
      effect: NO_RESPONSE,
      meanwhile: () => crash(declared),
    });
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    expect(servicesOf(declared)).toHaveLength(1);
    await declared.remove();
    await settle(declared);
    expect(servicesOf(declared)).toEqual([]);
  });

  it('belongs to the stack after an outage following the request, and is removed with it', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    const meanwhile = () => {
      const now = declared.world.time.now();
      faults.outage(now, now + 60_000);
    };
    faults.add({ method: 'POST', path: SERVICES, afterEffect: true, effect: NO_RESPONSE, meanwhile });
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    await declared.remove();
    await settle(declared);
    expect(servicesOf(declared)).toEqual([]);
  });

  it('is removed by its id when a step after the request fails', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    faults.add({ method: 'PATCH', times: 9, effect: refusal(400, 'INVALID_ATTRIBUTE') });
    // The rollback is refused as well, and CloudFormation's Delete has the id.
    faults.add({ method: 'DELETE', effect: refusal(403, 'USER_UNAUTHORIZED') });
    expect(await declared.create({ remoteRegions: ['us-east-1'] })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('400'),
    });
    await settle(declared);
    expect(servicesOf(declared)).toEqual([]);
  });

  it.each([
    ['the execution goes on', false],
    ['the execution is stopped', true],
  ])(
    'that disappears is distinguished from the one that somebody makes in its place: %s',
    async (_, isStopped) => {
      const declared = await startDeclared();
      const { world, project } = declared;
      world.time.after(60, () => {
        project.services.clear();
        neighbourMakesService(declared);
      });
      world.time.after(90, () => {
        const running = world.aws.executions.all.find(({ status }) => status === 'RUNNING');
        if (isStopped && running !== undefined) world.aws.executions.abort(running);
      });
      expect(await declared.create({})).toMatchObject({ status: 'ROLLED_BACK' });
      await settle(declared);
      expect(servicesOf(declared).map(({ status }) => status)).toEqual(['AVAILABLE']);
      expectResponse(declared);
    },
  );

  it('that somebody else has re-created since keeps its remote Regions, and is not removed', async () => {
    const declared = await startDeclared();
    await declared.create({ remoteRegions: ['us-east-1'] });
    declared.project.services.clear();
    const other = neighbourMakesService(declared);
    other.supportedRemoteRegions = ['EU_CENTRAL_1'];
    expect(await declared.update({ remoteRegions: ['us-west-2'] })).toMatchObject({ status: 'COMPLETE' });
    expect(other.supportedRemoteRegions).toEqual(['EU_CENTRAL_1', 'US_WEST_2']);
    await declared.remove();
    await settle(declared);
    expect(servicesOf(declared).map(({ id, status }) => [id, status])).toEqual([[other.id, 'AVAILABLE']]);
  });

  it('that replaces one of another Region is distinguished from one that somebody makes there meanwhile', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    await declared.create({});
    const meanwhile = later(declared, 1, () => {
      world.atlas.world.createService(project, 'AWS', 'EU_CENTRAL_1', true);
    });
    world.atlas.faults.add({ method: 'POST', path: SERVICES, effect: refusal(409, 'CONFLICT'), meanwhile });
    expect(await declared.update({ region: 'eu-central-1' })).toMatchObject({ status: 'COMPLETE' });
    await declared.remove();
    await settle(declared);
    expect(servicesOf(declared).map(({ regionName }) => regionName)).toEqual(['EU_CENTRAL_1']);
  });
});

describe('a repeated conflict', () => {
  it('ends with Atlas’s message, and leaves the services of others', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    faults.add({ method: 'POST', path: SERVICES, times: 99, effect: refusal(409, 'CONFLICT', 'no way') });
    const begin = declared.world.time.now();
    expect(await declared.create({})).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(/^Create an AWS endpoint service .*409 CONFLICT: no way/),
    });
    expect((declared.world.time.now() - begin) / 1000).toBeLessThan(400);
  });
});

describe('a link that somebody else makes', () => {
  const neighbourMakesLink = (declared: DeclaredWorld) => {
    const [service] = servicesOf(declared);
    if (service === undefined) throw new Error('no service');
    declared.world.atlas.world.createLink(service, ENDPOINT, {});
  };
  const linksOf = (declared: DeclaredWorld) =>
    servicesOf(declared).flatMap(({ links }) => [...links.values()].filter(({ deletedAt }) => !deletedAt));

  it.each(REFUSALS)('after a refusal is not removed with the stack: %s', async (_, effect, times) => {
    const declared = await startDeclared();
    neighbourMakesService(declared);
    const meanwhile = later(declared, 1, () => neighbourMakesLink(declared));
    declared.world.atlas.faults.add({ method: 'POST', path: LINKS, effect, meanwhile });
    declared.world.atlas.faults.add({ method: 'POST', path: LINKS, effect, times: times - 1 });
    const state = { links: ['A'], lastLink: LastLink.REMOVE };
    expect(await declared.create(state)).toMatchObject({ status: 'COMPLETE' });
    await declared.remove();
    await settle(declared);
    expect(linksOf(declared).map(({ endpointId }) => endpointId)).toEqual([ENDPOINT]);
    expectResponse(declared);
  });

  it('after a refusal is not removed when it is rejected, and the deployment fails', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    neighbourMakesService(declared);
    world.atlas.world.reject(ENDPOINT, 'No dns entries.');
    const meanwhile = later(declared, 1, () => neighbourMakesLink(declared));
    const effect = refusal(409, 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS');
    world.atlas.faults.add({ method: 'POST', path: LINKS, effect, meanwhile });
    const state = { links: ['A'], lastLink: LastLink.REMOVE };
    expect(await declared.create(state)).toMatchObject({ status: 'ROLLED_BACK' });
    await settle(declared);
    expect(linksOf(declared).map(({ endpointId }) => endpointId)).toEqual([ENDPOINT]);
  });

  it('is distinguished from one whose response was lost, which is removed with the stack', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    faults.add({ method: 'POST', path: LINKS, afterEffect: true, effect: NO_RESPONSE });
    await declared.create({ links: ['A'], lastLink: LastLink.REMOVE });
    await declared.remove();
    await settle(declared);
    expect(servicesOf(declared)).toEqual([]);
  });

  it.each([
    ['on the same service is taken for that of the stack, a limit of what Atlas tells', 'link', []],
    ['with its service, which has another id, stays', 'service', [ENDPOINT]],
  ])('after the link of the stack was removed by hand, %s', async (_, removed, left) => {
    const declared = await startDeclared();
    const service = neighbourMakesService(declared);
    await declared.create({ links: ['A'], lastLink: LastLink.REMOVE });
    service.links.clear();
    if (removed === 'service') {
      declared.project.services.clear();
      neighbourMakesService(declared);
    }
    neighbourMakesLink(declared);
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    await settle(declared);
    expect(linksOf(declared).map(({ endpointId }) => endpointId)).toEqual(left);
  });

  it('and is refused to the stack is not removed, although the properties of a failed update name it', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    await declared.create({ links: ['A'] });
    const [service] = servicesOf(declared);
    const other = world.createVpcEndpoint({ serviceName: service?.serviceName ?? '' });
    world.atlas.world.reject(other.endpointId, 'No dns entries.');
    const meanwhile = later(declared, 1, () => {
      if (service !== undefined) world.atlas.world.createLink(service, other.endpointId, {});
    });
    world.atlas.faults.add({ method: 'POST', path: LINKS, effect: refusal(409, 'CONFLICT'), meanwhile });
    const outcome = await declared.update({ links: ['A'], linkOverrides: { EndpointId: other.endpointId } });
    expect(outcome).toMatchObject({ status: 'ROLLED_BACK' });
    await settle(declared);
    expect(linksOf(declared)).toHaveLength(2);
  });
});

describe('a property of an adopted service that the stack has not changed', () => {
  it('is not restored when the deployment fails', async () => {
    const declared = await startDeclared();
    const other = neighbourMakesService(declared);
    const meanwhile = () => {
      other.supportedRemoteRegions = ['EU_CENTRAL_1'];
    };
    const effect = refusal(400, 'INVALID_ATTRIBUTE');
    declared.world.atlas.faults.add({ method: 'PATCH', effect, meanwhile });
    expect(await declared.create({ remoteRegions: ['us-east-1'] })).toMatchObject({ status: 'ROLLED_BACK' });
    expect(other.supportedRemoteRegions).toEqual(['EU_CENTRAL_1']);
  });
});

describe('the regional mode', () => {
  const mode = ({ stack, provider }: DeclaredContext) =>
    void new AtlasRegionalMode(stack, 'Mode', { provider, enabled: true, restoreOnDelete: true });

  it('that somebody else has turned on after a refusal stays on when the deployment fails', async () => {
    const declared = await startDeclared();
    const meanwhile = () => {
      declared.project.regionalMode = true;
    };
    const effect = refusal(409, 'CANNOT_TOGGLE');
    declared.world.atlas.faults.add({ method: 'PATCH', path: /regionalMode/, effect, meanwhile });
    expect(await declared.create({ withoutService: true, also: mode })).toMatchObject({
      status: 'ROLLED_BACK',
    });
    expect(declared.project.regionalMode).toBe(true);
  });
});

describe('a wait for what is not possible yet', () => {
  it('is neither an invocation error nor an error in the log', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    await declared.create({});
    for (const [, effect] of REFUSALS.slice(0, 3)) faults.add({ method: 'POST', path: LINKS, effect });
    await declared.update({ links: ['A'], lastLink: LastLink.REMOVE });
    await declared.remove();
    // The previous service is still being deleted.
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    const lines = declared.world.aws.logs.filter(({ level }) => level === 'ERROR');
    expect(lines).toEqual([]);
  });
});
