import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import { administratorOf } from '../../../../local/aws/callers.js';
import type { BusEvent } from '../../../../local/aws/event-bridge/event-bus.js';
import type { LocalAws } from '../../../../local/aws/local-aws.js';
import {
  AWAY,
  allow,
  closeOrganizations,
  deployTo,
  HOME,
  HUB,
  MEMBER,
  ORGANIZATION,
  STRANGER,
  signedBy,
  startOrganization,
  type TestOrganization,
  UNIT,
} from '../local-organization.js';

afterEach(closeOrganizations);

const BUS = `arn:aws:events:${HOME}:${HUB}:event-bus/hub`;
const attribute = (logicalId: string, name = 'Arn') => ({ 'Fn::GetAtt': [logicalId, name] });

interface BusOptions {
  readonly condition?: object;
  readonly principal?: unknown;
}

/** Creates the hub's bus. By default, its policy allows events of the organization. */
function deployHub(place: LocalAws, { condition, principal = '*' }: BusOptions = {}): BusEvent[] {
  const Condition = condition ?? {
    StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
    ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Forwarder' },
  };
  const Statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: 'events:PutEvents',
    Resource: attribute('Bus'),
    Condition,
  };
  deployTo(place, {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'hub' } },
    Policy: {
      Type: 'AWS::Events::EventBusPolicy',
      Properties: { EventBusName: { Ref: 'Bus' }, StatementId: 'members', Statement },
    },
  });
  const events: BusEvent[] = [];
  place.buses.get('hub').listen((event) => events.push(event));
  return events;
}

interface MemberOptions {
  readonly target?: object;
  readonly roleName?: string;
  readonly service?: string;
  readonly mayPutOn?: string;
  readonly queueSource?: unknown;
}

/** Creates a rule of the default bus with the hub's bus as target. */
function deployMember(place: LocalAws, options: MemberOptions = {}): void {
  const { roleName = 'Forwarder', service = 'events.amazonaws.com', mayPutOn = BUS } = options;
  const Principal = { Service: service };
  const queueSource = options.queueSource ?? attribute('Rule');
  deployTo(place, {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: roleName,
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] },
        Policies: [
          { PolicyName: 'Put', PolicyDocument: { Statement: [allow('events:PutEvents', mayPutOn)] } },
        ],
      },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-letters' } },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: attribute('Queue'),
            Condition: { ArnEquals: { 'aws:SourceArn': queueSource } },
          },
        },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'forward',
        EventPattern: { source: ['aws.ec2'] },
        Targets: [
          {
            Id: 'Hub',
            Arn: BUS,
            RoleArn: attribute('Role'),
            DeadLetterConfig: { Arn: attribute('Queue') },
            ...options.target,
          },
        ],
      },
    },
  });
}

const DETAIL = { responseElements: { id: 'vpce-1' } };

async function putInMember(
  { place, time }: TestOrganization,
  account = MEMBER,
  region = HOME,
): Promise<BusEvent> {
  const event = place(account, region).bus.put('aws.ec2', 'AWS API Call via CloudTrail', DETAIL, ['arn:r']);
  await time.run();
  return event;
}

const deadLetters = (place: LocalAws) => place.queues.all.map(({ attributes }) => attributes);

describe('a rule with the bus of another account as target', () => {
  it.each([HOME, AWAY])('in %s forwards the event with its envelope, except for the id', async (region) => {
    const world = await startOrganization();
    const received = deployHub(world.place(HUB));
    deployMember(world.place(MEMBER, region));
    const { id, ...envelope } = await putInMember(world, MEMBER, region);
    expect(received).toEqual([{ ...envelope, id: expect.not.stringMatching(id) }]);
    expect(envelope).toMatchObject({ account: MEMBER, region, resources: ['arn:r'], detail: DETAIL });
    world.cloud.busSettings.newIdWithEachHop = false;
    const second = await putInMember(world, MEMBER, region);
    expect(received[1]).toEqual(second);
    expect(world.place(MEMBER, region).queues.all).toEqual([]);
  });

  it.each<[string, BusOptions, string]>([
    [
      'no statement for its account',
      { principal: { AWS: `arn:aws:iam::${STRANGER}:root` }, condition: {} },
      MEMBER,
    ],
    ['no membership in the organization', {}, STRANGER],
    [
      'another role',
      { condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Another' } } },
      MEMBER,
    ],
    [
      'the form of a session in the condition',
      { condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:sts::*:assumed-role/Forwarder/*' } } },
      MEMBER,
    ],
    [
      'another account in the condition',
      { condition: { StringEquals: { 'aws:PrincipalAccount': HUB } } },
      MEMBER,
    ],
    [
      'another unit',
      {
        condition: {
          'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-local00001/r-root/ou-root-others00/*' },
        },
      },
      MEMBER,
    ],
  ])('sends the event to the dead-letter queue at once with %s', async (_, bus, account) => {
    const world = await startOrganization();
    const received = deployHub(world.place(HUB), bus);
    deployMember(world.place(account));
    world.place(account).bus.put('aws.ec2', 'Type', DETAIL);
    await world.time.run(1);
    expect(received).toEqual([]);
    expect(deadLetters(world.place(account))).toEqual([
      {
        ERROR_CODE: 'NO_PERMISSIONS',
        ERROR_MESSAGE: `User: arn:aws:sts::${account}:assumed-role/Forwarder/EventBridge is not authorized to perform: events:PutEvents on resource: ${BUS} because no resource-based policy allows the events:PutEvents action`,
        RULE_ARN: `arn:aws:events:${HOME}:${account}:rule/forward`,
        TARGET_ARN: BUS,
      },
    ]);
    // EventBridge does not retry it.
    await world.time.run(24 * 3600);
    expect(world.place(account).queues.all).toHaveLength(1);
  });

  it('is allowed by its organizational unit, its account, or its rule', async () => {
    const conditions = [
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `o-local00001/r-root/${UNIT}/*` } },
      { StringEquals: { 'aws:SourceAccount': MEMBER } },
      { ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${MEMBER}:rule/forward` } },
    ];
    for (const condition of conditions) {
      const world = await startOrganization();
      const received = deployHub(world.place(HUB), { condition });
      deployMember(world.place(MEMBER));
      await putInMember(world);
      expect(received).toHaveLength(1);
    }
  });

  it.each([
    ['that may not put on the bus', { mayPutOn: `${BUS}2` }, 'NO_PERMISSIONS'],
    ['that does not trust EventBridge', { service: 'lambda.amazonaws.com' }, 'FAILED_TO_ASSUME_ROLE'],
    [
      'that does not exist',
      { target: { RoleArn: `arn:aws:iam::${MEMBER}:role/None` } },
      'FAILED_TO_ASSUME_ROLE',
    ],
    ['to a bus that does not exist', { target: { Arn: `${BUS}2` } }, 'NO_RESOURCE'],
    // Without a role there is no principal, so the condition key of a grant to the organization is absent.
    ['of nobody', { target: { RoleArn: undefined } }, 'NO_PERMISSIONS'],
  ])('with a role %s sends the event to the dead-letter queue', async (_, member, code) => {
    const world = await startOrganization();
    const received = deployHub(world.place(HUB));
    deployMember(world.place(MEMBER), member);
    await putInMember(world);
    expect([received, deadLetters(world.place(MEMBER)).map(({ ERROR_CODE }) => ERROR_CODE)]).toEqual([
      [],
      [code],
    ]);
  });

  it("cannot use another account's role", async () => {
    const world = await startOrganization();
    const target = { RoleArn: `arn:aws:iam::${HUB}:role/Forwarder` };
    expect(() => deployMember(world.place(MEMBER), { target })).toThrow(
      'Cross-account pass role is not allowed',
    );
  });

  it('loses the event if its dead-letter queue does not allow it', async () => {
    const world = await startOrganization();
    deployMember(world.place(MEMBER), { queueSource: 'arn:aws:events:*:*:rule/another' });
    await putInMember(world);
    expect(world.place(MEMBER).queues.all).toEqual([]);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('is matched by the source in a bus policy if the world has that key: %s', async (isThere, count) => {
    const world = await startOrganization();
    world.cloud.busSettings.sourceKeysWhenForwarded = isThere;
    const condition = {
      StringEquals: { 'events:source': 'aws.ec2', 'events:detail-type': 'AWS API Call via CloudTrail' },
    };
    const received = deployHub(world.place(HUB), { condition });
    deployMember(world.place(MEMBER));
    await putInMember(world);
    expect(received).toHaveLength(count);
  });
});

describe('the input of a target in a member', () => {
  it('replaces only the detail, if an input transformer creates it', async () => {
    const world = await startOrganization();
    const received = deployHub(world.place(HUB));
    const InputTransformer = {
      InputPathsMap: { id: '$.detail.responseElements.id', all: '$.detail' },
      InputTemplate: '{"forged":"<id> of <aws.events.rule-name>","account":"111122223333","was":<all>}',
    };
    deployMember(world.place(MEMBER), { target: { InputTransformer } });
    await putInMember(world);
    expect(received).toMatchObject([
      {
        source: 'aws.ec2',
        'detail-type': 'AWS API Call via CloudTrail',
        account: MEMBER,
        region: HOME,
        detail: { forged: 'vpce-1 of forward', account: '111122223333', was: DETAIL },
      },
    ]);
  });

  it('replaces the detail also as a constant, unless it is not an object', async () => {
    const world = await startOrganization();
    const received = deployHub(world.place(HUB));
    deployMember(world.place(MEMBER), { target: { Input: '{"forged":true}' } });
    await putInMember(world);
    deployMember(world.place(MEMBER), { target: { Input: '"text"' } });
    await putInMember(world);
    expect(received.map(({ source, detail }) => [source, detail])).toEqual([['aws.ec2', { forged: true }]]);
    expect(deadLetters(world.place(MEMBER)).map(({ ERROR_CODE }) => ERROR_CODE)).toEqual(['INVALID_JSON']);
  });
});

describe('an event that was forwarded once', () => {
  it('is not forwarded again, and no error is reported', async () => {
    const world = await startOrganization();
    const received = deployHub(world.place(HUB));
    const third = deployHub(world.place(HUB, AWAY));
    const regional = BUS.replace(HOME, AWAY);
    deployMember(world.place(MEMBER), { mayPutOn: BUS });
    deployTo(world.place(HUB), {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'Forwarder',
          AssumeRolePolicyDocument: {
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            { PolicyName: 'P', PolicyDocument: { Statement: [allow('events:PutEvents', regional)] } },
          ],
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: 'hub',
          EventPattern: { source: ['aws.ec2', 'own'] },
          Targets: [
            {
              Id: 'Third',
              Arn: regional,
              RoleArn: attribute('Role'),
              DeadLetterConfig: { Arn: attribute('Queue') },
            },
          ],
        },
      },
    });
    await putInMember(world);
    expect([received.length, third, world.place(HUB).queues.all]).toEqual([1, [], []]);
    // The rule itself works: it forwards an event that was put on its bus directly.
    world.place(HUB).buses.get('hub').put('own', 'Type', {});
    await world.time.run();
    expect(third.map(({ source }) => source)).toEqual(['own']);
  });
});

describe('PutEvents', () => {
  const put = async (key: string, entry: Partial<PutEventsRequestEntry> = {}) => {
    const whole = { Source: 'own', DetailType: 'Type', Detail: '{"a":1}', EventBusName: BUS, ...entry };
    return new EventBridgeClient(signedBy(key)).send(new PutEventsCommand({ Entries: [whole] }));
  };

  async function start(condition: object = { StringEquals: { 'events:source': 'own' } }) {
    const world = await startOrganization();
    const received = deployHub(world.place(HUB), { condition });
    world.place(MEMBER).addPerson('Writer', [allow('events:PutEvents', '*')]);
    world.place(HUB).addPerson('HubWriter', [allow('events:PutEvents', BUS)]);
    world.place(HUB).addPerson('Nobody', []);
    return { ...world, received };
  }

  it('puts an event with the account of the caller on the bus of another account', async () => {
    const { received } = await start();
    expect(await put('Writer')).toMatchObject({ FailedEntryCount: 0 });
    await put('HubWriter', { EventBusName: 'hub' });
    expect(received.map(({ account, source, detail }) => [account, source, detail])).toEqual([
      [MEMBER, 'own', { a: 1 }],
      [HUB, 'own', { a: 1 }],
    ]);
  });

  it.each([
    ['the bus policy does not allow it', 'Writer', { Source: 'other' }, 'resource-based'],
    [
      'the policy of the caller does not allow it',
      'Nobody',
      { Source: 'other', EventBusName: 'hub' },
      'identity-based',
    ],
  ])('is refused as a whole if %s', async (_, key, entry, why) => {
    const { received } = await start();
    await expect(put(key, entry)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`because no ${why} policy allows the events:PutEvents action`),
    });
    expect(received).toEqual([]);
  });

  it.each([
    ['a source of AWS', { Source: 'aws.ec2' }, 'NotAuthorizedForSourceException'],
    ['a detail that is not JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a bus of another Region', { EventBusName: BUS.replace(HOME, AWAY) }, 'InvalidArgument'],
  ])('refuses an entry with %s', async (_, entry, ErrorCode) => {
    const world = await start({});
    deployHub(world.place(HUB, AWAY), { condition: {} });
    expect(await put('Writer', entry)).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode }] });
    expect(world.received).toEqual([]);
  });

  it('accepts a source that only resembles one of AWS', async () => {
    const { received } = await start({});
    await put('Writer', { Source: 'AWS.ec2' });
    expect(received.map(({ source }) => source)).toEqual(['AWS.ec2']);
  });
});

describe('a bus and its rules', () => {
  it('are returned by the describe calls', async () => {
    const { place } = await startOrganization();
    deployHub(place(HUB), { condition: {} });
    deployMember(place(MEMBER));
    const hub = new EventBridgeClient(signedBy(administratorOf(HUB)));
    const { Policy = '', ...bus } = await hub.send(new DescribeEventBusCommand({ Name: 'hub' }));
    expect([bus, JSON.parse(Policy)]).toMatchObject([
      { Name: 'hub', Arn: BUS },
      { Statement: [{ Sid: 'members', Principal: '*', Action: 'events:PutEvents' }] },
    ]);
    await expect(hub.send(new DescribeEventBusCommand({ Name: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const member = new EventBridgeClient(signedBy(administratorOf(MEMBER)));
    expect(await member.send(new ListTargetsByRuleCommand({ Rule: 'forward' }))).toMatchObject({
      Targets: [{ Arn: BUS, RoleArn: `arn:aws:iam::${MEMBER}:role/Forwarder` }],
    });
    const rule = new DescribeRuleCommand({ Name: 'forward', EventBusName: 'hub' });
    await expect(hub.send(rule)).rejects.toThrow('Rule forward does not exist on EventBus hub.');
  });

  it('allow a policy of 10,240 characters, and no more', async () => {
    const { place } = await startOrganization();
    const { policy } = place(HUB).bus;
    const statement = (count: number) => ({
      Effect: 'Allow',
      Principal: { AWS: Array<string>(count).fill(MEMBER) },
      Action: 'events:PutEvents',
    });
    policy.put('few', statement(600));
    expect(() => policy.put('many', statement(200))).toThrow(/exceeds 10240 characters/);
  });
});
