/** An expected wait of an execution is not an error: of an invocation, in the log, or for an alarm on either. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../local/atlas/index.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import type { World } from '../../local/world.js';
import { type DeclaredWorld, startDeclared } from './declared-stack.js';
import { conclusionsIn, startScenario } from './scenario-world.js';

const BUSY =
  'Cannot modify VPC Endpoint at this time because there is an idempotent operation going on from AWS API.';
const FIRST = 'vpce-0a1b2c3d4e0000001';
const SECOND = 'vpce-0a1b2c3d4e0000002';
const LINKS = /\/endpointService\/[^/]+\/endpoint$/;

const refusal = (status: number, errorCode: string): Fault['effect'] => ({
  kind: 'response',
  status,
  body: JSON.stringify({ error: status, errorCode, detail: 'refused', reason: '', parameters: [] }),
});

function expectNoErrors({ aws }: World): void {
  expect([...aws.functions.errors]).toEqual([]);
  const errors = aws.logs.filter(({ level }) => level === 'ERROR');
  // A failed link is logged as an error by the function that concludes it.
  expect(errors.filter(({ message }) => message !== 'link concluded')).toEqual([]);
}

/** Calls back when an execution enters this state for the first time, before its task is called. */
function onState({ aws }: World, name: string, act: (execution: Execution) => void): void {
  let isFirst = true;
  aws.onState((execution, state) => {
    if (state !== name || !isFirst) return;
    isFirst = false;
    act(execution);
  });
}

function crashChanges({ aws }: World): void {
  const keys = new Set(aws.server.calls.map(({ accessKeyId }) => accessKeyId));
  for (const key of keys) if (/Change/.test(aws.functions.roleOf(key) ?? '')) aws.functions.kill(key);
}

function outage({ atlas, time }: World, seconds: number): void {
  atlas.faults.outage(time.now(), time.now() + seconds * 1000);
}

const entries = ({ aws }: World, name: string) =>
  aws.executions.all.flatMap(({ states }) => states.filter((state) => state === name)).length;

/** A stack whose second link gets a final refusal, so that the changes of the execution are rolled back. */
async function startFailing(): Promise<DeclaredWorld> {
  const declared = await startDeclared();
  await declared.create({ links: ['A'] });
  declared.world.atlas.world.reject(SECOND, 'No dns entries.');
  return declared;
}

/** Output of the execution that continues in place of a stopped one. */
function outputOfRollback({ aws }: World): unknown {
  const execution = aws.executions.all.find(({ name }) => name.startsWith('undo_'));
  const [, last] = [...(execution?.history ?? [])].reverse();
  return last?.input;
}

async function linksLeft({ world, project }: DeclaredWorld): Promise<string[]> {
  await world.time.run(200);
  world.atlas.world.settle();
  return [...project.services.values()].flatMap(({ links }) => [...links.keys()]);
}

describe('a rollback that has to wait', () => {
  it.each([
    ['for the end of an outage', (world: World) => outage(world, 200)],
    [
      'because Atlas refuses its DELETE for the moment',
      (world: World) =>
        world.atlas.faults.add({ method: 'DELETE', effect: refusal(409, 'CONFLICT'), times: 2 }),
    ],
  ])('%s is not an error, and removes the link', async (_, failForNow) => {
    const declared = await startFailing();
    const { world } = declared;
    onState(world, 'Undo change', () => failForNow(world));
    const outcome = await declared.update({ links: ['A', 'B'] });
    expect(outcome).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('No dns entries'),
    });
    expect(await linksLeft(declared)).toEqual([FIRST]);
    expect(entries(world, 'Undo change')).toBeGreaterThan(1);
    expectNoErrors(world);
  });

  it('longer than its time limit names what is left, and CloudFormation then has it removed', async () => {
    const declared = await startFailing();
    const { world } = declared;
    onState(world, 'Undo change', () => outage(world, 1100));
    const begin = world.time.now();
    let respondedAt = 0;
    onState(world, 'Record conclusion', () => {
      respondedAt = world.time.now();
    });
    const outcome = await declared.update({ links: ['A', 'B'] });
    expect(outcome).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(
        /What had been made is left in Atlas \(link of vpce-\w+ on endpoint service \w+\)/,
      ),
    });
    expect((respondedAt - begin) / 1000).toBeLessThan(1200);
    expect(await linksLeft(declared)).toEqual([FIRST]);
    expectNoErrors(world);
  });

  it('and is stopped meanwhile is carried out by another execution, with its own time limit', async () => {
    const declared = await startFailing();
    const { world } = declared;
    onState(world, 'Undo change', () => outage(world, 1000));
    onState(world, 'Wait to undo', (execution) =>
      world.time.after(800, () => world.aws.executions.abort(execution)),
    );
    expect(await declared.update({ links: ['A', 'B'] })).toMatchObject({ status: 'ROLLED_BACK' });
    expect(await linksLeft(declared)).toEqual([FIRST]);
    // It was not removed by the Delete that CloudFormation sends afterwards.
    expect(outputOfRollback(world)).toMatchObject({ undone: { undone: true } });
    expect(declared.player.unanswered).toEqual([]);
    expectNoErrors(world);
  });

  it('and crashes meanwhile continues', async () => {
    const declared = await startFailing();
    const { world } = declared;
    onState(world, 'Undo change', () => outage(world, 40));
    onState(world, 'Wait to undo', () => world.time.after(18, () => crashChanges(world)));
    expect(await declared.update({ links: ['A', 'B'] })).toMatchObject({ status: 'ROLLED_BACK' });
    expect(await linksLeft(declared)).toEqual([FIRST]);
  });
});

describe('another attempt for a refused link that has to wait', () => {
  it.each([
    ['for the end of an outage', 2, (world: World) => outage(world, 200)],
    [
      'because the service does not accept endpoints',
      4,
      (world: World) =>
        world.atlas.faults.add({
          ...{ method: 'POST', path: LINKS, times: 3 },
          effect: refusal(409, 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS'),
        }),
    ],
    [
      'because the response of its request was lost',
      1,
      (world: World) =>
        world.atlas.faults.add({ method: 'POST', path: LINKS, afterEffect: true, effect: { kind: 'drop' } }),
    ],
  ])('%s is not an error, and does not count as an attempt', async (_, calls, failForNow) => {
    const world = await startScenario();
    world.atlas.world.retriesRejected = true;
    world.atlas.world.reject(world.createVpcEndpoint().endpointId, BUSY, 1);
    onState(world, 'Retry link', () => failForNow(world));
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(entries(world, 'Retry link')).toBe(calls);
    expectNoErrors(world);
  });

  it('for a quarter of an hour ends the attempts, and is reported with Atlas’s message', async () => {
    const world = await startScenario();
    world.atlas.world.retriesRejected = true;
    world.atlas.world.reject(world.createVpcEndpoint().endpointId, BUSY, 1);
    const effect = refusal(409, 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS');
    onState(world, 'Retry link', () =>
      world.atlas.faults.add({ method: 'POST', path: LINKS, times: 1000, effect }),
    );
    const begin = world.time.now();
    await world.time.run();
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({ outcome: 'failed', message: expect.stringMatching(/idempotent.*refused/) }),
    ]);
    expect((world.time.now() - begin) / 1000).toBeLessThan(1000);
    expectNoErrors(world);
  });
});
