/** A member whose stacks are deleted and made again, and roles of a member that are not the forwarder. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, forwarderRoleName } from '../../lambda/contract/members.js';
import { createVpcEndpointRecord } from '../../local/aws/cloudtrail/cloud-trail.js';
import { linkExecutionsIn } from '../../torture/worlds/published.js';
import { forge, listenToHub } from './hostile-member.js';
import {
  AWAY,
  HOME,
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

describe('a member that joins a second time', () => {
  it('keeps its link, has nothing linked twice, and is served as before under the same names', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    const kept = place.createVpcEndpoint();
    const gone = place.createVpcEndpoint();
    await runFor(world, HOUR);
    const before = linkExecutionsIn(world.home).length;
    world.join(MEMBER);
    await runFor(world, HOUR);
    expect(world.cloud.account(MEMBER).roles.get(`arn:aws:iam::${MEMBER}:role/${MEMBER_ROLE}`)).toBe(
      undefined,
    );
    const missed = place.createVpcEndpoint();
    place.deleteVpcEndpoints([gone.endpointId]);
    await runFor(world, 3 * HOUR);
    expect(listedIds(world).sort()).toEqual([kept.endpointId, gone.endpointId].sort());
    world.join(MEMBER, UNIT);
    await runFor(world, 4 * HOUR);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 1800);
    expect(listedIds(world).sort()).toEqual([kept.endpointId, missed.endpointId, endpointId].sort());
    expect(recordAtHub(world, place, kept.endpointId)).toMatchObject({ state: 'available' });
    // Two are linked, and one is removed.
    expect(linkExecutionsIn(world.home)).toHaveLength(before + 3);
    expect(world.home.aws.metrics.values('MemberUnreachable').at(-1)).toBe(0);
  });
});

describe('a role of a member that is not the forwarder', () => {
  const FORWARDER = forwarderRoleName(DEFAULT_NAMESPACE);

  it.each([
    ['with another name', 'Somebody'],
    ['with the name of the forwarder below a path', `team/${FORWARDER}`],
    ['with the name of the forwarder as a path', `${FORWARDER}/Somebody`],
    ['whose name goes on after that of the forwarder', `${FORWARDER}2`],
    ["with the name of another hub's forwarder", forwarderRoleName('other')],
  ])('%s forwards nothing to the bus of the hub', async (_, name) => {
    const world = await startHub();
    const place = world.place(SECOND);
    const roleArn = `arn:aws:iam::${SECOND}:role/${name}`;
    const iam = world.cloud.account(SECOND);
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'events.amazonaws.com' },
    };
    iam.roles.put({ arn: roleArn, trust: [trust as never] });
    iam.permissions.attach(roleArn, [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }]);
    place.aws.bus.loses = ({ detail }) => !JSON.stringify(detail).includes('forgery');
    const endpoint = place.createVpcEndpoint();
    const facts = { account: SECOND, region: HOME, time: new Date(world.time.now()) };
    const detail = createVpcEndpointRecord({ ...endpoint, ownerAccount: SECOND }, facts);
    const received = listenToHub(world);
    forge(place, { detail }, roleArn);
    await runFor(world, 900);
    const ofSecond = () => received.filter((event) => JSON.stringify(event).includes(endpoint.endpointId));
    expect([ofSecond(), listedIds(world)]).toEqual([[], []]);
    // The same rule with the forwarder's role is let in.
    forge(place, { detail });
    await runFor(world, 900);
    expect([ofSecond().length, listedIds(world)]).toEqual([1, [endpoint.endpointId]]);
  });
});
