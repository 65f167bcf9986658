/** A role that stays behind in an account that is no member any more: nothing of the account is linked by it. */
import { describe, expect, it } from 'vitest';
import { AtlasMembers } from '../../lib/index.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import {
  AWAY,
  HOME,
  listedIds,
  MEMBER,
  MEMBER_ROLE,
  ORGANIZATION,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
  UNIT,
} from './hub-world.js';

const HOUR = 3600;

/** The stacks of the account are gone, and somebody has kept the role as it was. */
async function keepRoleAfter(world: OrganizationWorld, change: () => void): Promise<void> {
  world.takeRoleAway(MEMBER, MEMBER_ROLE);
  change();
  await runFor(world, HOUR);
  world.giveRoleBack(MEMBER, MEMBER_ROLE);
  // With all that it may do: its policy was deleted with the stack.
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
  world.cloud.account(MEMBER).permissions.attach(`arn:aws:iam::${MEMBER}:role/${MEMBER_ROLE}`, [everything]);
}

describe('a role that stays behind', () => {
  it('in an account that has left the organization lets nothing be linked, and nothing be removed', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    const linked = place.createVpcEndpoint();
    const sibling = world.place(SECOND, AWAY).createVpcEndpoint();
    await runFor(world, 2 * HOUR);
    await keepRoleAfter(world, () => world.leave(MEMBER));
    place.createVpcEndpoint();
    place.deleteVpcEndpoints([linked.endpointId]);
    await runFor(world, 4 * HOUR);
    expect(listedIds(world).sort()).toEqual([linked.endpointId, sibling.endpointId].sort());
    expect(recordAtHub(world, place, linked.endpointId)).toMatchObject({ state: 'available' });
  });

  it('in an account that has moved out of the units lets nothing be linked', async () => {
    const members = AtlasMembers.organizationalUnits(ORGANIZATION, [UNIT], { regions: [HOME, AWAY] });
    const world = await startHub({ members });
    const place = world.place(MEMBER, AWAY);
    const linked = place.createVpcEndpoint();
    await runFor(world, 2 * HOUR);
    await keepRoleAfter(world, () => world.join(MEMBER));
    place.createVpcEndpoint();
    const other = world.place(SECOND, AWAY).createVpcEndpoint();
    await runFor(world, 4 * HOUR);
    expect(listedIds(world).sort()).toEqual([linked.endpointId, other.endpointId].sort());
  });
});
