/** Tests of endpoints that EC2 does not show, because they are deleted or because of an inconsistent read. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, createAndRun, linkExecutionsIn } from './scenario-world.js';

const deletionsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE' });
const lastSummaryOf = (world: World) =>
  world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;

/** Two links, an hour old, so that neither is the last one. */
async function startWithTwo(): Promise<{ world: World; endpointId: string }> {
  const world = await startAutomation();
  const { endpointId } = await createAndRun(world);
  await createAndRun(world);
  await world.time.run(4000);
  return { world, endpointId };
}

/** Deletes an endpoint whose event is lost, and waits until EC2 does not show it any more. */
async function deleteUnheard(world: World, endpointId: string): Promise<void> {
  world.loseEvents(1);
  world.deleteVpcEndpoints([endpointId]);
  await world.time.run(300);
}

async function rehearse(world: World, name: string): Promise<void> {
  world.aws.executions.startByHand(name, { trigger: 'command', dryRun: true }, 'Reconcil');
  await world.time.run();
}

describe('a living endpoint that EC2 does not show', () => {
  it.each([3, 10, 40, 120])(
    'for %i s keeps its link and its record through a reconciliation',
    async (seconds) => {
      const { world, endpointId } = await startWithTwo();
      world.aws.endpoints.hide(endpointId, seconds);
      await reconcile(world);
      expect([deletionsIn(world), recordOf(world, endpointId)?.state]).toEqual([0, 'available']);
      expect(lastSummaryOf(world)).toMatchObject({
        left: 0,
        drift: [{ kind: 'endpoint-deleted', result: 'reported' }],
      });
      expect(world.aws.metrics.raised()).toEqual([]);
      await world.time.run(seconds);
      await reconcile(world);
      expect(recordOf(world, endpointId)).not.toHaveProperty('missingSince');
    },
  );

  it('keeps it through many reconciliations by hand within a quarter of an hour', async () => {
    const { world, endpointId } = await startWithTwo();
    world.aws.endpoints.hide(endpointId, 840);
    for (let turn = 0; turn < 4; turn += 1) {
      await reconcile(world);
      await world.time.run(60);
    }
    expect([deletionsIn(world), recordOf(world, endpointId)?.state]).toEqual([0, 'available']);
  });

  it('in two reconciliations, and shown in one between them, keeps it', async () => {
    const { world, endpointId } = await startWithTwo();
    for (const seconds of [10, 0, 10]) {
      world.aws.endpoints.hide(endpointId, seconds);
      await reconcile(world);
      await world.time.run(1200);
    }
    expect([deletionsIn(world), recordOf(world, endpointId)?.state]).toEqual([0, 'available']);
  });

  it('while it is being linked becomes available', async () => {
    const world = await startAutomation({ timings: { linkSeconds: 400 } });
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(110);
    world.aws.endpoints.hide(endpointId, 40);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  it('and is shown again before Atlas receives the DELETE has its record restored', async () => {
    const { world, endpointId } = await startWithTwo();
    world.aws.endpoints.hide(endpointId, 1300);
    await reconcile(world);
    await world.time.run(1000);
    world.atlas.faults.add({ method: 'DELETE', times: 3, effect: { kind: 'response', status: 503 } });
    world.aws.endpoints.hide(endpointId, 20);
    await reconcile(world);
    expect(linkExecutionsIn(world).at(-1)?.states).toContain('Removal dropped');
    expect(world.atlas.journal.count({ method: 'DELETE', status: 202 })).toBe(0);
    expect(recordOf(world, endpointId)?.state).toBe('available');
  });
});

describe('an endpoint that is deleted, whose event is lost', () => {
  it('loses its link after an absence of a quarter of an hour', async () => {
    const { world, endpointId } = await startWithTwo();
    await deleteUnheard(world, endpointId);
    await reconcile(world);
    expect(listedIn(world)).toContain(endpointId);
    await world.time.run(900);
    await reconcile(world);
    expect(listedIn(world)).not.toContain(endpointId);
    expect(recordOf(world, endpointId)).toBeUndefined();
  });

  it('loses it at once while EC2 shows it as deleting', async () => {
    const { world, endpointId } = await startWithTwo();
    world.loseEvents(1);
    world.deleteVpcEndpoints([endpointId]);
    await reconcile(world);
    expect(listedIn(world)).not.toContain(endpointId);
  });

  it('is not recorded by a dry run', async () => {
    const { world, endpointId } = await startWithTwo();
    await deleteUnheard(world, endpointId);
    await rehearse(world, 'rehearsal');
    expect(recordOf(world, endpointId)).not.toHaveProperty('missingSince');
  });
});

describe('a list of Atlas that lacks a link once', () => {
  const EMPTY = { status: 200, headers: { 'Content-Type': 'application/json' }, body: '[]' };
  const emptyOnce = (world: World) =>
    world.atlas.faults.add({
      method: 'GET',
      path: /endpointService$/,
      times: 1,
      effect: { kind: 'response', ...EMPTY },
    });

  it('drops no record of a deleted endpoint: the link is removed by a later reconciliation', async () => {
    const { world, endpointId } = await startWithTwo();
    await deleteUnheard(world, endpointId);
    emptyOnce(world);
    await reconcile(world);
    expect(recordOf(world, endpointId)?.state).toBe('available');
    await world.time.run(900);
    await reconcile(world);
    expect([listedIn(world).includes(endpointId), recordOf(world, endpointId)]).toEqual([false, undefined]);
  });

  it('is reported as a contradiction', async () => {
    const { world, endpointId } = await startWithTwo();
    await deleteUnheard(world, endpointId);
    emptyOnce(world);
    await reconcile(world);
    expect(lastSummaryOf(world).drift).toContainEqual(
      expect.objectContaining({ kind: 'unreadable', endpointId, result: 'left' }),
    );
  });
});
