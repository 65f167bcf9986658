import { describe, expect, it } from 'vitest';
import { EndpointSelection } from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { listedIn, recordOf, startAutomation } from './automation-world.js';
import {
  conclusionsIn,
  createAndRun,
  linkExecutionsIn,
  registrationsIn,
  statusTagOf,
} from './scenario-world.js';

const TAGGED = EndpointSelection.tagged('atlas', 'yes');

async function startTagged(props: object = {}): Promise<World> {
  return startAutomation({ props: { endpointSelection: TAGGED, ...props } });
}

describe('a tag that is added later', () => {
  it('links the endpoint, without a trail', async () => {
    const world = await startTagged();
    const endpoint = await createAndRun(world);
    expect(registrationsIn(world)).toBe(0);
    world.trail = false;
    world.tagEndpoint(endpoint.endpointId, { atlas: 'yes' });
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(recordOf(world, endpoint.endpointId)?.state).toBe('available');
  });

  it('with another value, or another key, links nothing', async () => {
    const world = await startTagged();
    const { endpointId } = await createAndRun(world);
    world.tagEndpoint(endpointId, { atlas: 'no' });
    world.tagEndpoint(endpointId, { team: 'yes' });
    await world.time.run();
    expect([registrationsIn(world), linkExecutionsIn(world)]).toEqual([0, []]);
  });

  it('is not triggered by the tags that the automation sets itself', async () => {
    const world = await startTagged();
    await createAndRun(world, { tags: { atlas: 'yes' } });
    const invoked = [...world.aws.functions.invocations].filter(([name]) => name.includes('ReceiveEndpoint'));
    // One event for the creation, and one for the tag set with it.
    expect(invoked.map(([, count]) => count)).toEqual([2]);
  });

  it('at the creation, which has its own event, is one execution and one conclusion', async () => {
    const world = await startTagged();
    await createAndRun(world, { tags: { atlas: 'yes' } });
    expect([registrationsIn(world), linkExecutionsIn(world).length, conclusionsIn(world).length]).toEqual([
      1, 1, 1,
    ]);
  });

  it('again, on a linked endpoint, changes nothing', async () => {
    const world = await startTagged();
    const { endpointId } = await createAndRun(world, { tags: { atlas: 'yes' } });
    world.tagEndpoint(endpointId, { atlas: 'yes' });
    await world.time.run();
    expect([registrationsIn(world), conclusionsIn(world).length]).toEqual([1, 1]);
  });
});

describe('a tag that is removed', () => {
  it('does not remove the link by default', async () => {
    const world = await startTagged();
    const endpoint = await createAndRun(world, { tags: { atlas: 'yes' } });
    world.untagEndpoint(endpoint.endpointId, ['atlas']);
    await world.time.run();
    expect(listedIn(world)).toEqual([endpoint.endpointId]);
  });

  it('removes the link if the prop says so and EC2 confirms it', async () => {
    const world = await startTagged({ unlinkDeselected: true });
    const [first, second] = [
      world.createVpcEndpoint({ tags: { atlas: 'yes' } }),
      world.createVpcEndpoint({ tags: { atlas: 'yes' } }),
    ];
    await world.time.run();
    world.untagEndpoint(first.endpointId, ['atlas']);
    await world.time.run();
    expect(listedIn(world)).toEqual([second.endpointId]);
    expect(recordOf(world, first.endpointId)).toBeUndefined();
    expect(statusTagOf(first)).toBe('unlinked');
    expect(conclusionsIn(world).at(-1)).toMatchObject({ goal: 'deleted', outcome: 'deleted' });
  });

  it('does not remove a link that the automation has not made', async () => {
    const world = await startTagged({ unlinkDeselected: true });
    const endpoints = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    for (const { endpointId } of endpoints) world.atlas.world.createLink(world.service, endpointId, {});
    await world.time.run();
    world.untagEndpoint(endpoints[0]?.endpointId ?? '', ['atlas']);
    await world.time.run();
    expect(listedIn(world)).toHaveLength(2);
  });
});
