import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { EndpointSelection } from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { expectValidReconciliation } from '../docs/event-schema.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  linkExecutionsIn,
  registrationsIn,
} from './scenario-world.js';

const summariesIn = (world: World) =>
  world.published(LINKS_RECONCILED).map(({ detail }) => {
    expectValidReconciliation(detail);
    return detail as LinksReconciledDetail;
  });
const driftIn = (world: World) =>
  summariesIn(world).flatMap(({ drift }) =>
    drift.map(({ kind, endpointId, result }) => ({ kind, endpointId, result })),
  );
const availableIn = (world: World) =>
  conclusionsIn(world).filter(({ outcome, goal }) => outcome === 'available' && goal === 'available');

describe('a reconciliation', () => {
  it('repairs a missed event within one period of the schedule', async () => {
    const world = await startAutomation();
    world.loseEvents(1);
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(3600 + 300);
    expect(availableIn(world).map(({ link }) => link.EndpointId)).toEqual([endpointId]);
    expect(driftIn(world)).toEqual([{ kind: 'not-linked', endpointId, result: 'repaired' }]);
    expect(world.aws.metrics.sum('DriftRepaired')).toBe(1);
  });

  it('is started by the deployment, and links existing endpoints', async () => {
    const world = await startAutomation();
    world.trail = false;
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(60);
    world.announceDeployment();
    await world.time.run(300);
    expect(listedIn(world)).toEqual([endpointId]);
    expect(recordOf(world, endpointId)?.state).toBe('available');
  });

  it('reports no difference if there is none', async () => {
    const world = await startAutomation();
    await createAndRun(world);
    await reconcile(world);
    expect(summariesIn(world)).toEqual([
      expect.objectContaining({ compared: 1, found: 0, repaired: 0, left: 0, drift: [] }),
    ]);
    expect(summariesIn(world)[0]?.links).toMatchObject({ available: 1, pending: 0, failed: 0 });
    expect([registrationsIn(world), linkExecutionsIn(world).length]).toEqual([1, 1]);
  });

  it('never links an endpoint that is not selected', async () => {
    const world = await startAutomation({ props: { endpointSelection: EndpointSelection.tagged('atlas') } });
    await createAndRun(world);
    await reconcile(world);
    expect([registrationsIn(world), driftIn(world)]).toEqual([0, []]);
  });

  it('adopts a link that was made by hand for a selected endpoint', async () => {
    const world = await startAutomation();
    world.loseEvents(1);
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(5);
    world.atlas.world.createLink(world.service, endpointId, {});
    await world.time.run(300);
    await reconcile(world);
    expect(driftIn(world)).toEqual([{ kind: 'not-registered', endpointId, result: 'repaired' }]);
    expect([registrationsIn(world), recordOf(world, endpointId)?.state]).toEqual([0, 'available']);
  });

  it('re-creates a link that was removed in Atlas', async () => {
    const world = await startAutomation();
    const [first] = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    await world.time.run();
    world.service.links.delete(first.endpointId);
    await reconcile(world);
    expect(driftIn(world)).toEqual([
      { kind: 'not-linked', endpointId: first.endpointId, result: 'repaired' },
    ]);
    expect(listedIn(world)).toContain(first.endpointId);
  });

  it('unlinks an endpoint that an own record names and EC2 does not have', async () => {
    const world = await startAutomation();
    const [first, second] = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    await world.time.run();
    world.loseEvents(1);
    world.deleteVpcEndpoints([first.endpointId]);
    await world.time.run(300);
    await reconcile(world);
    await world.time.run(900);
    await reconcile(world);
    const deleted = { kind: 'endpoint-deleted', endpointId: first.endpointId };
    expect(driftIn(world)).toEqual([
      { ...deleted, result: 'reported' },
      { ...deleted, result: 'repaired' },
    ]);
    expect(listedIn(world)).toEqual([second.endpointId]);
    expect(recordOf(world, first.endpointId)).toBeUndefined();
  });

  it('that is started three times at once runs once after the other, and repairs and publishes each link once', async () => {
    const world = await startAutomation();
    const [first, kept] = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    await world.time.run();
    world.loseEvents(10);
    world.deleteVpcEndpoints([first.endpointId]);
    const missed = [1, 2, 3].map(() => world.createVpcEndpoint());
    await world.time.run(300);
    const runThree = async () => {
      for (let count = 0; count < 3; count += 1) world.aws.schedules.fireAll();
      await world.time.run();
    };
    await runThree();
    await world.time.run(900);
    await runThree();
    const passes = world.aws.executions.list(world.aws.executions.arnOf('Reconcil'));
    expect(passes.map(({ status }) => status)).toEqual(passes.map(() => 'SUCCEEDED'));
    const summaries = summariesIn(world);
    expect(summaries).toHaveLength(6);
    for (const [index, { startedAt }] of summaries.entries())
      expect(startedAt >= (summaries[index - 1]?.finishedAt ?? '')).toBe(true);
    expect(listedIn(world).sort()).toEqual([kept, ...missed].map(({ endpointId }) => endpointId).sort());
    for (const { endpointId } of [first, kept, ...missed]) {
      const published = conclusionsIn(world).filter(({ link }) => link.EndpointId === endpointId);
      expect(published.map(({ goal }) => goal)).toEqual(
        endpointId === first.endpointId ? ['available', 'deleted'] : ['available'],
      );
    }
    expect(world.atlas.journal.count({ method: 'DELETE' })).toBe(1);
    expect(world.aws.metrics.values('LinksAvailable').at(-1)).toBe(4);
  });

  it('reports links of endpoints that it cannot see, and never removes them', async () => {
    const world = await startAutomation();
    await createAndRun(world);
    const unmanaged = 'vpce-0fedcba9876543210';
    world.atlas.world.createLink(world.service, unmanaged, {});
    for (let period = 0; period < 3; period += 1) await reconcile(world);
    expect(listedIn(world)).toContain(unmanaged);
    expect(driftIn(world).slice(0, 1)).toEqual([
      { kind: 'unmanaged', endpointId: unmanaged, result: 'reported' },
    ]);
    expect(world.aws.metrics.sum('DriftLeft')).toBe(0);
    expect(summariesIn(world).at(-1)?.links.unmanaged).toBe(1);
    expect(world.atlas.journal.count({ method: 'DELETE' })).toBe(0);
  });

  it('removes a retained link once it is no longer the last', async () => {
    const world = await startAutomation();
    const first = await createAndRun(world);
    world.deleteVpcEndpoints([first.endpointId]);
    await world.time.run();
    await reconcile(world);
    expect(driftIn(world)).toEqual([
      { kind: 'last-link-retained', endpointId: first.endpointId, result: 'reported' },
    ]);
    const second = await createAndRun(world);
    await world.time.run(900);
    await reconcile(world);
    expect(listedIn(world)).toEqual([second.endpointId]);
  });

  it('starts an execution again that has failed', async () => {
    const world = await startAutomation();
    const endpoint = world.createVpcEndpoint();
    await world.time.run(30);
    // An execution whose end is lost: there is no conclusion, and no event of the end.
    for (const execution of linkExecutionsIn(world)) execution.status = 'FAILED';
    await world.time.run(300);
    expect(recordOf(world, endpoint.endpointId)?.state).toBe('linking');
    await reconcile(world);
    expect(driftIn(world)).toEqual([
      { kind: 'execution-failed', endpointId: endpoint.endpointId, result: 'repaired' },
    ]);
    expect(recordOf(world, endpoint.endpointId)?.state).toBe('available');
  });

  it('reports that a link which timed out has become available after all', async () => {
    const world = await startAutomation({ timings: { linkSeconds: 5000 } });
    const { endpointId } = await createAndRun(world);
    expect(recordOf(world, endpointId)?.state).toBe('timed-out');
    await world.time.run(3600);
    await reconcile(world);
    expect(recordOf(world, endpointId)?.state).toBe('available');
  });

  it('raises no second alarm for a link that Atlas refuses', async () => {
    const world = await startAutomation();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, 'No dns entries found.');
    await world.time.run();
    for (let period = 0; period < 3; period += 1) await reconcile(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(summariesIn(world).at(-1)?.links.failed).toBe(1);
  });

  it('links a refused endpoint once the cause is removed, and until then repeats no alarm', async () => {
    const world = await startAutomation();
    world.atlas.faults.add({
      method: 'POST',
      path: /\/endpoint$/,
      times: 8,
      effect: {
        kind: 'response',
        status: 403,
        body: '{"error":403,"errorCode":"USER_UNAUTHORIZED","detail":"no"}',
      },
    });
    const { endpointId } = await createAndRun(world);
    const failures = () => world.aws.metrics.sum('LinkFailed');
    expect(failures()).toBe(1);
    await reconcile(world);
    expect([failures(), recordOf(world, endpointId)?.state]).toEqual([1, 'failed']);
    world.atlas.faults.clear();
    await reconcile(world);
    expect(recordOf(world, endpointId)?.state).toBe('available');
  });

  it('changes nothing in a dry run', async () => {
    const world = await startAutomation();
    world.loseEvents(1);
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(60);
    const execution = world.aws.executions.startByHand(
      'rehearsal',
      { trigger: 'command', dryRun: true },
      'Reconcil',
    );
    await world.time.run();
    expect(execution.status).toBe('SUCCEEDED');
    const { summary } = (
      JSON.parse(execution.output ?? '{}') as { slice: { summary: LinksReconciledDetail } }
    ).slice;
    expect(summary).toMatchObject({
      dryRun: true,
      found: 1,
      repaired: 0,
      drift: [{ kind: 'not-linked', endpointId, result: 'would-repair' }],
    });
    expect([registrationsIn(world), summariesIn(world)]).toEqual([0, []]);
  });

  it('of one project is not stopped by another unreadable project', async () => {
    const world = await startAutomation({ projects: 2 });
    world.loseEvents(1);
    const { endpointId } = world.createVpcEndpoint({ serviceName: world.serviceOf(1).serviceName });
    world.atlas.faults.add({
      path: new RegExp(`groups/${world.projects[0]?.id}/`),
      times: 99,
      effect: {
        kind: 'response',
        status: 403,
        body: '{"error":403,"errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST"}',
      },
    });
    await world.time.run(60);
    await reconcile(world);
    expect(driftIn(world).map(({ kind, result }) => [kind, result])).toEqual([
      ['unreadable', 'left'],
      ['not-linked', 'repaired'],
    ]);
    expect(listedIn(world, 1)).toEqual([endpointId]);
  });

  it('continues in another slice if few requests to Atlas are left, and loses nothing', async () => {
    const world = await startAutomation({ rateLimit: { capacity: 40, refillPerMinute: 60 } });
    world.trail = false;
    const ids = Array.from({ length: 20 }, () => world.createVpcEndpoint().endpointId);
    await world.time.run(60);
    await reconcile(world);
    expect(listedIn(world).sort()).toEqual(ids.sort());
    expect(deadLettersIn(world)).toEqual([]);
    const slices = world.aws.executions
      .list(world.aws.executions.arnOf('Reconcil'))
      .at(-1)
      ?.states.filter((name) => name === 'Wait');
    expect(slices?.length).toBeGreaterThan(0);
  });
});
