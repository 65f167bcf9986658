/** When another resource fails, CloudFormation does not wait for resources in progress. */
import { describe, expect, it } from 'vitest';
import { scaledThrottles } from '../../local/aws/throttles.js';
import type { World } from '../../local/world.js';
import { type DeclaredWorld, startDeclared } from './declared-stack.js';

const servicesOf = ({ project }: DeclaredWorld) => [...project.services.values()];
const linksOf = (declared: DeclaredWorld) => servicesOf(declared).flatMap(({ links }) => [...links.keys()]);

async function settle({ world }: DeclaredWorld): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    await world.time.run(200);
    world.atlas.world.settle();
  }
}

function expectResponse({ world, player }: DeclaredWorld): void {
  expect(player.unanswered).toEqual([]);
  const bodies = new Map(
    world.responsesReceived.map((response) => [response.requestId, JSON.stringify(response)]),
  );
  for (const response of world.responsesReceived)
    expect(JSON.stringify(response)).toBe(bodies.get(response.requestId));
}

/** CloudFormation's behaviour is not documented. In each variant, nothing may be lost or left behind. */
const WORLDS = [
  { takesLateResponses: false, updatesReplaced: false },
  { takesLateResponses: true, updatesReplaced: false },
  { takesLateResponses: true, updatesReplaced: true },
];

describe.each(WORLDS)('a cancelled stack (%j)', (world) => {
  const start = async () => {
    const declared = await startDeclared();
    Object.assign(declared.player, world);
    return declared;
  };

  // Times before the execution, before the POST, during it, long after it, and around the response.
  it.each([0.01, 0.5, 1.5, 3, 10, 100, 170, 172, 174, 176])(
    'leaves no service behind, %s s after its create was begun',
    async (seconds) => {
      const declared = await start();
      declared.world.time.after(seconds, () => declared.player.cancel());
      await declared.create({});
      await declared.remove();
      await settle(declared);
      expect(servicesOf(declared)).toEqual([]);
      expectResponse(declared);
    },
  );

  it.each([0.5, 3, 40, 92, 95, 98])(
    'leaves no link behind, %s s after the update that adds it was begun',
    async (seconds) => {
      const declared = await start();
      await declared.create({});
      const service = servicesOf(declared)[0]?.id;
      declared.world.time.after(seconds, () => declared.player.cancel());
      await declared.update({ links: ['A'] });
      await settle(declared);
      if (seconds < 90) expect(linksOf(declared)).toEqual([]);
      await declared.remove();
      await settle(declared);
      expect(servicesOf(declared).filter(({ id }) => id === service)).toEqual([]);
      expectResponse(declared);
    },
  );

  it.each([3, 60, 170, 172, 174, 176])(
    'keeps its service, and no other, when its replacement is cancelled after %s s',
    async (seconds) => {
      const declared = await start();
      await declared.create({});
      const before = servicesOf(declared)[0]?.id;
      declared.world.time.after(seconds, () => declared.player.cancel());
      const { status } = await declared.update({ region: 'eu-central-1' });
      await settle(declared);
      if (status === 'ROLLED_BACK') expect(servicesOf(declared).map(({ id }) => id)).toEqual([before]);
      expect(servicesOf(declared)).toHaveLength(1);
      expectResponse(declared);
    },
  );

  it('continues with another attempt for the same resource', async () => {
    const declared = await start();
    await declared.create({});
    declared.world.time.after(20, () => declared.player.cancel());
    await declared.update({ links: ['A'] });
    expect(await declared.update({ links: ['A'] })).toEqual({ status: 'COMPLETE', reason: '' });
    expect(linksOf(declared)).toHaveLength(1);
  });
});

function stopRunning({ aws: { executions } }: World): void {
  for (const execution of executions.all.filter(({ status }) => status === 'RUNNING'))
    executions.abort(execution);
}

/** One of the two deliveries of the create is retried a minute later. */
async function cancelAfterCrash(
  seconds: number,
  meanwhile: (declared: DeclaredWorld) => void = () => undefined,
): Promise<DeclaredWorld> {
  const declared = await startDeclared();
  const { world, player } = declared;
  player.deliveries = 2;
  world.aws.server.faults.push({ action: 'states:StartExecution', times: 1, effect: 'kill' });
  meanwhile(declared);
  world.time.after(seconds, () => player.cancel());
  await declared.create({});
  await settle(declared);
  return declared;
}

const REFUSAL = JSON.stringify({
  error: 400,
  errorCode: 'ATLAS_GENERAL_ERROR',
  detail: 'Reason: No Capacity.',
});

describe('a create that is delivered again after its Delete', () => {
  it('is not answered again differently', async () => {
    const declared = await cancelAfterCrash(32);
    expect(servicesOf(declared)).toEqual([]);
    expectResponse(declared);
  });

  it('does not stop the Delete, whose removal takes longer', async () => {
    const declared = await cancelAfterCrash(41, ({ world }) => {
      const effect = { kind: 'response', status: 400, body: REFUSAL } as const;
      world.atlas.faults.add({ method: 'DELETE', times: 3, effect });
    });
    expect(servicesOf(declared)).toEqual([]);
    expectResponse(declared);
  });
});

// One delivery starts the execution; with little concurrency, the other one finds it finished before the first does.
it.each([1.5, 2])(
  'a Delete that is delivered twice gets one response, when the cancelled create is stopped by hand after %s s',
  async (seconds) => {
    const declared = await startDeclared({ throttles: scaledThrottles(0.3) });
    const { world, player } = declared;
    player.deliveries = 2;
    world.time.after(129, () => player.cancel());
    world.time.after(129 + seconds, () => stopRunning(world));
    await declared.create({});
    await settle(declared);
    expect(servicesOf(declared)).toEqual([]);
    expectResponse(declared);
  },
);

it('a create that is delivered after its Delete creates nothing', async () => {
  const declared = await startDeclared();
  const { world, player } = declared;
  world.aws.server.faults.push({ action: 'ssm:PutParameter', times: 1, effect: 'kill' });
  world.time.after(10, () => player.cancel());
  await declared.create({});
  await settle(declared);
  expect(servicesOf(declared)).toEqual([]);
});

it('a Delete of what a cancelled create has made, after one that was stopped by hand, removes it', async () => {
  const declared = await startDeclared();
  const { world, player } = declared;
  world.time.after(174.8, () => player.cancel());
  const effect = { kind: 'response', status: 400, body: REFUSAL } as const;
  world.atlas.faults.add({ method: 'DELETE', times: 20, effect });
  world.time.after(190, () => stopRunning(world));
  expect(await declared.create({})).toMatchObject({ status: 'FAILED' });
  expect(servicesOf(declared)).toHaveLength(1);
  world.atlas.faults.clear();
  expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
  await settle(declared);
  expect(servicesOf(declared)).toEqual([]);
});

// Times before the first one has begun, between its tasks, and while it waits for the function of the stopped create.
it.each([0.1, 1, 5, 40])(
  'what a cancelled create has made is rolled back, although the rollback is stopped by hand after %s s',
  async (seconds) => {
    const declared = await startDeclared();
    const { world, player } = declared;
    const effect = { kind: 'response', status: 429, headers: { 'Retry-After': '7' } } as const;
    world.atlas.faults.add({ method: 'POST', times: 1, effect });
    world.time.after(3, () => player.cancel());
    world.time.after(5.5 + seconds, () => stopRunning(world));
    await declared.create({});
    await settle(declared);
    expect(servicesOf(declared)).toEqual([]);
    expectResponse(declared);
  },
);

describe('an update whose function crashed, delivered again during its rollback', () => {
  it.each([
    ['its execution was to be started', 'states:StartExecution'],
    ['it was kept', 'ssm:PutParameter'],
  ])('creates nothing, and stops nothing (%s)', async (_, action) => {
    const declared = await startDeclared();
    const { world, player } = declared;
    await declared.create({});
    const before = servicesOf(declared)[0]?.id;
    world.aws.server.faults.push({ action, times: 1, effect: 'kill' });
    // The rollback takes longer than the minute until Lambda delivers the update again.
    const effect = { kind: 'response', status: 500 } as const;
    world.time.after(38, () => world.atlas.faults.add({ method: 'GET', times: 40, effect }));
    world.time.after(37, () => player.cancel());
    expect(await declared.update({ remoteRegions: ['us-east-1'] })).toMatchObject({ status: 'ROLLED_BACK' });
    await settle(declared);
    expect(servicesOf(declared).map(({ id }) => id)).toEqual([before]);
    expect(servicesOf(declared)[0]?.supportedRemoteRegions ?? []).toEqual([]);
    expectResponse(declared);
  });
});
