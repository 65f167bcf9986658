/** Removal and reconciliation of endpoints to Data Federation, and what must not be removed. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { FOREIGN_RESPONSES, type ForeignResponse } from '../../local/atlas/lying-proxy.js';
import type { World } from '../../local/world.js';
import { reconcile, recordOf } from './automation-world.js';
import {
  createFederated,
  FEDERATION_SERVICE,
  federationCallsIn,
  federationDeletesIn,
  federationPostsIn,
  PROJECT_TAG,
  registeredIn,
  startFederated,
} from './federated-world.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn } from './scenario-world.js';

const outcomesIn = (world: World) => conclusionsIn(world).map(({ goal, outcome }) => `${goal}: ${outcome}`);
const summaryOf = (world: World) => world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;
const idsIn = (world: World, index = 0) => Object.keys(registeredIn(world, index));

const EMPTY_LIST = '{"results":[],"totalCount":0,"links":[]}';

/** Registers an endpoint in the first project by hand. */
function registerByHand(world: World, endpointId: string, comment?: string): void {
  world.projects[0]?.dataFederation.register({ endpointId, provider: 'AWS', comment });
}

async function remove(world: World, endpointId: string): Promise<void> {
  world.deleteVpcEndpoints([endpointId]);
  await world.time.run();
}

describe('an endpoint to Data Federation that is deleted', () => {
  it('loses its registration although it is the last one of its service: there is no last-link rule', async () => {
    const world = await startFederated();
    const { endpointId } = await createFederated(world);
    await remove(world, endpointId);
    expect([idsIn(world), recordOf(world, endpointId)]).toEqual([[], undefined]);
    expect(outcomesIn(world)).toEqual(['available: available', 'deleted: deleted']);
    expect(conclusionsIn(world)[1]).toMatchObject({ service: 'data-federation' });
    expect([world.aws.metrics.sum('LinkRetained'), world.aws.metrics.raised()]).toEqual([0, []]);
    const announced = world.aws.parameters.all.filter(({ name }) => name.includes('/removals/'));
    expect([federationDeletesIn(world), announced, deadLettersIn(world)]).toEqual([1, [], []]);
  });

  it('in several events loses it once', async () => {
    const world = await startFederated();
    const { endpointId } = await createFederated(world);
    world.aws.bus.deliveries = 4;
    await remove(world, endpointId);
    expect([federationDeletesIn(world), outcomesIn(world)]).toEqual([
      1,
      ['available: available', 'deleted: deleted'],
    ]);
  });

  it('and was registered by hand before keeps its comment and its registration, and is said to be left', async () => {
    const world = await startFederated();
    const { endpointId } = world.createVpcEndpoint({ serviceName: FEDERATION_SERVICE });
    registerByHand(world, endpointId, 'by Ana, for the analysts');
    await world.time.run();
    expect([federationPostsIn(world), world.aws.metrics.sum('LinkAdopted')]).toEqual([0, 1]);
    expect(recordOf(world, endpointId)?.state).toBe('available');
    await remove(world, endpointId);
    expect(registeredIn(world)).toEqual({ [endpointId]: 'by Ana, for the analysts' });
    expect([federationDeletesIn(world), recordOf(world, endpointId)]).toEqual([0, undefined]);
    expect(world.aws.logs).toContainEqual(
      expect.objectContaining({ level: 'WARN', reason: expect.stringMatching(/theirs to remove/) }),
    );
    await reconcile(world);
    expect(summaryOf(world)).toMatchObject({
      found: 0,
      left: 0,
      drift: [{ kind: 'unmanaged', result: 'reported' }],
    });
    expect(registeredIn(world)).toEqual({ [endpointId]: 'by Ana, for the analysts' });
  });

  it('and whose comment somebody has changed is theirs', async () => {
    const world = await startFederated();
    const { endpointId } = await createFederated(world);
    registerByHand(world, endpointId, 'ours now');
    await remove(world, endpointId);
    expect(registeredIn(world)).toEqual({ [endpointId]: 'ours now' });
  });

  it('is not removed from another project that registered the same endpoint', async () => {
    const world = await startFederated({ settings: [{ dataFederation: true }, { dataFederation: true }] });
    const { endpointId } = world.createVpcEndpoint({
      serviceName: FEDERATION_SERVICE,
      tags: { [PROJECT_TAG]: world.projects[1]?.id ?? '' },
    });
    registerByHand(world, endpointId, 'by hand');
    await world.time.run();
    expect(idsIn(world, 1)).toEqual([endpointId]);
    await reconcile(world);
    expect(summaryOf(world)).toMatchObject({ found: 0, left: 0 });
    await remove(world, endpointId);
    expect([registeredIn(world, 0), idsIn(world, 1)]).toEqual([{ [endpointId]: 'by hand' }, []]);
  });
});

describe('a reconciliation of endpoints to Data Federation', () => {
  it('repairs a lost creation', async () => {
    const world = await startFederated({ settings: [{}, { dataFederation: true }] });
    world.loseEvents(1);
    const { endpointId } = await createFederated(world);
    await world.time.run(60);
    await reconcile(world);
    expect(idsIn(world, 1)).toEqual([endpointId]);
    expect(summaryOf(world).drift).toMatchObject([
      { kind: 'not-linked', endpointId, endpointServiceId: 'data-federation', result: 'repaired' },
    ]);
    expect(recordOf(world, endpointId)?.state).toBe('available');
  });

  it('repairs a lost deletion after the absence has lasted, and not before', async () => {
    const world = await startFederated();
    const { endpointId } = await createFederated(world);
    world.loseEvents(1);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run(300);
    await reconcile(world);
    expect(idsIn(world)).toEqual([endpointId]);
    await world.time.run(1200);
    await reconcile(world);
    expect([idsIn(world), recordOf(world, endpointId)]).toEqual([[], undefined]);
  });

  it('repairs a registration that somebody has removed', async () => {
    const world = await startFederated();
    const { endpointId } = await createFederated(world);
    const one = world.projects[0]?.dataFederation.find(endpointId);
    if (one !== undefined) world.projects[0]?.dataFederation.remove(one);
    await world.time.run(600);
    await reconcile(world);
    expect(idsIn(world)).toEqual([endpointId]);
  });

  it('without a difference reads one list for each project, and no endpoint alone', async () => {
    const world = await startFederated({
      settings: [{ dataFederation: true }, { dataFederation: true }, {}],
    });
    const tags = { [PROJECT_TAG]: world.projects[0]?.id ?? '' };
    for (let count = 0; count < 3; count += 1) await createFederated(world, { tags });
    const before = federationCallsIn(world, 'GET');
    await reconcile(world);
    expect(summaryOf(world)).toMatchObject({ found: 0, links: { available: 3 } });
    // With a challenge for each request.
    expect(federationCallsIn(world, 'GET') - before).toBeLessThanOrEqual(4);
    expect([federationPostsIn(world), linkExecutionsIn(world).length]).toEqual([3, 3]);
  });

  it.each(Object.keys(FOREIGN_RESPONSES) as ForeignResponse[])(
    'that gets %s instead of the list removes and registers nothing',
    async (kind) => {
      const world = await startFederated();
      const { endpointId } = await createFederated(world);
      const path = /endpointIds/;
      world.atlas.faults.add({ method: 'GET', path, times: 1000, effect: FOREIGN_RESPONSES[kind] });
      await reconcile(world);
      await world.time.run(1200);
      await reconcile(world);
      world.atlas.faults.clear();
      expect([idsIn(world), federationDeletesIn(world), federationPostsIn(world)]).toEqual([
        [endpointId],
        0,
        1,
      ]);
      expect(recordOf(world, endpointId)).toMatchObject({ state: 'available' });
    },
  );
});

describe('a list of Data Federation that is empty, or of which a page is missing,', () => {
  it.each(['{"results":[]}', EMPTY_LIST])(
    'as in %s, decides nothing while Atlas shows the endpoint alone',
    async (body) => {
      const world = await startFederated();
      const { endpointId } = await createFederated(world);
      const effect = { kind: 'response', status: 200, body } as const;
      world.atlas.faults.add({ method: 'GET', path: /endpointIds\?/, times: 1000, effect });
      await reconcile(world);
      await remove(world, endpointId);
      expect([idsIn(world), federationDeletesIn(world)]).toEqual([[endpointId], 0]);
      world.atlas.faults.clear();
      await world.time.run(8000);
      expect([idsIn(world), recordOf(world, endpointId)]).toEqual([[], undefined]);
    },
  );

  it('does not let the automation take over what a person has registered', async () => {
    const world = await startFederated();
    const { endpointId } = world.createVpcEndpoint({ serviceName: FEDERATION_SERVICE });
    registerByHand(world, endpointId, 'by Ana');
    const effect = { kind: 'response', status: 200, body: EMPTY_LIST } as const;
    world.atlas.faults.add({ method: 'GET', path: /endpointIds\?/, times: 1000, effect });
    await world.time.run();
    world.atlas.faults.clear();
    await remove(world, endpointId);
    expect(registeredIn(world)).toEqual({ [endpointId]: 'by Ana' });
    expect([federationPostsIn(world), federationDeletesIn(world), deadLettersIn(world)]).toEqual([0, 0, []]);
  });
});

describe('throttling of the POST', () => {
  const throttled = { kind: 'response', status: 429, headers: { 'Retry-After': '5' } } as const;

  it('registers the endpoint in the end, without a dead-letter message', async () => {
    const world = await startFederated();
    world.atlas.faults.add({ method: 'POST', path: /endpointIds$/, times: 3, effect: throttled });
    const { endpointId } = await createFederated(world);
    expect([idsIn(world), deadLettersIn(world)]).toEqual([[endpointId], []]);
    expect(outcomesIn(world)).toEqual(['available: available']);
  });

  it('is no reason to send it again without another look', async () => {
    const world = await startFederated();
    const { endpointId } = world.createVpcEndpoint({ serviceName: FEDERATION_SERVICE });
    world.atlas.faults.add({ method: 'POST', path: /endpointIds$/, times: 1000, effect: throttled });
    await world.time.run(4);
    registerByHand(world, endpointId, 'by Ana');
    world.atlas.faults.clear();
    await world.time.run();
    expect([registeredIn(world), federationPostsIn(world)]).toEqual([{ [endpointId]: 'by Ana' }, 0]);
  });
});

describe('an outage of Atlas', () => {
  it('after the POST registers once, and concludes', async () => {
    const world = await startFederated();
    const path = /endpointIds$/;
    world.atlas.faults.add({ method: 'POST', path, afterEffect: true, effect: { kind: 'drop' } });
    const { endpointId } = await createFederated(world);
    expect([idsIn(world), outcomesIn(world)]).toEqual([[endpointId], ['available: available']]);
    await remove(world, endpointId);
    expect(idsIn(world)).toEqual([]);
  });

  it('during the removal lets it wait, and removes then', async () => {
    const world = await startFederated();
    const { endpointId } = await createFederated(world);
    const now = world.time.now();
    world.atlas.faults.outage(now, now + 400_000);
    await remove(world, endpointId);
    expect([idsIn(world), recordOf(world, endpointId)]).toEqual([[], undefined]);
  });
});
