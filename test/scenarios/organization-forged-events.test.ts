/** Events that the administrator of a member forges: nothing of another account or of the hub is changed by them. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_NAMESPACE,
  forwarderRoleName,
  heartbeatRuleName,
  membersPath,
} from '../../lambda/contract/members.js';
import { AtlasMembers } from '../../lib/index.js';
import { administratorOf } from '../../local/aws/callers.js';
import { createVpcEndpointRecord, deleteVpcEndpointsRecord } from '../../local/aws/cloudtrail/cloud-trail.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { API_CALL, changedBy, type Forgery, forge, HUB_BUS, listenToHub } from './hostile-member.js';
import {
  AWAY,
  HOME,
  HUB,
  listedIds,
  MEMBER,
  ORGANIZATION,
  OUTSIDE,
  runFor,
  SECOND,
  startHub,
} from './hub-world.js';

const HALF_HOUR = 1800;

/** Longer than the deliveries of an event with their waits. */
const DELIVERED = 900;

interface Targets {
  readonly world: OrganizationWorld;
  /** Linked, of the attacker. */
  readonly own: LocalVpcEndpoint;
  /** Linked, of another member. */
  readonly others: LocalVpcEndpoint;
  /** Linked, of the hub's own account and Region. */
  readonly hubs: LocalVpcEndpoint;
  /** Living and not linked, of another member. */
  readonly unlinked: LocalVpcEndpoint;
}

async function startTargets(): Promise<Targets> {
  const world = await startHub();
  const [own, others, hubs] = [world.place(MEMBER), world.place(SECOND), world.home].map((place) =>
    place.createVpcEndpoint(),
  );
  await runFor(world, HALF_HOUR);
  world.place(SECOND).aws.bus.loses = () => true;
  const unlinked = world.place(SECOND).createVpcEndpoint();
  await runFor(world, 5);
  if (own === undefined || others === undefined || hubs === undefined) throw new Error('No endpoints');
  return { world, own, others, hubs, unlinked };
}

const factsOf = (world: OrganizationWorld, account = MEMBER, region = HOME) => ({
  account,
  region,
  time: new Date(world.time.now()),
});
const created = (world: OrganizationWorld, endpoint: LocalVpcEndpoint, account = MEMBER, region = HOME) =>
  createVpcEndpointRecord({ ...endpoint, ownerAccount: account }, factsOf(world, account, region));
const deleted = (
  world: OrganizationWorld,
  { endpointId }: LocalVpcEndpoint,
  account = MEMBER,
  region = HOME,
) => deleteVpcEndpointsRecord([endpointId], [], factsOf(world, account, region));

function ofStack(account: string, status: string, { endpointId }: LocalVpcEndpoint): Forgery {
  const stackId = `arn:aws:cloudformation:${HOME}:${account}:stack/network/1`;
  const detail = {
    'stack-id': stackId,
    'logical-resource-id': 'Endpoint',
    'physical-resource-id': endpointId,
    'status-details': { status, 'status-reason': '' },
    'resource-type': 'AWS::EC2::VPCEndpoint',
    'client-request-token': '',
  };
  const detailType = 'CloudFormation Resource Status Change';
  return { source: 'aws.cloudformation', detailType, resources: [], detail };
}

const FORGERIES: readonly [name: string, forgery: (targets: Targets) => Forgery][] = [
  [
    'a creation that names the endpoint of another account',
    ({ world, unlinked }) => ({ detail: created(world, unlinked) }),
  ],
  [
    'a creation with the account of another member in its detail',
    ({ world, unlinked }) => ({ detail: created(world, unlinked, SECOND) }),
  ],
  [
    'a creation with another Region in its detail',
    ({ world, own }) => ({ detail: created(world, own, MEMBER, AWAY) }),
  ],
  [
    'a creation whose endpoint has another owner',
    ({ world, unlinked }) => ({
      detail: createVpcEndpointRecord({ ...unlinked, ownerAccount: SECOND }, factsOf(world)),
    }),
  ],
  [
    "a deletion that names another member's linked endpoint",
    ({ world, others }) => ({ detail: deleted(world, others) }),
  ],
  [
    "a deletion that names another member's linked endpoint and account",
    ({ world, others }) => ({ detail: deleted(world, others, SECOND) }),
  ],
  ["a deletion that names the hub's own endpoint", ({ world, hubs }) => ({ detail: deleted(world, hubs) })],
  [
    "a deletion that names the hub's own endpoint and account",
    ({ world, hubs }) => ({ detail: deleted(world, hubs, HUB) }),
  ],
  ['a deletion of an endpoint of its own that lives', ({ world, own }) => ({ detail: deleted(world, own) })],
  [
    "a stack's creation of the endpoint of another account",
    ({ unlinked }) => ofStack(MEMBER, 'CREATE_COMPLETE', unlinked),
  ],
  [
    "a stack's deletion of another member's endpoint",
    ({ others }) => ofStack(MEMBER, 'DELETE_COMPLETE', others),
  ],
  ["a stack's deletion in another account", ({ others }) => ofStack(SECOND, 'DELETE_COMPLETE', others)],
  ["a stack's deletion of the hub's endpoint", ({ hubs }) => ofStack(HUB, 'DELETE_COMPLETE', hubs)],
  [
    'a tag event with the ARN of another account',
    ({ unlinked }) => ({
      source: 'aws.tag',
      detailType: 'Tag Change on Resource',
      resources: [`arn:aws:ec2:${HOME}:${SECOND}:vpc-endpoint/${unlinked.endpointId}`],
      detail: { service: 'ec2', 'resource-type': 'vpc-endpoint', 'changed-tag-keys': ['atlas'], tags: {} },
    }),
  ],
  [
    'a deletion without a readable id',
    () => ({ detail: { eventName: 'DeleteVpcEndpoints', requestParameters: '' } }),
  ],
  ['a detail that is no record', () => ({ detail: { eventName: ['CreateVpcEndpoint'] } })],
];

describe('a member that rewrites the detail of an event', () => {
  it('can have nothing but its own endpoints linked', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    place.aws.bus.loses = ({ detail }) => JSON.stringify(detail).includes('CreateVpcEndpoint');
    const endpoint = place.createVpcEndpoint();
    await runFor(world, 5);
    forge(place, { detail: created(world, endpoint) });
    await runFor(world, DELIVERED);
    expect(listedIds(world)).toEqual([endpoint.endpointId]);
  });

  it.each(FORGERIES)('changes nothing by %s', async (_, forgery) => {
    const targets = await startTargets();
    const { world } = targets;
    const before = changedBy(world);
    const received = listenToHub(world);
    forge(world.place(MEMBER), forgery(targets));
    await runFor(world, DELIVERED);
    expect(received).toHaveLength(1);
    expect(changedBy(world)).toEqual(before);
  });

  it('keeps its links although it reports one of several deletions falsely', async () => {
    const { world, own, others } = await startTargets();
    const place = world.place(MEMBER);
    const second = place.createVpcEndpoint();
    await runFor(world, HALF_HOUR);
    place.aws.bus.loses = ({ source, detail }) =>
      source === 'aws.ec2' && !JSON.stringify(detail).includes('forgery');
    place.deleteVpcEndpoints([second.endpointId]);
    const ids = [own, others, second].map(({ endpointId }) => endpointId);
    await runFor(world, 60);
    forge(place, { detail: deleteVpcEndpointsRecord(ids, [], factsOf(world)) });
    await runFor(world, DELIVERED);
    expect(listedIds(world)).toEqual(expect.arrayContaining([own.endpointId, others.endpointId]));
    expect(listedIds(world)).not.toContain(second.endpointId);
  });

  it('cannot be remembered for ever by a time in the future', async () => {
    const world = await startHub();
    const place = world.place(MEMBER, AWAY);
    const { parameters } = world.home.aws;
    const name = `${membersPath(DEFAULT_NAMESPACE)}/${MEMBER}/${AWAY}`;
    expect(parameters.get(name)).toBeUndefined();
    const endpoint = place.createVpcEndpoint();
    place.aws.bus.loses = ({ detail }) => !JSON.stringify(detail).includes('forgery');
    forge(place, {
      detail: { ...created(world, endpoint, MEMBER, AWAY), eventTime: '2999-01-01T00:00:00Z' },
    });
    await runFor(world, 60);
    const { heardAt } = JSON.parse(parameters.get(name)?.value ?? '') as { heardAt: string };
    expect(Date.parse(heardAt)).toBeLessThanOrEqual(world.time.now());
  });
});

type Signer = 'administrator' | 'forwarder';

function busClient(world: OrganizationWorld, account: string, as: Signer, region = HOME): EventBridgeClient {
  const accessKeyId = as === 'administrator' ? administratorOf(account) : `FORWARDER${account}`;
  const roleArn = `arn:aws:iam::${account}:role/${forwarderRoleName(DEFAULT_NAMESPACE)}`;
  if (as === 'forwarder') {
    world.cloud.callers.addPerson(accessKeyId, { account, roleArn });
    // Outside, somebody makes a role of this name, which may do everything.
    const resource = { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' } as const;
    world.cloud.account(account).permissions.attach(roleArn, [resource]);
  }
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  return new EventBridgeClient({ endpoint: world.cloud.server.url, region, credentials, maxAttempts: 1 });
}

/** @returns code of the refusal; undefined if EventBridge has taken the event */
async function putOnHub(
  client: EventBridgeClient,
  Source: string,
  detail: object,
): Promise<string | undefined> {
  const entry = { EventBusName: HUB_BUS, Source, DetailType: API_CALL, Detail: JSON.stringify(detail) };
  try {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    return Entries[0]?.ErrorCode;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

describe('whoever puts an event on the bus of the hub', () => {
  it.each([
    ['a member, as AWS', MEMBER, 'administrator', 'aws.ec2'],
    ['a member, as AWS with capitals', MEMBER, 'administrator', 'AWS.ec2'],
    ['a member, with a source of its own', MEMBER, 'administrator', 'custom'],
    ['a member, with the forwarder and as AWS', MEMBER, 'forwarder', 'aws.ec2'],
    ['a member, with the forwarder and as AWS with capitals', MEMBER, 'forwarder', 'AWS.ec2'],
    ['a member, with the forwarder and a source of its own', MEMBER, 'forwarder', 'custom'],
    ['an account outside', OUTSIDE, 'administrator', 'custom'],
    ['an account outside with a role of the forwarder', OUTSIDE, 'forwarder', 'aws.ec2'],
  ] as const)('is refused: %s', async (_, account, as, source) => {
    const { world, own } = await startTargets();
    const received = listenToHub(world);
    const before = changedBy(world);
    const refusal = await putOnHub(busClient(world, account, as), source, deleted(world, own));
    expect(refusal).toMatch(/AccessDenied|NotAuthorizedForSource/);
    await runFor(world, DELIVERED);
    expect(received).toEqual([]);
    expect(changedBy(world)).toEqual(before);
  });

  it('causes nothing with a source that is not quite that of AWS, although a rule delivers the event', async () => {
    const world = await startHub();
    const place = world.place(MEMBER);
    place.aws.bus.loses = ({ detail }) => !JSON.stringify(detail).includes('forgery');
    const endpoint = place.createVpcEndpoint();
    for (const sourceKeysWhenForwarded of [true, false]) {
      world.busSettings.sourceKeysWhenForwarded = sourceKeysWhenForwarded;
      for (const source of ['AWS.ec2', 'custom', 'aws.EC2'])
        forge(place, { source, detail: created(world, endpoint) });
      await runFor(world, DELIVERED);
    }
    expect(listedIds(world)).toEqual([]);
    forge(place, { detail: created(world, endpoint) });
    await runFor(world, DELIVERED);
    expect(listedIds(world)).toEqual([endpoint.endpointId]);
  });

  it.each([
    ['outside', OUTSIDE],
    ['that has left', SECOND],
  ])('is not heard: an account %s, with its rule and a role of the forwarder', async (_, account) => {
    const { world } = await startTargets();
    if (account === SECOND) world.leave(SECOND);
    await runFor(world, 60);
    const place = world.place(account);
    const roleArn = `arn:aws:iam::${account}:role/${forwarderRoleName(DEFAULT_NAMESPACE)}`;
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'events.amazonaws.com' },
    };
    world.cloud.account(account).roles.put({ arn: roleArn, trust: [trust as never] });
    const allowed = { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' } as const;
    world.cloud.account(account).permissions.attach(roleArn, [allowed]);
    const endpoint = place.createVpcEndpoint();
    const before = changedBy(world);
    const received = listenToHub(world);
    forge(place, { detail: created(world, endpoint, account) });
    forge(place, {
      source: 'aws.events',
      detailType: 'Scheduled Event',
      resources: [`arn:aws:events:${HOME}:${account}:rule/${heartbeatRuleName(DEFAULT_NAMESPACE)}`],
      detail: {},
    });
    await runFor(world, DELIVERED);
    expect(received.filter((event) => (event as { account: string }).account === account)).toEqual([]);
    expect(changedBy(world)).toEqual(before);
  });
});

describe('a heartbeat', () => {
  const beat = (account: string, region: string, rule: string): Forgery => ({
    source: 'aws.events',
    detailType: 'Scheduled Event',
    resources: [`arn:aws:events:${region}:${account}:rule/${rule}`],
    detail: {},
  });
  const RULE = heartbeatRuleName(DEFAULT_NAMESPACE);

  it('is noted once for each place, whatever rules a member makes', async () => {
    const world = await startHub();
    for (let number = 2; number < 60; number += 1) {
      const rules = [heartbeatRuleName(`other-${number}`), heartbeatRuleName(DEFAULT_NAMESPACE, number)];
      for (const rule of rules) forge(world.place(MEMBER), beat(MEMBER, HOME, rule));
    }
    await runFor(world, 300);
    expect(changedBy(world).members).toEqual([`${membersPath(DEFAULT_NAMESPACE)}/${MEMBER}/${HOME}`]);
  });

  it('of another account or Region than that of the envelope is not noted', async () => {
    const world = await startHub();
    const before = changedBy(world).members;
    forge(world.place(MEMBER), beat('555566667777', HOME, RULE));
    forge(world.place(MEMBER), beat(MEMBER, 'us-east-1', RULE));
    forge(world.place(MEMBER), beat(MEMBER, HOME, `${RULE}/../../x`));
    await runFor(world, 300);
    expect(changedBy(world).members).toEqual(before);
  });

  it('of a Region that the hub does not serve is not noted, and neither is an event from there', async () => {
    const world = await startHub({
      members: AtlasMembers.organization(ORGANIZATION, { regions: [HOME] }),
    });
    const place = world.place(MEMBER, AWAY);
    const endpoint = place.createVpcEndpoint();
    const before = changedBy(world);
    const received = listenToHub(world);
    forge(place, beat(MEMBER, AWAY, RULE));
    forge(place, { detail: created(world, endpoint, MEMBER, AWAY) });
    await runFor(world, DELIVERED);
    expect(received.length).toBeGreaterThanOrEqual(2);
    expect(changedBy(world)).toEqual(before);
  });

  it('of an account that is not listed does not reach the hub', async () => {
    const members = AtlasMembers.accounts([SECOND], { regions: [HOME, AWAY] });
    const world = await startHub({ members });
    const endpoint = world.place(MEMBER).createVpcEndpoint();
    await runFor(world, DELIVERED);
    expect(changedBy(world).members.filter((name) => name.includes(MEMBER))).toEqual([]);
    expect(listedIds(world)).toEqual([]);
    const allowed = world.place(SECOND).createVpcEndpoint();
    await runFor(world, DELIVERED);
    expect(listedIds(world)).toEqual([allowed.endpointId]);
    expect(endpoint.state).toBe('pendingAcceptance');
  });
});
