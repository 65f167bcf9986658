import { describe, expect, it } from 'vitest';
import { EndpointSelection, LastLink } from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn, registrationsIn } from './scenario-world.js';

const deletionsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE', status: 202 });
const outcomesOf = (world: World, endpointId: string) =>
  conclusionsIn(world)
    .filter(({ link }) => link.EndpointId === endpointId)
    .map(({ goal, outcome }) => `${goal}: ${outcome}`);

/** Several linked endpoints on one service. */
async function linkSome(world: World, count: number): Promise<string[]> {
  const endpoints = Array.from({ length: count }, () => world.createVpcEndpoint());
  await world.time.run();
  return endpoints.map(({ endpointId }) => endpointId);
}

describe('a VPC endpoint that is deleted', () => {
  it('is unlinked, removed from the registry, and published as deleted', async () => {
    const world = await startAutomation();
    const [first = '', second = ''] = await linkSome(world, 2);
    world.deleteVpcEndpoints([first]);
    await world.time.run();
    expect(listedIn(world)).toEqual([second]);
    expect(recordOf(world, first)).toBeUndefined();
    expect(recordOf(world, second)?.state).toBe('available');
    expect(outcomesOf(world, first)).toEqual(['available: available', 'deleted: deleted']);
    expect(linkExecutionsIn(world).map(({ status }) => status)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    expect(world.aws.metrics.sum('LinkRemoved')).toBe(1);
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('with others in one call is unlinked, except for those that EC2 did not delete', async () => {
    const world = await startAutomation();
    const [first = '', second = '', third = ''] = await linkSome(world, 3);
    world.deleteVpcEndpoints([first, second], { unsuccessful: [second] });
    await world.time.run();
    expect(listedIn(world)).toEqual([second, third]);
  });

  it('in several events is removed once', async () => {
    const world = await startAutomation();
    const [first = ''] = await linkSome(world, 2);
    world.aws.bus.deliveries = 5;
    world.deleteVpcEndpoints([first]);
    await world.time.run();
    expect(outcomesOf(world, first)).toEqual(['available: available', 'deleted: deleted']);
    expect(deletionsIn(world)).toBe(1);
  });

  it('is unlinked if the selection uses a tag that EC2 does not show any more', async () => {
    const world = await startAutomation({ props: { endpointSelection: EndpointSelection.tagged('atlas') } });
    const [first, second] = [{ tags: { atlas: '' } }, { tags: { atlas: '' } }].map((request) =>
      world.createVpcEndpoint(request),
    );
    await world.time.run();
    world.deleteVpcEndpoints([first?.endpointId ?? '']);
    world.loseEvents(0);
    await world.time.run();
    expect(listedIn(world)).toEqual([second?.endpointId]);
  });

  it('and was linked by hand without being selected keeps its link', async () => {
    const world = await startAutomation({ props: { endpointSelection: EndpointSelection.tagged('atlas') } });
    const endpoints = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    for (const { endpointId } of endpoints) world.atlas.world.createLink(world.service, endpointId, {});
    await world.time.run();
    world.deleteVpcEndpoints([endpoints[0]?.endpointId ?? '']);
    await world.time.run();
    expect(listedIn(world)).toHaveLength(2);
    expect(deletionsIn(world)).toBe(0);
  });

  it('before the event of its creation arrives is never linked', async () => {
    const world = await startAutomation();
    const held: Parameters<World['aws']['bus']['deliver']>[0][] = [];
    world.aws.bus.listen((event) => {
      if (event.source === 'aws.ec2') held.push(event);
    });
    world.aws.bus.deliveries = 0;
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run(10);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run(10);
    world.aws.bus.deliveries = 1;
    for (const event of held.reverse()) {
      world.aws.bus.deliver(event);
      await world.time.run(60);
    }
    await world.time.run();
    expect([registrationsIn(world), conclusionsIn(world), deadLettersIn(world)]).toEqual([0, [], []]);
  });

  it('while it is being linked leaves no link behind', async () => {
    const world = await startAutomation();
    const [stays = ''] = await linkSome(world, 1);
    const { endpointId } = world.createVpcEndpoint();
    world.time.after(20, () => world.deleteVpcEndpoints([endpointId]));
    await world.time.run();
    expect(listedIn(world)).toEqual([stays]);
    expect(recordOf(world, endpointId)).toBeUndefined();
    expect(new Set(outcomesOf(world, endpointId))).toEqual(
      new Set(['available: deleted', 'deleted: deleted']),
    );
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('between the poll and the registration leaves no link behind, although its event found none', async () => {
    const world = await startAutomation();
    await linkSome(world, 1);
    const { endpointId } = world.createVpcEndpoint();
    // Atlas responds late: meanwhile the endpoint is deleted, and its event is handled before the link exists.
    world.atlas.faults.add({
      method: 'POST',
      path: /\/endpoint$/,
      times: 1,
      effect: { kind: 'response', status: 429, headers: { 'Retry-After': '40' } },
    });
    world.time.after(6, () => world.deleteVpcEndpoints([endpointId]));
    await world.time.run();
    // Only EC2, which does not show the endpoint, gives evidence of the deletion now.
    await reconcile(world);
    await world.time.run(900);
    await reconcile(world);
    expect(listedIn(world)).not.toContain(endpointId);
    expect(recordOf(world, endpointId)).toBeUndefined();
  });

  it('is unlinked by the retry when the function crashes before it has started the execution', async () => {
    const world = await startAutomation();
    const [first = '', second = ''] = await linkSome(world, 2);
    world.deleteVpcEndpoints([first]);
    world.aws.server.faults.push({ action: 'states:StartExecution', times: 1, effect: 'kill' });
    await world.time.run();
    expect(listedIn(world)).toEqual([second]);
    expect(outcomesOf(world, first)).toEqual(['available: available', 'deleted: deleted']);
  });
});

describe('the last link of an endpoint service', () => {
  it('is retained with its service, which event, metric, registry and alarm report', async () => {
    const world = await startAutomation();
    const [only = ''] = await linkSome(world, 1);
    world.deleteVpcEndpoints([only]);
    await world.time.run();
    expect(listedIn(world)).toEqual([only]);
    expect(world.service.status).toBe('AVAILABLE');
    expect(deletionsIn(world)).toBe(0);
    expect(conclusionsIn(world).at(-1)).toMatchObject({
      goal: 'deleted',
      outcome: 'retained',
      message: expect.stringContaining('the last of its endpoint service'),
      advice: expect.stringContaining('LastLink'),
    });
    expect(recordOf(world, only)?.state).toBe('retained');
    expect(world.aws.metrics.raised()).toEqual(['LastLinkRetained']);
    expect(linkExecutionsIn(world).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('is removed with its service if the prop says so', async () => {
    const world = await startAutomation({ props: { lastLink: LastLink.REMOVE } });
    const [only = ''] = await linkSome(world, 1);
    world.deleteVpcEndpoints([only]);
    await world.time.run();
    await world.time.run(120);
    world.atlas.world.settle();
    expect(world.projects[0]?.services.size).toBe(0);
    expect(recordOf(world, only)).toBeUndefined();
  });

  it('of two that are deleted at the same time is retained, and the other one is removed', async () => {
    const world = await startAutomation();
    const ids = await linkSome(world, 2);
    world.deleteVpcEndpoints(ids);
    await world.time.run();
    expect(listedIn(world)).toHaveLength(1);
    expect(world.service.status).toBe('AVAILABLE');
    const outcomes = ids.map((id) => outcomesOf(world, id).at(-1));
    expect(outcomes.sort()).toEqual(['deleted: deleted', 'deleted: retained']);
  });
});

describe('a removal that Atlas refuses', () => {
  it('is published and counted as failed, and stays to be repeated', async () => {
    const world = await startAutomation();
    const [first = ''] = await linkSome(world, 2);
    world.atlas.faults.add({
      method: 'DELETE',
      times: 1,
      effect: { kind: 'response', status: 403, body: '{"errorCode":"USER_UNAUTHORIZED","detail":"no"}' },
    });
    world.deleteVpcEndpoints([first]);
    await world.time.run();
    expect(outcomesOf(world, first).at(-1)).toBe('deleted: failed');
    expect(recordOf(world, first)).toMatchObject({
      state: 'unlinking',
      message: expect.stringContaining('403'),
    });
    expect(world.aws.metrics.sum('UnlinkFailed')).toBe(1);
    expect(world.aws.metrics.sum('LinkFailed')).toBe(0);
  });
});
