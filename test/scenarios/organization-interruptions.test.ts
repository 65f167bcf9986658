/** A member that cannot be read for a time: nothing is removed because of it, and afterwards all is as it would have been. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, forwarderRoleName } from '../../lambda/contract/members.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { deadLettersIn } from '../../torture/worlds/published.js';
import {
  AWAY,
  conclusionsAt,
  copyAtHome,
  listedIds,
  MEMBER,
  MEMBER_ROLE,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
} from './hub-world.js';

const HALF_HOUR = 1800;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Shorter than sessions are used. */
const WARM_SECONDS = 300;

/** Three links of a member, and one of another one. */
async function startLinked(seconds = HALF_HOUR) {
  const world = await startHub();
  const place = world.place(MEMBER, AWAY);
  const [kept = '', gone = '', later = ''] = [1, 2, 3].map(() => place.createVpcEndpoint().endpointId);
  const { endpointId: sibling } = world.place(SECOND, AWAY).createVpcEndpoint();
  await runFor(world, seconds);
  expect(listedIds(world).sort()).toEqual([kept, gone, later, sibling].sort());
  expect(recordAtHub(world, place, kept)).toMatchObject({ state: 'available' });
  return { world, place, kept, gone, later, sibling };
}

const removalsIn = ({ atlas }: OrganizationWorld) => atlas.journal.count({ method: 'DELETE' });

const removalsOf = (place: WorldPlace, id: string) =>
  conclusionsAt(place).filter(({ link, goal }) => link.EndpointId === id && goal === 'deleted');

/** What the hub, the member and Atlas have of these endpoints of the member. */
function expectServed(
  world: OrganizationWorld,
  place: WorldPlace,
  { linked, removed }: { readonly linked: readonly string[]; readonly removed: readonly string[] },
): void {
  for (const id of linked) {
    expect([id, recordAtHub(world, place, id)?.state]).toEqual([id, 'available']);
    expect([id, copyAtHome(place, id)?.state]).toEqual([id, 'available']);
  }
  for (const id of removed) {
    expect([id, recordAtHub(world, place, id)]).toEqual([id, undefined]);
    expect([id, copyAtHome(place, id)]).toEqual([id, undefined]);
    // The hub's bus decides: an event that the member's bus does not take is not repeated.
    expect(removalsOf(world.home, id)).toHaveLength(1);
    expect(removalsOf(place, id).length).toBeLessThanOrEqual(1);
  }
  expect(world.home.aws.metrics.values('MemberUnreachable').at(-1)).toBe(0);
}

/** The role is deleted, and made again with the same name: a role with another unique id. */
function replaceRole(world: OrganizationWorld): void {
  world.takeRoleAway(MEMBER, MEMBER_ROLE);
  world.giveRoleBack(MEMBER, MEMBER_ROLE);
}

describe('the role of a member that is replaced by one of the same name', () => {
  it('is used at once for a creation and a deletion, although containers have sessions of the old one', async () => {
    const { world, place, kept, gone, later, sibling } = await startLinked(WARM_SECONDS);
    replaceRole(world);
    const { endpointId } = place.createVpcEndpoint();
    place.deleteVpcEndpoints([gone]);
    await runFor(world, HALF_HOUR);
    expect(listedIds(world).sort()).toEqual([kept, later, endpointId, sibling].sort());
    expectServed(world, place, { linked: [kept, later, endpointId], removed: [gone] });
    expect(deadLettersIn(world.home)).toEqual([]);
  });

  it('while links are made and removed, has the same end', async () => {
    const { world, place, kept, gone, later, sibling } = await startLinked(WARM_SECONDS);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 30);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'linking' });
    place.deleteVpcEndpoints([gone]);
    replaceRole(world);
    await runFor(world, 10);
    replaceRole(world);
    await runFor(world, 2 * HOUR);
    expect(listedIds(world).sort()).toEqual([kept, later, endpointId, sibling].sort());
    expectServed(world, place, { linked: [kept, later, endpointId], removed: [gone] });
  });

  it('is compared by a reconciliation, also while sessions of the old one are kept', async () => {
    const { world, place, kept, gone, later, sibling } = await startLinked();
    await runFor(world, HOUR);
    place.aws.bus.loses = ({ source }) => source === 'aws.ec2';
    const { endpointId } = place.createVpcEndpoint();
    for (let quarter = 0; quarter < 16; quarter += 1) {
      replaceRole(world);
      await runFor(world, HOUR / 4);
    }
    expect(listedIds(world).sort()).toEqual([kept, gone, later, endpointId, sibling].sort());
    expect(removalsIn(world)).toBe(0);
    expectServed(world, place, { linked: [kept, gone, later, endpointId], removed: [] });
  });
});

/** Nothing of the account answers, and no event of it arrives. */
function suspend(world: OrganizationWorld, place: WorldPlace): () => void {
  const roles = [MEMBER_ROLE, forwarderRoleName(DEFAULT_NAMESPACE)];
  for (const role of roles) world.takeRoleAway(MEMBER, role);
  place.aws.bus.loses = () => true;
  return () => {
    for (const role of roles) world.giveRoleBack(MEMBER, role);
    place.aws.bus.loses = () => false;
  };
}

describe('an account that is suspended', () => {
  it.each([
    ['for three days', 3],
    ['for nine days, after which the hub has forgotten it,', 9],
  ])('%s keeps its links, and has the same end when it is back', async (_, days) => {
    const { world, place, kept, gone, later, sibling } = await startLinked();
    // Heard at least once.
    await runFor(world, HOUR);
    const end = suspend(world, place);
    place.deleteVpcEndpoints([gone]);
    const { endpointId } = place.createVpcEndpoint();
    const before = removalsIn(world);
    await runFor(world, days * DAY);
    expect(listedIds(world).sort()).toEqual([kept, gone, later, sibling].sort());
    expect(removalsIn(world)).toBe(before);
    expect(recordAtHub(world, place, gone)).toMatchObject({ state: 'available' });
    end();
    await runFor(world, 4 * HOUR);
    expect(listedIds(world).sort()).toEqual([kept, later, endpointId, sibling].sort());
    expectServed(world, place, { linked: [kept, later, endpointId], removed: [gone] });
  });
});

describe.each(['AuthFailure', 'OptInRequired'] as const)(
  'an opt-in Region whose EC2 says %s while it is off',
  (code) => {
    it.each([0, 3, 6, 15, 60])(
      'is switched off %i s after a deletion: the removal waits or is done, and is done once it is on again',
      async (seconds) => {
        const { world, place, kept, gone, later, sibling } = await startLinked();
        place.deleteVpcEndpoints([gone]);
        await runFor(world, seconds);
        world.switchRegionOff(MEMBER, AWAY, code);
        const ofOthers = [kept, later, sibling];
        for (let quarter = 0; quarter < 12; quarter += 1) {
          await runFor(world, HOUR / 4);
          expect(listedIds(world)).toEqual(expect.arrayContaining(ofOthers));
        }
        world.switchRegionOn(MEMBER, AWAY);
        await runFor(world, 4 * HOUR);
        expect(listedIds(world).sort()).toEqual([...ofOthers].sort());
        expect(removalsIn(world)).toBe(1);
        expectServed(world, place, { linked: [kept, later], removed: [gone] });
      },
    );

    it('is switched off before an endpoint is deleted, and nothing of it is removed until it is on again', async () => {
      const { world, place, kept, gone, later, sibling } = await startLinked();
      world.switchRegionOff(MEMBER, AWAY, code);
      place.deleteVpcEndpoints([gone]);
      await runFor(world, 5 * HOUR);
      expect(listedIds(world).sort()).toEqual([kept, gone, later, sibling].sort());
      expect(recordAtHub(world, place, gone)).toMatchObject({ state: 'available' });
      world.switchRegionOn(MEMBER, AWAY);
      await runFor(world, 4 * HOUR);
      expect(listedIds(world).sort()).toEqual([kept, later, sibling].sort());
      expectServed(world, place, { linked: [kept, later], removed: [gone] });
    });
  },
);
