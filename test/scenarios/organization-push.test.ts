/**
 * The push of a hub with members: EC2 notifies of the hub's own endpoints. In a member nothing is made for it, neither
 * topic nor notification, nor a permission for them: a session and a call of EC2 for each place would save a second
 * (decision 57).
 */
import { CreateVpcEndpointConnectionNotificationCommand, EC2Client } from '@aws-sdk/client-ec2';
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { memberPermissions } from '../../lib/member/member-permissions.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import {
  AWAY,
  conclusionsAt,
  HOME,
  HUB,
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
const WITH_PUSH = { props: { push: true } };
/** Shorter than an endpoint waits for its acceptance. */
const STEP_SECONDS = 5;

/** Calls about notifications, as `action Region`; sessions in members have a token. */
function notificationCalls({ cloud }: OrganizationWorld, isOfMember: boolean): string[] {
  return cloud.server.calls
    .filter(({ action }) => action.includes('ConnectionNotification'))
    .filter(({ sessionToken }) => (sessionToken !== undefined) === isOfMember)
    .map(({ action, region }) => `${action} ${region}`);
}

/** Runs the world, and collects which endpoints have had a notification, by place. */
async function watchNotifications(world: OrganizationWorld, places: readonly WorldPlace[], seconds: number) {
  const seen = places.map(() => new Set<string>());
  for (let passed = 0; passed < seconds; passed += STEP_SECONDS) {
    await runFor(world, STEP_SECONDS);
    for (const [index, { aws }] of places.entries())
      for (const { endpointId } of aws.notifications.all) seen[index]?.add(endpointId);
  }
  return seen.map((ids) => [...ids]);
}

/** The hub's bus has them all. */
function conclusionsOf(world: OrganizationWorld, ids: readonly string[]) {
  const concluded = conclusionsAt(world.home);
  return ids.map((id) => concluded.find(({ link }) => link.EndpointId === id));
}

describe('a hub with push', () => {
  it('has notifications of its own endpoints while they wait, and none in a member, in whatever Region', async () => {
    const world = await startHub(WITH_PUSH);
    const places = [world.place(HUB), world.place(MEMBER, HOME), world.place(MEMBER, AWAY)];
    const ids = places.map((place) => place.createVpcEndpoint().endpointId);
    const [own = ''] = ids;
    expect(await watchNotifications(world, places, HALF_HOUR)).toEqual([[own], [], []]);
    expect(listedIds(world).sort()).toEqual([...ids].sort());
    expect(notificationCalls(world, true)).toEqual([]);
    expect(new Set(notificationCalls(world, false).map((call) => call.split(' ')[1]))).toEqual(
      new Set([HOME]),
    );
    for (const { aws } of places) expect(aws.notifications.all).toEqual([]);
    const [ofOwn, ...ofMembers] = conclusionsOf(world, ids);
    expect(ofOwn).toMatchObject({ outcome: 'available', acceptance: { noticedBy: 'push' } });
    for (const concluded of ofMembers) {
      expect(concluded).toMatchObject({ outcome: 'available' });
      // Atlas is polled, so that nothing is known of an acceptance in EC2.
      expect(concluded).not.toHaveProperty('acceptance');
    }
  });

  it('concludes a member’s link in time, also while EC2 of the member answers nothing', async () => {
    const world = await startHub(WITH_PUSH);
    const place = world.place(MEMBER, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 30);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'linking' });
    place.aws.throttles.delays.push({ actions: /^ec2:Describe/, seconds: 10, responds: false });
    await runFor(world, HALF_HOUR);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
  });

  it('sweeps its own notifications that were left, and leaves those that somebody has made in a member', async () => {
    const world = await startHub(WITH_PUSH);
    const place = world.place(MEMBER);
    const topicArn = `arn:aws:sns:${HOME}:${MEMBER}:of-the-team`;
    world.home.aws.server.refuse('ec2:DeleteVpcEndpointConnectionNotifications', 'InternalError', 'down', 1);
    const own = world.home.createVpcEndpoint();
    const ofMember = place.createVpcEndpoint();
    place.aws.notifications.all.push({
      id: 'vpce-nfn-0fffffffffffffff0',
      endpointId: ofMember.endpointId,
      topicArn,
      events: ['Accept'],
      clientToken: undefined,
    });
    await runFor(world, 600);
    expect(world.home.aws.notifications.all.map(({ endpointId }) => endpointId)).toEqual([own.endpointId]);
    await runFor(world, 2 * HOUR);
    expect(world.home.aws.notifications.all).toEqual([]);
    expect(place.aws.notifications.all).toMatchObject([{ topicArn }]);
    place.deleteVpcEndpoints([ofMember.endpointId]);
    await runFor(world, HALF_HOUR);
    expect(listedIds(world)).toEqual([own.endpointId]);
    expect(place.aws.notifications.all).toEqual([]);
  });
});

describe('the role of a member', () => {
  it('grants nothing about notifications, topics or keys', () => {
    const actions = memberPermissions(new Stack(new App(), 'Test'), 'default').flatMap(
      ({ statement }) => statement.actions,
    );
    expect(actions.filter((action) => /Notification|^(sns|kms):/i.test(action))).toEqual([]);
  });

  it('is refused a notification, so that no version of the hub makes one there', async () => {
    const world = await startHub(WITH_PUSH);
    const { endpointId } = world.place(SECOND).createVpcEndpoint();
    const accessKeyId = 'ROLEOFSECOND';
    const roleArn = `arn:aws:iam::${SECOND}:role/${MEMBER_ROLE}`;
    world.cloud.callers.addPerson(accessKeyId, { account: SECOND, roleArn });
    const ec2 = new EC2Client({
      endpoint: world.cloud.server.url,
      region: HOME,
      credentials: { accessKeyId, secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    const request = new CreateVpcEndpointConnectionNotificationCommand({
      VpcEndpointId: endpointId,
      ConnectionNotificationArn: `arn:aws:sns:${HOME}:${SECOND}:any`,
      ConnectionEvents: ['Accept'],
    });
    await expect(ec2.send(request)).rejects.toThrow(
      expect.objectContaining({ name: 'UnauthorizedOperation' }),
    );
  });
});
