/** A refusal is logged, counted and published once, however many events about the endpoint lead to it. */
import { describe, expect, it } from 'vitest';
import { EndpointSelection } from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, linkExecutionsIn } from './scenario-world.js';

const POST = { method: 'POST', path: /\/endpoint$/ };
const TAGS = { atlas: 'yes' };
const CHANGED = { atlas: 'still' };
const WITHOUT_SUBNET: readonly string[] = [];

const start = () => startAutomation({ props: { endpointSelection: EndpointSelection.tagged('atlas') } });

const failuresIn = (world: World) => conclusionsIn(world).filter(({ outcome }) => outcome === 'failed');

function reportsOf(world: World) {
  return {
    events: failuresIn(world).length,
    lines: world.aws.logs.filter(({ message }) => message === 'link refused').length,
    counted: world.aws.metrics.sum('LinkRefused'),
    executions: linkExecutionsIn(world).length,
  };
}
const ONCE = { events: 1, lines: 1, counted: 1, executions: 1 };

/** Atlas refuses each registration. */
function refuseAll({ atlas }: World, detail: string): void {
  const body = JSON.stringify({ error: 403, errorCode: 'USER_UNAUTHORIZED', detail, parameters: [] });
  atlas.faults.add({ ...POST, times: 1000, effect: { kind: 'response', status: 403, body } });
}

describe('an endpoint that is refused', () => {
  it.each([
    ['before a request to Atlas', (_: World) => undefined, WITHOUT_SUBNET],
    ['by Atlas', (world: World) => refuseAll(world, 'Not in this project.'), undefined],
  ])(
    '%s is reported once although its creation and its tags come together',
    async (_, prepare, subnetIds) => {
      const world = await start();
      prepare(world);
      const { endpointId } = world.createVpcEndpoint({ tags: TAGS, ...(subnetIds && { subnetIds }) });
      world.tagEndpoint(endpointId, CHANGED);
      await world.time.run();
      expect(reportsOf(world)).toEqual(ONCE);
      expect(recordOf(world, endpointId)).toMatchObject({ state: 'failed' });
    },
  );

  it.each([
    ['at once', 0],
    ['after the refusal was recorded', 45],
  ])(
    'is reported once if CloudTrail, its tags and CloudFormation report it, the last %s',
    async (_, delay) => {
      const world = await start();
      world.trail = true;
      const { aws, time } = world;
      aws.bus.loses = (event) => {
        if (delay === 0 || event.source !== 'aws.cloudformation') return false;
        time.after(delay, () => aws.bus.deliver(event));
        return true;
      };
      world.createVpcEndpointByCloudFormation({ tags: TAGS, subnetIds: WITHOUT_SUBNET });
      await time.run(600);
      expect(reportsOf(world)).toEqual(ONCE);
    },
  );

  it('is reported once if each event is delivered twice', async () => {
    const world = await start();
    world.aws.bus.deliveries = 2;
    const { endpointId } = world.createVpcEndpoint({ tags: TAGS, subnetIds: WITHOUT_SUBNET });
    world.time.after(300, () => world.tagEndpoint(endpointId, CHANGED));
    await world.time.run();
    // Two deliveries of the same moment start the same execution, and neither sees that the other has started it.
    expect(reportsOf(world)).toMatchObject({ events: 1, executions: 1 });
  });

  it('is reported again if it is refused for another reason', async () => {
    const world = await start();
    refuseAll(world, 'Not in this project.');
    const { endpointId } = world.createVpcEndpoint({ tags: TAGS });
    await world.time.run();
    world.atlas.faults.clear();
    refuseAll(world, 'Not by this key.');
    world.tagEndpoint(endpointId, CHANGED);
    await world.time.run();
    expect(failuresIn(world).map(({ message }) => message)).toEqual([
      expect.stringContaining('Not in this project.'),
      expect.stringContaining('Not by this key.'),
    ]);
  });

  it('is reported again if it was linked meanwhile', async () => {
    const world = await start();
    refuseAll(world, 'Not in this project.');
    const { endpointId } = world.createVpcEndpoint({ tags: TAGS });
    await world.time.run();
    world.atlas.faults.clear();
    world.tagEndpoint(endpointId, CHANGED);
    await world.time.run();
    expect(listedIn(world)).toEqual([endpointId]);
    const link = world.service.links.get(endpointId);
    expect(link?.status).toBe('AVAILABLE');
    world.service.links.delete(endpointId);
    refuseAll(world, 'Not in this project.');
    await reconcile(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['failed', 'available', 'failed']);
  });

  it('is reported again if its record was removed meanwhile', async () => {
    const world = await start();
    const { endpointId } = world.createVpcEndpoint({ tags: TAGS, subnetIds: WITHOUT_SUBNET });
    await world.time.run();
    world.aws.parameters.delete(`/atlas-privatelink/links/${endpointId}`);
    world.tagEndpoint(endpointId, CHANGED);
    await world.time.run();
    expect(reportsOf(world)).toEqual({ events: 2, lines: 2, counted: 2, executions: 2 });
  });

  it('is reported once, and kept as failed, by reconciliations', async () => {
    const world = await start();
    const { endpointId } = world.createVpcEndpoint({ tags: TAGS, subnetIds: WITHOUT_SUBNET });
    await world.time.run();
    await reconcile(world);
    await reconcile(world);
    expect(reportsOf(world)).toEqual(ONCE);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'failed' });
  });
});
