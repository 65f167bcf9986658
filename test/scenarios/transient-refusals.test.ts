import { describe, expect, it } from 'vitest';
import type { World } from '../../local/world.js';
import { startDeclared } from './declared-stack.js';
import {
  conclusionsIn,
  createAndRun,
  registrationsIn,
  startScenario,
  statusTagOf,
} from './scenario-world.js';

const BUSY =
  'Cannot modify VPC Endpoint at this time because there is an idempotent operation going on from AWS API.';
const NO_CAPACITY = JSON.stringify({
  error: 400,
  errorCode: 'ATLAS_GENERAL_ERROR',
  detail: 'The private endpoint service cannot be created. Reason: No Capacity.',
  parameters: [],
  reason: 'Bad Request',
});

const removalsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE' });
const outcomesIn = (world: World) => conclusionsIn(world).map(({ outcome }) => outcome);
/** What is deleted stays so: an undefined time says that the service has been there all along. */
const removalOf = ({ service }: World) => service.deletedAt;

/** A service with an available link, whose conclusion is forgotten. */
async function startWithLink(): Promise<World> {
  const world = await startScenario();
  await createAndRun(world);
  world.events.length = 0;
  return world;
}

describe('a refusal that passes', () => {
  it('ends as available in the same run, by a link that is removed and made again beside another', async () => {
    const world = await startWithLink();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY, 1);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available']);
    expect(statusTagOf(endpoint)).toBe('available');
    expect([removalOf(world), world.service.links.size, removalsIn(world)]).toEqual([undefined, 2, 1]);
    expect(world.aws.metrics.sum('LinkRetried')).toBe(1);
    expect(world.aws.metrics.raised()).toEqual([]);
  });

  it('passes for an endpoint that EC2 shows and Atlas sees late, twice', async () => {
    const world = await startWithLink();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, undefined, 2);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available']);
    expect(registrationsIn(world)).toBe(1 + 3);
  });

  it('needs no removal where Atlas takes a POST for another try, even on the last link', async () => {
    const world = await startScenario();
    world.atlas.world.retriesRejected = true;
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY, 2);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available']);
    expect([removalOf(world), removalsIn(world)]).toEqual([undefined, 0]);
  });

  it('survives stale reads, lost answers and an outage between the removal and the new link', async () => {
    const world = await startScenario({ timings: { staleReadSeconds: 4 } });
    await createAndRun(world);
    world.events.length = 0;
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY, 1);
    const lost = { afterEffect: true, strike: { kind: 'answer', status: 500 } } as const;
    world.atlas.faults.add({ method: 'DELETE', ...lost });
    const now = world.time.now();
    world.atlas.faults.outage(now + 60_000, now + 120_000);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available']);
    expect([removalOf(world), world.service.links.size]).toEqual([undefined, 2]);
  });

  it('leaves the service there when two links of it are refused together, and makes both', async () => {
    const world = await startScenario();
    const endpoints = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    for (const { endpointId } of endpoints) world.atlas.world.reject(endpointId, BUSY, 1);
    await world.time.run();
    expect(removalOf(world)).toBeUndefined();
    expect(world.service.links.size).toBe(2);
    expect(outcomesIn(world)).toEqual(['available', 'available']);
  });

  it('passes in a stack too, for the second of its links', async () => {
    const declared = await startDeclared();
    declared.world.atlas.world.reject('vpce-0a1b2c3d4e0000002', BUSY, 1);
    expect(await declared.create({ links: ['A', 'B'] })).toEqual({ status: 'COMPLETE', reason: '' });
    expect(removalsIn(declared.world)).toBe(1);
  });
});

describe('a refusal that does not pass', () => {
  it('of the last link of a service is a failure that says so, and nothing is removed', async () => {
    const world = await startScenario();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY, 1);
    await world.time.run();
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        message: expect.stringMatching(
          /idempotent operation.*tried again once\. It is the last link.*Add another VPC endpoint/,
        ),
        advice: expect.stringContaining('do not delete the last link'),
      }),
    ]);
    expect([removalsIn(world), removalOf(world), world.service.links.size]).toEqual([0, undefined, 1]);
  });

  it('is a failure after three tries, and the link is still there for a person to look at', async () => {
    const world = await startWithLink();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY);
    await world.time.run();
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        message: expect.stringContaining('It was tried again 3 times.'),
      }),
    ]);
    expect(world.aws.metrics.sum('LinkRetried')).toBe(3);
    expect(world.service.links.get(endpoint.endpointId)?.status).toBe('REJECTED');
    expect(removalOf(world)).toBeUndefined();
  });

  it('of two links refused together for good leaves the service and the links there', async () => {
    const world = await startScenario();
    const endpoints = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    for (const { endpointId } of endpoints) world.atlas.world.reject(endpointId, BUSY);
    await world.time.run();
    expect(removalOf(world)).toBeUndefined();
    expect(world.service.links.size).toBe(2);
    expect(outcomesIn(world)).toEqual(['failed', 'failed']);
  });

  it('because the endpoint is deleted during the wait ends as gone', async () => {
    const world = await startWithLink();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY);
    await world.time.run(30);
    world.aws.endpoints.delete(endpoint.endpointId);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['gone']);
    expect([registrationsIn(world), removalsIn(world)]).toEqual([2, 0]);
  });
});

describe('an endpoint service for which Atlas has no capacity', () => {
  const withoutCapacity = (world: World, times: number) =>
    world.atlas.faults.add({
      method: 'POST',
      path: /endpointService$/,
      times,
      strike: { kind: 'answer', status: 400, body: NO_CAPACITY },
    });

  it('is waited for', async () => {
    const declared = await startDeclared();
    withoutCapacity(declared.world, 2);
    expect(await declared.create({ links: ['A'] })).toEqual({ status: 'COMPLETE', reason: '' });
    expect(declared.project.services.size).toBe(1);
  });

  it('fails the stack in the words of Atlas when it lasts', async () => {
    const declared = await startDeclared();
    withoutCapacity(declared.world, Number.POSITIVE_INFINITY);
    expect(await declared.create({})).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('Reason: No Capacity. Try again later'),
    });
    expect(declared.project.services.size).toBe(0);
  });
});
