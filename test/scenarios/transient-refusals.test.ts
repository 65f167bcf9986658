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
/** Time of the service's deletion; undefined if it was never deleted. */
const removalOf = ({ service }: World) => service.deletedAt;

/** A service with an available link, without its events. */
async function startWithLink(): Promise<World> {
  const world = await startScenario();
  await createAndRun(world);
  world.events.length = 0;
  return world;
}

/** The advice of a refusal says what users can do, and never to remove a link without the consequences. */
const REPORTED = {
  outcome: 'failed',
  advice: expect.stringMatching(/create another VPC endpoint.*removing the last link.*removes the service/i),
};

describe('a transient refusal, if Atlas accepts another POST', () => {
  /** Whether Atlas does this is not known: docs/decisions/0024. */
  async function startRetrying(links: 'alone' | 'beside another'): Promise<World> {
    const world = links === 'alone' ? await startScenario() : await startWithLink();
    world.atlas.world.retriesRejected = true;
    return world;
  }

  it.each(['alone', 'beside another'] as const)(
    'ends as available in the same execution, %s',
    async (links) => {
      const world = await startRetrying(links);
      const endpoint = world.createVpcEndpoint();
      world.atlas.world.reject(endpoint.endpointId, BUSY, 2);
      await world.time.run();
      expect(outcomesIn(world)).toEqual(['available']);
      expect(statusTagOf(endpoint)).toBe('available');
      expect([removalOf(world), removalsIn(world)]).toEqual([undefined, 0]);
      expect(world.aws.metrics.sum('LinkRetried')).toBe(2);
      expect(world.aws.metrics.raised()).toEqual([]);
    },
  );

  it('ends for an endpoint that EC2 shows and Atlas finds late', async () => {
    const world = await startRetrying('beside another');
    world.atlas.world.reject(world.createVpcEndpoint().endpointId, undefined, 2);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available']);
    expect(registrationsIn(world)).toBe(1 + 3);
  });

  it('ends in spite of stale reads, a lost response and an outage', async () => {
    const world = await startScenario({ timings: { staleReadSeconds: 4 } });
    world.atlas.world.retriesRejected = true;
    world.atlas.world.reject(world.createVpcEndpoint().endpointId, BUSY, 1);
    await world.time.run(25);
    const lost = { afterEffect: true, effect: { kind: 'response', status: 500 } } as const;
    world.atlas.faults.add({ method: 'POST', ...lost });
    const now = world.time.now();
    world.atlas.faults.outage(now + 60_000, now + 120_000);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available']);
    expect(removalsIn(world)).toBe(0);
  });

  it('of two concurrent links ends for both', async () => {
    const world = await startRetrying('alone');
    for (const { endpointId } of [world.createVpcEndpoint(), world.createVpcEndpoint()])
      world.atlas.world.reject(endpointId, BUSY, 1);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available', 'available']);
  });

  it('ends in a stack too', async () => {
    const declared = await startDeclared();
    declared.world.atlas.world.retriesRejected = true;
    declared.world.atlas.world.reject('vpce-0a1b2c3d4e0000002', BUSY, 1);
    expect(await declared.create({ links: ['A', 'B'] })).toEqual({ status: 'COMPLETE', reason: '' });
    expect(removalsIn(declared.world)).toBe(0);
  });

  it('is a failure after three attempts, and the link stays for a person to check', async () => {
    const world = await startRetrying('beside another');
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY);
    await world.time.run();
    const message = expect.stringContaining('It was tried again 3 times.');
    expect(conclusionsIn(world)).toEqual([expect.objectContaining({ ...REPORTED, message })]);
    expect(world.aws.metrics.sum('LinkRetried')).toBe(3);
    expect(world.service.links.get(endpoint.endpointId)?.status).toBe('REJECTED');
    expect([removalOf(world), removalsIn(world)]).toEqual([undefined, 0]);
  });
});

describe('a refusal, if Atlas responds with 409 to a POST for the refused link', () => {
  it.each([
    ['alone', startScenario],
    ['beside another', startWithLink],
  ] as const)('is a failure that says so, %s, and nothing is removed', async (_, start) => {
    const world = await start();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY, 1);
    await world.time.run();
    const message = expect.stringMatching(
      /idempotent operation.*tried again once\. Atlas does not take it again/,
    );
    expect(conclusionsIn(world)).toEqual([expect.objectContaining({ ...REPORTED, message })]);
    expect(world.service.links.get(endpoint.endpointId)?.status).toBe('REJECTED');
    expect([removalsIn(world), removalOf(world)]).toEqual([0, undefined]);
    expect(world.aws.metrics.sum('LinkRetried')).toBe(0);
  });

  it('of two concurrent links leaves the service and the links in Atlas', async () => {
    const world = await startScenario();
    const endpoints = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    for (const { endpointId } of endpoints) world.atlas.world.reject(endpointId, BUSY);
    await world.time.run();
    expect([removalsIn(world), removalOf(world), world.service.links.size]).toEqual([0, undefined, 2]);
    expect(outcomesIn(world)).toEqual(['failed', 'failed']);
  });
});

describe('a refusal that does not end', () => {
  it('because the endpoint is deleted during the wait ends as deleted', async () => {
    const world = await startWithLink();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, BUSY);
    await world.time.run(30);
    world.aws.endpoints.delete(endpoint.endpointId);
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['deleted']);
    expect([registrationsIn(world), removalsIn(world)]).toEqual([2, 0]);
  });
});

describe('an endpoint service for which Atlas has no capacity', () => {
  const withoutCapacity = (world: World, times: number) =>
    world.atlas.faults.add({
      method: 'POST',
      path: /endpointService$/,
      times,
      effect: { kind: 'response', status: 400, body: NO_CAPACITY },
    });

  it('is waited for', async () => {
    const declared = await startDeclared();
    withoutCapacity(declared.world, 2);
    expect(await declared.create({ links: ['A'] })).toEqual({ status: 'COMPLETE', reason: '' });
    expect(declared.project.services.size).toBe(1);
  });

  it('fails the stack with Atlas’s message when it lasts', async () => {
    const declared = await startDeclared();
    withoutCapacity(declared.world, Number.POSITIVE_INFINITY);
    expect(await declared.create({})).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('Reason: No Capacity. Try again later'),
    });
    expect(declared.project.services.size).toBe(0);
  });
});
