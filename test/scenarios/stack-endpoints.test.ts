/**
 * VPC endpoints of CloudFormation stacks: CloudFormation's events suffice, and with a trail there are no duplicates.
 */
import { describe, expect, it } from 'vitest';
import { EndpointSelection, LastLink } from '../../lib/index.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import type { World } from '../../local/world.js';
import { type AutomationOptions, listedIn, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn, registrationsIn } from './scenario-world.js';

const TAGGED = { endpointSelection: EndpointSelection.tagged('atlas', 'yes') };
const UNMANAGED_ID = 'vpce-0fedcba9876543210';
const WITHOUT_TRAIL = ['no trail', false] as const;
const WITH_TRAIL = ['a trail', true] as const;

async function start(hasTrail: boolean, options: AutomationOptions = {}): Promise<World> {
  const world = await startAutomation(options);
  world.trail = hasTrail;
  return world;
}

/** A linked endpoint of a stack, and another link that stays. */
async function startLinked(hasTrail: boolean, options: AutomationOptions = {}) {
  const world = await start(hasTrail, options);
  const [stays, goes] = [
    world.createVpcEndpointByCloudFormation(),
    world.createVpcEndpointByCloudFormation(),
  ];
  await world.time.run();
  return { world, stays: stays.endpointId, goes: goes.endpointId };
}

/** Holds the events of a source back; a test delivers them later. */
function hold(world: World, source: string): BusEvent[] {
  const held: BusEvent[] = [];
  world.aws.bus.loses = (event) => {
    if (event.source !== source) return false;
    held.push(event);
    return true;
  };
  return held;
}

async function deliver(world: World, events: readonly BusEvent[]): Promise<void> {
  for (const event of events) world.aws.bus.deliver(event);
  await world.time.run();
}

const made = (world: World) => [registrationsIn(world), linkExecutionsIn(world).length];
const outcomesOf = (world: World, endpointId: string) =>
  conclusionsIn(world)
    .filter(({ link }) => link.EndpointId === endpointId)
    .map(({ goal, outcome }) => `${goal}: ${outcome}`);
const deletionsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE', status: 202 });
const invocationsIn = (world: World) =>
  [...world.aws.functions.invocations].find(([name]) => name.includes('ReceiveEndpoint'))?.[1] ?? 0;

function expectQuiet(world: World): void {
  expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
}

describe('a VPC endpoint that a stack makes', () => {
  it.each([WITHOUT_TRAIL, WITH_TRAIL])('is linked once, with %s', async (_, hasTrail) => {
    const world = await start(hasTrail);
    const { endpointId } = world.createVpcEndpointByCloudFormation();
    await world.time.run();
    expect(made(world)).toEqual([1, 1]);
    expect(outcomesOf(world, endpointId)).toEqual(['available: available']);
    expect(recordOf(world, endpointId)?.state).toBe('available');
    expect(invocationsIn(world)).toBe(hasTrail ? 2 : 1);
    expectQuiet(world);
  });

  it.each([
    ['of CloudTrail', 'aws.ec2', 60],
    ['of CloudTrail, once the link is available,', 'aws.ec2', 3600],
    ['of CloudFormation', 'aws.cloudformation', 60],
    ['of CloudFormation, once the link is available,', 'aws.cloudformation', 3600],
  ])('has one execution and one POST when the event %s is late', async (_, source, seconds) => {
    const world = await start(true);
    const late = hold(world, source);
    const { endpointId } = world.createVpcEndpointByCloudFormation();
    await world.time.run(seconds);
    expect(made(world)).toEqual([1, 1]);
    await deliver(world, late);
    expect(invocationsIn(world)).toBe(2);
    expect(made(world)).toEqual([1, 1]);
    expect(outcomesOf(world, endpointId)).toEqual(['available: available']);
    expectQuiet(world);
  });

  it('has one execution and one POST when both, and the event of its tag, arrive five times at the same time', async () => {
    const world = await start(true, { props: TAGGED });
    const held: BusEvent[] = [];
    world.aws.bus.loses = (event) => held.push(event) > 0;
    const { endpointId } = world.createVpcEndpointByCloudFormation({ tags: { atlas: 'yes' } });
    await world.time.run(60);
    world.aws.bus.loses = () => false;
    const five = Array.from({ length: 5 }, () => held).flat();
    await deliver(world, five);
    expect(invocationsIn(world)).toBe(15);
    expect(made(world)).toEqual([1, 1]);
    expect(outcomesOf(world, endpointId)).toEqual(['available: available']);
    expectQuiet(world);
  });

  it.each([WITHOUT_TRAIL, WITH_TRAIL])(
    'and then replaces has its successor linked, with %s',
    async (_, hasTrail) => {
      const { world, stays, goes } = await startLinked(hasTrail);
      const { endpointId } = world.replaceVpcEndpointByCloudFormation(goes);
      await world.time.run();
      expect(listedIn(world).sort()).toEqual([stays, endpointId].sort());
      expect(outcomesOf(world, endpointId)).toEqual(['available: available']);
      expect(outcomesOf(world, goes)).toEqual(['available: available', 'deleted: deleted']);
      expectQuiet(world);
    },
  );

  it('and does not select is not linked', async () => {
    const world = await start(false, { props: TAGGED });
    world.createVpcEndpointByCloudFormation({ tags: { team: 'yes' } });
    await world.time.run();
    expect([made(world), invocationsIn(world)]).toEqual([[0, 0], 1]);
  });
});

describe('a VPC endpoint that its stack deletes', () => {
  it.each([WITHOUT_TRAIL, WITH_TRAIL])('is unlinked once, and forgotten, with %s', async (_, hasTrail) => {
    const { world, stays, goes } = await startLinked(hasTrail);
    world.deleteVpcEndpointByCloudFormation(goes);
    await world.time.run();
    expect(listedIn(world)).toEqual([stays]);
    expect(recordOf(world, goes)).toBeUndefined();
    expect(outcomesOf(world, goes)).toEqual(['available: available', 'deleted: deleted']);
    expect([deletionsIn(world), linkExecutionsIn(world).length]).toEqual([1, 3]);
    expectQuiet(world);
  });

  it('is unlinked if the selection uses a tag that EC2 does not show any more', async () => {
    const world = await start(false, { props: TAGGED });
    const [first, second] = [1, 2].map(() =>
      world.createVpcEndpointByCloudFormation({ tags: { atlas: 'yes' } }),
    );
    await world.time.run();
    world.deleteVpcEndpointByCloudFormation(first?.endpointId ?? '');
    await world.time.run();
    expect(listedIn(world)).toEqual([second?.endpointId]);
  });

  it('is not linked again by late events, in any order', async () => {
    const { world, stays, goes } = await startLinked(true);
    world.deleteVpcEndpointByCloudFormation(goes);
    await world.time.run();
    const before = [made(world), conclusionsIn(world).length];
    const late = world.events.filter(({ source }) => ['aws.ec2', 'aws.cloudformation'].includes(source));
    await deliver(world, [...late].reverse());
    await deliver(world, late);
    expect(listedIn(world)).toEqual([stays]);
    expect([made(world), conclusionsIn(world).length]).toEqual(before);
    expectQuiet(world);
  });
});

describe('a stack that is rolled back', () => {
  it.each([
    ['at once', 0],
    ['seconds after it was made', 12],
    ['while its link is being made', 30],
  ])('leaves no link of an endpoint that goes %s', async (_, seconds) => {
    const world = await start(false);
    const { endpointId: stays } = world.createVpcEndpointByCloudFormation();
    await world.time.run();
    const { endpointId } = world.createVpcEndpointByCloudFormation();
    world.time.after(seconds, () => world.deleteVpcEndpointByCloudFormation(endpointId));
    await world.time.run();
    expect(listedIn(world)).toEqual([stays]);
    expect(recordOf(world, endpointId)).toBeUndefined();
    expectQuiet(world);
  });

  it('leaves nothing of the only endpoint of its service, if the last link may be removed', async () => {
    const world = await start(false, { props: { lastLink: LastLink.REMOVE } });
    const { endpointId } = world.createVpcEndpointByCloudFormation();
    world.time.after(30, () => world.deleteVpcEndpointByCloudFormation(endpointId));
    await world.time.run();
    expect([listedIn(world), recordOf(world, endpointId)]).toEqual([[], undefined]);
    expectQuiet(world);
  });

  it('leaves nothing when its events arrive in the wrong order', async () => {
    const world = await start(false);
    const held = hold(world, 'aws.cloudformation');
    const { endpointId } = world.createVpcEndpointByCloudFormation();
    world.time.after(12, () => world.deleteVpcEndpointByCloudFormation(endpointId));
    await world.time.run(60);
    await deliver(world, held.reverse());
    expect([made(world), conclusionsIn(world)]).toEqual([[0, 0], []]);
    expectQuiet(world);
  });

  it('and had its endpoint refused by EC2 leaves no dead-letter message', async () => {
    const world = await start(false);
    world.rollBackVpcEndpointThatWasNeverMade();
    await world.time.run();
    expect([made(world), invocationsIn(world)]).toEqual([[0, 0], 1]);
    expectQuiet(world);
  });
});

describe('a forged or outdated event of a stack', () => {
  const ofStack = (world: World, endpointId: string, status: string) =>
    world.forwardedFrom({}).ofStack(endpointId, status);

  it('unlinks nothing that EC2 shows', async () => {
    const { world, stays, goes } = await startLinked(false);
    ofStack(world, goes, 'DELETE_COMPLETE');
    await world.time.run();
    expect(listedIn(world).sort()).toEqual([stays, goes].sort());
    expect([recordOf(world, goes)?.state, deletionsIn(world)]).toEqual(['available', 0]);
    expectQuiet(world);
  });

  it('links and unlinks nothing without a description in EC2 and a record', async () => {
    const world = await start(false, { props: TAGGED });
    for (const endpointId of [UNMANAGED_ID, 'vpce-00000000000000001'])
      world.atlas.world.createLink(world.service, endpointId, {});
    for (const status of ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'DELETE_COMPLETE'])
      ofStack(world, UNMANAGED_ID, status);
    await world.time.run();
    expect(listedIn(world)).toContain(UNMANAGED_ID);
    expect([made(world), deletionsIn(world), recordOf(world, UNMANAGED_ID)]).toEqual([[0, 0], 0, undefined]);
    expectQuiet(world);
  });

  it('links nothing that EC2 shows as not selected, whatever its status', async () => {
    const world = await start(false, { props: TAGGED });
    const { endpointId } = world.createVpcEndpoint();
    await world.time.run();
    for (const status of ['CREATE_COMPLETE', 'UPDATE_COMPLETE']) ofStack(world, endpointId, status);
    await world.time.run();
    expect(made(world)).toEqual([0, 0]);
  });

  it('with an unknown status or type is not delivered', async () => {
    const { world, goes } = await startLinked(false);
    const before = invocationsIn(world);
    for (const status of ['DELETE_SKIPPED', 'DELETE_FAILED', 'CREATE_IN_PROGRESS'])
      ofStack(world, goes, status);
    await world.time.run();
    expect(invocationsIn(world)).toBe(before);
  });
});
