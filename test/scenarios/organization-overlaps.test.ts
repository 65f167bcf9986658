/** Places that two deployments claim: two member stacks of one hub, and hubs that are members of each other. */
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_NAMESPACE,
  forwarderRoleName,
  memberParameterName,
  memberRoleName,
} from '../../lambda/contract/members.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { linkExecutionsIn } from '../../torture/worlds/published.js';
import {
  conclusionsAt,
  HOME,
  HUB,
  listedIds,
  MEMBER,
  OUTSIDE,
  runFor,
  SECOND,
  startHub,
  UNIT,
} from './hub-world.js';
import { deployMember } from './member-by-hand.js';
import { accountsOf, createFor, lastSummary, OUTER_HUB, outcomesAt, startTwoHubs } from './mutual-hubs.js';

const HALF_HOUR = 1800;
const HOUR = 3600;

/** What a member stack makes, as far as the place has it. */
function memberResources(world: OrganizationWorld, { aws }: WorldPlace): unknown[] {
  const { roles } = world.cloud.account(aws.account);
  const names = [memberRoleName(DEFAULT_NAMESPACE), forwarderRoleName(DEFAULT_NAMESPACE)];
  return [
    ...names.map((name) => roles.get(`arn:aws:iam::${aws.account}:role/${name}`)?.arn),
    aws.parameters.get(memberParameterName(DEFAULT_NAMESPACE))?.value,
    ...aws.bus.rules.map(({ ruleArn }) => ruleArn).sort(),
  ];
}

describe('two member stacks of one hub in one account and Region', () => {
  it('cannot be: the second one fails, and the first one serves the place as before', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const before = memberResources(world, place);
    expect(before).not.toContain(undefined);
    expect(() => deployMember(place, OUTER_HUB)).toThrow(/already exists/);
    expect(memberResources(world, place)).toEqual(before);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(conclusionsAt(place)).toHaveLength(1);
  });

  it('made by hand before the StackSets come: those fail there, and each event comes once', async () => {
    const world = await startHub();
    world.organization.put(OUTSIDE);
    const place = world.place(OUTSIDE);
    const byHand = deployMember(place, OUTER_HUB);
    world.join(OUTSIDE, UNIT);
    await runFor(world, HALF_HOUR);
    const failed = world.stackSets.instances.filter(({ status }) => status === 'FAILED');
    expect(failed.map(({ account, region }) => [account, region])).toContainEqual([OUTSIDE, HOME]);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(linkExecutionsIn(world.home)).toHaveLength(1);
    expect(conclusionsAt(place)).toHaveLength(1);
    byHand.delete();
    await runFor(world, 2 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(world.home.aws.metrics.values('MemberUnreachable').at(-1)).toBeGreaterThan(0);
  });
});

describe('two hubs that are members of each other', () => {
  it('link the endpoints of their own projects once, wherever they are, and remove only those', async () => {
    const { world } = await startTwoHubs({ projects: 1 });
    const places = accountsOf(world);
    const ids = [0, 1].map((project) => places.map((place) => createFor(place, project)));
    await runFor(world, HOUR);
    for (const project of [0, 1]) expect(listedIds(world, project).sort()).toEqual(ids[project]);
    for (const hub of [HUB, MEMBER])
      expect(lastSummary(world.place(hub))).toMatchObject({
        found: 0,
        links: { available: 3, unmanaged: 0 },
      });
    // A hub publishes on its own bus what it has done in a member, too.
    expect(outcomesAt(world.place(SECOND), 'available')).toEqual(
      ids.map(([, , endpointId]) => `available ${endpointId}`),
    );
    const [[ofHub = '', ...kept] = [], [, ofMember = '', ...others] = []] = ids;
    world.place(HUB).deleteVpcEndpoints([ofHub]);
    world.place(MEMBER).deleteVpcEndpoints([ofMember]);
    await runFor(world, HOUR);
    expect(listedIds(world, 0).sort()).toEqual(kept);
    expect(listedIds(world, 1).sort()).toEqual([ids[1]?.[0], ...others]);
    expect(world.atlas.journal.count({ method: 'DELETE' })).toBe(2);
  });

  it('and share their projects lose no link, and remove each link whose endpoint is deleted', async () => {
    const { world } = await startTwoHubs({ projects: 2 });
    const places = accountsOf(world);
    const kept = places.map((place) => createFor(place, 0));
    const ids = places.map((place) => createFor(place, 0));
    await runFor(world, HOUR);
    expect(listedIds(world, 0).sort()).toEqual([...kept, ...ids].sort());
    for (const [index, place] of places.entries()) place.deleteVpcEndpoints([ids[index] ?? '']);
    await runFor(world, HOUR);
    expect(listedIds(world, 0).sort()).toEqual(kept);
    expect(world.atlas.journal.count({ method: 'DELETE' })).toBe(ids.length);
    // The copy of the other hub has taken the place of the record at home: each hub leaves those links to the other.
    for (const hub of [HUB, MEMBER])
      expect(lastSummary(world.place(hub))).toMatchObject({ found: 0, links: { available: 2, ofOthers: 1 } });
    expect(world.home.aws.metrics.values('MemberUnreachable').at(-1)).toBe(0);
  });
});
