/** One hub for several accounts and Regions: the life of links of members' endpoints. */
import { describe, expect, it } from 'vitest';
import { atlasRegion } from '../../lambda/contract/regions.js';
import { connectionStringParameterName, RegistryPath } from '../../lambda/contract/registry.js';
import {
  AWAY,
  conclusionsAt,
  copyAtHome,
  HOME,
  HUB,
  listedIds,
  MEMBER,
  MEMBER_ROLE,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
  UNIT,
} from './hub-world.js';

const HOUR = 3600;

describe('an endpoint of a member', () => {
  it.each([
    ['in the home Region', HOME],
    ['in another Region', AWAY],
  ])(
    '%s is linked by the hub, and the member has the record, the strings, the tag and the event',
    async (_, region) => {
      const world = await startHub();
      const [project] = world.home.projects;
      if (project === undefined) throw new Error('The world has no project.');
      world.atlas.world.createCluster(project, { name: 'Cluster0', regionNames: [atlasRegion(region)] });
      const place = world.place(MEMBER, region);
      const endpoint = place.createVpcEndpoint();
      const { endpointId } = endpoint;
      await runFor(world, 1800);
      expect(listedIds(world)).toEqual([endpointId]);
      expect(conclusionsAt(place)).toMatchObject([{ outcome: 'available', account: MEMBER, region }]);
      expect(conclusionsAt(world.home)).toMatchObject([{ outcome: 'available', account: MEMBER, region }]);
      expect(recordAtHub(world, place, endpointId)).toMatchObject({
        state: 'available',
        account: MEMBER,
        region,
      });
      expect(copyAtHome(place, endpointId)).toMatchObject({ state: 'available' });
      expect(endpoint.tags.get('atlas-privatelink:status')).toBe('available');
      const strings = place.aws.parameters.below(RegistryPath.CONNECTION_STRINGS, true);
      expect(strings.map(({ name }) => name)).toContain(
        connectionStringParameterName(endpointId, 'Cluster0', 'srv'),
      );
      expect(world.home.aws.parameters.below(RegistryPath.CONNECTION_STRINGS, true)).toEqual([]);
    },
  );

  it('is unlinked when it is deleted, and leaves nothing in either account', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    // The last link of a service stays.
    const other = place.createVpcEndpoint();
    await runFor(world, 1800);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, 1800);
    expect(listedIds(world)).toEqual([other.endpointId]);
    expect(conclusionsAt(place).at(-1)).toMatchObject({ outcome: 'deleted', goal: 'deleted' });
    expect(recordAtHub(world, place, endpointId)).toBeUndefined();
    expect(copyAtHome(place, endpointId)).toBeUndefined();
  });

  it('whose creation was lost is linked by the reconciliation, and one whose deletion was lost is unlinked', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    const kept = place.createVpcEndpoint();
    const gone = place.createVpcEndpoint();
    await runFor(world, 1800);
    place.aws.bus.loses = () => true;
    const { endpointId } = place.createVpcEndpoint();
    place.deleteVpcEndpoints([gone.endpointId]);
    await runFor(world, 4 * HOUR);
    expect(listedIds(world).sort()).toEqual([kept.endpointId, endpointId].sort());
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
  });
});

describe('an account', () => {
  it('that joins is served without anybody doing anything', async () => {
    const world = await startHub();
    world.join('444455556666', UNIT);
    const place = world.place('444455556666', AWAY);
    await runFor(world, HOUR);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 1800);
    expect(listedIds(world)).toEqual([endpointId]);
  });

  it('that leaves has no role any more, and its links are left as they are', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 1800);
    world.leave(MEMBER);
    await runFor(world, HOUR);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, 5 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
    expect(world.home.aws.metrics.values('MemberUnreachable').at(-1)).toBe(1);
  });

  it('whose role is taken away decides nothing, and is served again when it is back', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const linked = place.createVpcEndpoint();
    const second = world.place(SECOND);
    await runFor(world, 1800);
    world.takeRoleAway(MEMBER, MEMBER_ROLE);
    const missed = place.createVpcEndpoint();
    const other = second.createVpcEndpoint();
    await runFor(world, 3 * HOUR);
    expect(listedIds(world).sort()).toEqual([linked.endpointId, other.endpointId].sort());
    world.giveRoleBack(MEMBER, MEMBER_ROLE);
    await runFor(world, 3 * HOUR);
    expect(listedIds(world).sort()).toEqual([linked.endpointId, missed.endpointId, other.endpointId].sort());
    expect(recordAtHub(world, place, linked.endpointId)).toMatchObject({ state: 'available' });
  });
});

describe('the hub itself', () => {
  it('links an endpoint of its own once, although its account is in the unit', async () => {
    const world = await startHub();
    const { endpointId } = world.home.createVpcEndpoint();
    await runFor(world, 1800);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(conclusionsAt(world.home)).toHaveLength(1);
    expect(recordAtHub(world, world.place(HUB), endpointId)).toMatchObject({ state: 'available' });
  });

  it('serves its own account in another Region as a member', async () => {
    const world = await startHub();
    const place = world.place(HUB, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 1800);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({
      state: 'available',
      account: HUB,
      region: AWAY,
    });
  });
});

describe('a project', () => {
  it('is out of reach of accounts that it does not list, by event, tag and reconciliation', async () => {
    const world = await startHub({ reach: [{ accounts: [SECOND] }] });
    const place = world.place(MEMBER, AWAY);
    const endpoint = place.createVpcEndpoint();
    const { endpointId } = endpoint;
    const allowed = world.place(SECOND, AWAY).createVpcEndpoint();
    await runFor(world, 1800);
    place.tagEndpoint(endpointId, { team: 'data' });
    await runFor(world, 4 * HOUR);
    expect(listedIds(world)).toEqual([allowed.endpointId]);
    expect(conclusionsAt(place)[0]).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('may not be linked'),
    });
    expect(endpoint.tags.get('atlas-privatelink:status')).toBe('failed');
  });
});
