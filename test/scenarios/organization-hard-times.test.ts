/** Members of a hub when events come twice, late or in the wrong order, and when AWS refuses what the hub asks. */
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_NAMESPACE,
  forwarderRoleName,
  memberQueueName,
  membersPath,
} from '../../lambda/contract/members.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { HUB_BUS } from './hostile-member.js';
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
} from './hub-world.js';

const HALF_HOUR = 1800;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Events of endpoints that have reached the hub, in order. */
function recordEvents(world: OrganizationWorld): BusEvent[] {
  const events: BusEvent[] = [];
  world.home.aws.buses.get(HUB_BUS).listen((event) => {
    if (event.source === 'aws.ec2') events.push(event);
  });
  return events;
}

const replay = (world: OrganizationWorld, event: BusEvent | undefined) => {
  if (event === undefined) throw new Error('There is no such event.');
  world.home.aws.buses.get(HUB_BUS).receive(event);
};

/** A linked endpoint, and a second one, so that neither is the last of its service. */
async function startLinked() {
  const world = await startHub();
  const events = recordEvents(world);
  const place = world.place(MEMBER, AWAY);
  const { endpointId } = place.createVpcEndpoint();
  const sibling = world.place(SECOND, AWAY).createVpcEndpoint();
  await runFor(world, HALF_HOUR);
  return { world, events, place, endpointId, sibling: sibling.endpointId };
}

describe('events of a member', () => {
  it('that come three times have one execution each', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    world.home.aws.buses.get(HUB_BUS).deliveries = 3;
    const { endpointId } = place.createVpcEndpoint();
    const sibling = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, HALF_HOUR);
    expect(listedIds(world)).toEqual([sibling.endpointId]);
    const outcomes = conclusionsAt(place).filter(({ link }) => link.EndpointId === endpointId);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['available', 'deleted']);
  });

  it('that come again a day later change nothing: neither the creation nor the deletion', async () => {
    const { world, events, place, endpointId, sibling } = await startLinked();
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, DAY);
    const concluded = conclusionsAt(place).length;
    for (const event of [...events]) replay(world, event);
    await runFor(world, HOUR);
    expect(listedIds(world)).toEqual([sibling]);
    expect(recordAtHub(world, place, endpointId)).toBeUndefined();
    expect(conclusionsAt(place)).toHaveLength(concluded);
  });

  it('that come in the wrong order leave no link', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    const sibling = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    const held: BusEvent[] = [];
    place.aws.bus.loses = (event) => event.source === 'aws.ec2' && held.push(event) > 0;
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 30);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, 30);
    expect(held).toHaveLength(2);
    place.aws.bus.loses = () => false;
    for (const event of held.reverse()) {
      place.aws.bus.deliver(event);
      await runFor(world, 120);
    }
    await runFor(world, HALF_HOUR);
    expect(listedIds(world)).toEqual([sibling.endpointId]);
    expect(recordAtHub(world, place, endpointId)).toBeUndefined();
  });

  it('whose deletion comes again after the role was taken away change nothing', async () => {
    const { world, events, place, endpointId, sibling } = await startLinked();
    world.takeRoleAway(MEMBER, MEMBER_ROLE);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, HOUR);
    replay(world, events.at(-1));
    await runFor(world, HOUR);
    expect(listedIds(world).sort()).toEqual([endpointId, sibling].sort());
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
    world.giveRoleBack(MEMBER, MEMBER_ROLE);
    await runFor(world, 4 * HOUR);
    expect(listedIds(world)).toEqual([sibling]);
  });
});

/** Denies calls of the hub in a member, as a service control policy does. */
function deny(world: OrganizationWorld, account: string, ...actions: string[]): () => void {
  const roleArn = `arn:aws:iam::${account}:role/${MEMBER_ROLE}`;
  const statement = { Effect: 'Deny', Action: actions, Resource: '*' } as const;
  return world.cloud.account(account).permissions.attach(roleArn, [statement]);
}

function throttle(place: WorldPlace, action: RegExp): () => void {
  const { throttles } = place.aws;
  const take = throttles.take.bind(throttles);
  throttles.take = (call) => {
    if (!action.test(call.action)) return take(call);
    const code = action.source.includes('ssm') ? 'ThrottlingException' : 'RequestLimitExceeded';
    return new AwsError(code, 'Rate exceeded', 503);
  };
  return () => {
    throttles.take = take;
  };
}

const heardAtOf = ({ value }: { readonly value: string }): string =>
  (JSON.parse(value) as { readonly heardAt: string }).heardAt;

const CAUSES: readonly [name: string, begin: (world: OrganizationWorld) => () => void][] = [
  ['whose EC2 throttles', (world) => throttle(world.place(MEMBER), /^ec2:Describe/)],
  ['whose EC2 is denied', (world) => deny(world, MEMBER, 'ec2:*')],
  [
    'whose role is taken away',
    (world) => {
      world.takeRoleAway(MEMBER, MEMBER_ROLE);
      return () => world.giveRoleBack(MEMBER, MEMBER_ROLE);
    },
  ],
  [
    'whose Region is switched off',
    (world) => {
      world.switchRegionOff(MEMBER, HOME);
      return () => world.switchRegionOn(MEMBER, HOME);
    },
  ],
];

describe('a member', () => {
  it.each(CAUSES)(
    '%s keeps its links, does not hinder another one, and is served afterwards',
    async (_, begin) => {
      const world = await startHub();
      const [place, second] = [world.place(MEMBER), world.place(SECOND)];
      const linked = place.createVpcEndpoint();
      await runFor(world, HALF_HOUR);
      const end = begin(world);
      const missed = place.createVpcEndpoint();
      const other = second.createVpcEndpoint();
      await runFor(world, 3 * HOUR);
      expect(listedIds(world).sort()).toEqual([linked.endpointId, other.endpointId].sort());
      expect(recordAtHub(world, place, linked.endpointId)).toMatchObject({ state: 'available' });
      end();
      await runFor(world, 4 * HOUR);
      expect(listedIds(world).sort()).toEqual(
        [linked, other, missed].map(({ endpointId }) => endpointId).sort(),
      );
      expect(recordAtHub(world, place, missed.endpointId)).toMatchObject({ state: 'available' });
    },
  );

  it('whose events cannot be delivered is served by the reconciliation, which counts them', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const levels = () => world.home.aws.metrics.values('MemberDeadLetters');
    // Heard at least once, so that the hub knows it.
    await runFor(world, HOUR);
    world.takeRoleAway(MEMBER, forwarderRoleName(DEFAULT_NAMESPACE));
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 3 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    const count = place.aws.queues.messages(
      `arn:aws:sqs:${HOME}:${MEMBER}:${memberQueueName(DEFAULT_NAMESPACE)}`,
    ).length;
    expect(count).toBeGreaterThan(0);
    expect(levels().at(-1)).toBe(count);
    expect(levels()).toContain(0);
  });

  it('whose heartbeats cannot be recorded for a time leaves no dead-letter message, and is heard by a retry or the next one', async () => {
    const world = await startHub();
    const { aws } = world.home;
    // Members that were deployed together send their heartbeats together.
    const heardAt = () => aws.parameters.below(membersPath(DEFAULT_NAMESPACE), true).map(heardAtOf).sort();
    await runFor(world, HOUR);
    const end = throttle(world.home, /^ssm:PutParameter$/);
    await runFor(world, 2 * HOUR);
    expect(aws.queues.all).toEqual([]);
    expect(Date.parse(heardAt()[0] ?? '')).toBeLessThan(world.time.now() - 2 * HOUR * 1000);
    end();
    await runFor(world, HOUR);
    expect(Date.parse(heardAt()[0] ?? '')).toBeGreaterThan(world.time.now() - HOUR * 1000);
  });

  it('whose heartbeat cannot be recorded for a minute is heard by the retry', async () => {
    const world = await startHub();
    const { aws } = world.home;
    let sentAt = 0;
    let end = () => {};
    aws.buses.get(HUB_BUS).listen((event) => {
      if (event.source !== 'aws.events' || sentAt > 0) return;
      sentAt = world.time.now();
      end = throttle(world.home, /^ssm:PutParameter$/);
      world.time.after(90, () => end());
    });
    await runFor(world, HOUR);
    expect(sentAt).toBeGreaterThan(0);
    await runFor(world, 300);
    const heard = aws.parameters.below(membersPath(DEFAULT_NAMESPACE), true).map(heardAtOf);
    expect(heard.map((at) => Date.parse(at)).every((at) => at >= sentAt - 1000)).toBe(true);
    expect(heard).toHaveLength(5);
  });

  it('whose dead-letter queue cannot be read is compared all the same', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    deny(world, MEMBER, 'sqs:GetQueueAttributes');
    place.aws.bus.loses = ({ source }) => source === 'aws.ec2';
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 2 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
    expect(world.home.aws.metrics.values('MemberUnreachable').at(-1)).toBe(0);
  });

  it('whose Parameter Store denies writes is linked all the same, and has its copy when it may be written', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const allow = deny(world, MEMBER, 'ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters');
    const { endpointId } = place.createVpcEndpoint();
    const sibling = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
    expect(copyAtHome(place, endpointId)).toBeUndefined();
    expect(conclusionsAt(place)).toHaveLength(2);
    place.deleteVpcEndpoints([endpointId]);
    await runFor(world, HALF_HOUR);
    allow();
    await runFor(world, 4 * HOUR);
    expect(listedIds(world)).toEqual([sibling.endpointId]);
    expect(recordAtHub(world, place, endpointId)).toBeUndefined();
  });

  it("is served although its Region is switched off in the hub's account", async () => {
    const world = await startHub();
    world.switchRegionOff(HUB, AWAY);
    const place = world.place(MEMBER, AWAY);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'available' });
  });

  it('is served by the reconciliation when STS has throttled the hub for all deliveries', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    const end = throttle(world.home, /^sts:AssumeRole/);
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    expect(listedIds(world)).toEqual([]);
    end();
    await runFor(world, 3 * HOUR);
    expect(listedIds(world)).toEqual([endpointId]);
  });

  it('decides nothing by records that it writes into its own Parameter Store', async () => {
    const { world, place, endpointId, sibling } = await startLinked();
    const record = JSON.parse(place.aws.parameters.get(linkParameterName(endpointId))?.value ?? '');
    const planted = { ...record, state: 'unlinking', link: { ...record.link, EndpointId: sibling } };
    for (const id of [endpointId, sibling]) {
      const name = linkParameterName(id);
      place.aws.parameters.delete(name);
      place.aws.parameters.put({ name, value: JSON.stringify(planted), type: 'String' } as never);
    }
    await runFor(world, 4 * HOUR);
    expect(listedIds(world).sort()).toEqual([endpointId, sibling].sort());
    expect(recordAtHub(world, place, sibling)).toBeUndefined();
  });
});

const CALLS_TO_DIE_AT = [
  'sts:AssumeRole',
  'secretsmanager:GetSecretValue',
  'ec2:DescribeVpcEndpoints',
  'ec2:CreateTags',
  'ssm:PutParameter',
  'ssm:GetParameter',
  'ssm:GetParametersByPath',
  'ssm:DeleteParameter',
  'states:StartExecution',
  'events:PutEvents',
];

describe('a function of the hub that dies at a call', () => {
  it.each(CALLS_TO_DIE_AT.flatMap((action) => [1, 2].map((nth) => [action, nth] as const)))(
    '%s, the time no. %i, leaves the same in the end',
    async (action, nth) => {
      const world = await startHub();
      const place = world.place(MEMBER, AWAY);
      const { faults } = world.cloud.server;
      const dieAt = () => faults.push({ action, times: 1, after: nth - 1, effect: 'kill' });
      dieAt();
      const { endpointId } = place.createVpcEndpoint();
      const sibling = place.createVpcEndpoint();
      await runFor(world, 2 * HOUR);
      dieAt();
      place.deleteVpcEndpoints([endpointId]);
      await runFor(world, 5 * HOUR);
      // It has failed at least once.
      expect(faults.map(({ times }) => times)).toContain(0);
      expect(listedIds(world)).toEqual([sibling.endpointId]);
      expect(recordAtHub(world, place, sibling.endpointId)).toMatchObject({ state: 'available' });
      expect(recordAtHub(world, place, endpointId)).toBeUndefined();
      expect(copyAtHome(place, sibling.endpointId)).toMatchObject({ state: 'available' });
      expect(copyAtHome(place, endpointId)).toBeUndefined();
    },
  );
});
