import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { memberRoleName } from '../../../lambda/contract/members.js';
import {
  AtlasCredentials,
  AtlasMembers,
  type AtlasPrivateLink,
  type AtlasPrivateLinkProps,
  EndpointSelection,
} from '../../../lib/index.js';
import { createLink, newStack, PROJECT_ID, statementsIn, templateOf } from '../synthesized-stack.js';

const PROJECT = { projectId: PROJECT_ID, credentials: AtlasCredentials.fromSecretName('atlas/automation') };
const ORGANIZATION = 'o-a1b2c3d4e5';
const OPTIONS = { regions: ['eu-west-1', 'us-east-1'] };
const organization = AtlasMembers.organization(ORGANIZATION, OPTIONS);

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of many shapes
type Json = any;

const hub = (props: Partial<AtlasPrivateLinkProps> = {}, stack = newStack()) =>
  createLink({ members: organization, ...props }, stack);
const resourcesOf = (link: AtlasPrivateLink): Record<string, Json> => templateOf(link).toJSON().Resources;
const policyOf = (members: AtlasMembers): Json => {
  const [policy] = Object.values(templateOf(hub({ members })).findResources('AWS::Events::EventBusPolicy'));
  return policy?.Properties;
};
const FUNCTIONS = [
  'ReceiveEndpointEvent',
  'ReconcileLinks',
  'EngineProvisionTarget',
  'EnginePollLink',
  'EngineFinalizeLink',
];

let alone: Record<string, Json>;
let served: Record<string, Json>;
let template: Template;

beforeAll(() => {
  alone = resourcesOf(createLink());
  const link = hub();
  template = templateOf(link);
  served = template.toJSON().Resources;
});

describe('an automation without members', () => {
  it('has no bus, no policy of one, no tag, and may assume no role', () => {
    const text = JSON.stringify(alone);
    for (const word of ['EventBusPolicy', 'Events::EventBus"', 'sts:AssumeRole","Effect":"Allow","Resource'])
      expect(text).not.toContain(word);
    for (const word of ['MEMBERS', 'Member', '/atlas-privatelink/members', 'atlas-privatelink:hub'])
      expect(text).not.toContain(word);
  });

  it('has as many resources of each type as before there were members', () => {
    const counts: Record<string, number> = {};
    for (const { Type } of Object.values(alone)) counts[Type] = (counts[Type] ?? 0) + 1;
    expect(counts).toEqual({
      'AWS::CloudWatch::Alarm': 9,
      'AWS::CloudWatch::CompositeAlarm': 2,
      'AWS::CloudWatch::Dashboard': 1,
      'AWS::DynamoDB::Table': 1,
      'AWS::Events::Rule': 6,
      'AWS::IAM::Policy': 11,
      'AWS::IAM::Role': 9,
      'AWS::KMS::Key': 1,
      'AWS::Lambda::EventInvokeConfig': 2,
      'AWS::Lambda::Function': 5,
      'AWS::Lambda::Permission': 6,
      'AWS::Logs::LogGroup': 7,
      'AWS::Logs::QueryDefinition': 5,
      'AWS::SNS::Subscription': 1,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::TopicPolicy': 1,
      'AWS::SQS::Queue': 1,
      'AWS::SQS::QueuePolicy': 1,
      'AWS::SSM::Parameter': 1,
      'AWS::Scheduler::Schedule': 1,
      'AWS::SecretsManager::Secret': 1,
      'AWS::StepFunctions::StateMachine': 2,
    });
  });
});

describe('an automation that becomes a hub', () => {
  it('keeps every resource under its id', () => {
    for (const [id, { Type }] of Object.entries(alone)) expect([id, served[id]?.Type]).toEqual([id, Type]);
  });

  it('replaces none: what changes is updated in place', () => {
    const changed = Object.keys(alone).filter(
      (id) => JSON.stringify(alone[id]?.Properties) !== JSON.stringify(served[id]?.Properties),
    );
    const properties = changed.flatMap((id) =>
      Object.keys(served[id].Properties)
        .filter(
          (key) => JSON.stringify(alone[id].Properties[key]) !== JSON.stringify(served[id].Properties[key]),
        )
        .map((key) => `${served[id].Type} ${key}`),
    );
    expect([...new Set(properties)].sort()).toEqual([
      'AWS::CloudWatch::Dashboard DashboardBody',
      'AWS::IAM::Policy PolicyDocument',
      'AWS::IAM::Role Tags',
      'AWS::Lambda::Function Environment',
      'AWS::SQS::QueuePolicy PolicyDocument',
      'AWS::SSM::Parameter Value',
    ]);
  });

  it('adds what is its own: a bus, rules on it, alarms', () => {
    const added = Object.keys(served).filter((id) => alone[id] === undefined);
    const others = added.filter(
      (id) => !/^LinksHub|^LinksAlarmsMember(Silent|Unreachable|DeadLetters)|^LinksQueriesMember/.test(id),
    );
    expect(others).toEqual([]);
    template.resourceCountIs('AWS::Events::EventBus', 1);
  });
});

describe('the bus of a hub', () => {
  it('has the name that members know, by namespace', () => {
    template.hasResourceProperties('AWS::Events::EventBus', { Name: 'atlas-privatelink-default' });
    const members = AtlasMembers.organization(ORGANIZATION, { ...OPTIONS, namespace: 'test' });
    templateOf(hub({ members })).hasResourceProperties('AWS::Events::EventBus', {
      Name: 'atlas-privatelink-test',
    });
  });

  it('takes events of the forwarder role alone, and of the forwarded sources and types', () => {
    const { Statement } = policyOf(organization);
    expect(Statement).toMatchObject({
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^LinksHubBus/), 'Arn'] },
    });
    expect(Statement.Condition).toEqual({
      StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
      ArnLike: {
        'aws:PrincipalArn': {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':iam::*:role/AtlasPrivateLinkForwarder-default'],
          ],
        },
      },
      StringEqualsIfExists: {
        'events:source': ['aws.ec2', 'aws.cloudformation', 'aws.tag', 'aws.events'],
        'events:detail-type': [
          'AWS API Call via CloudTrail',
          'CloudFormation Resource Status Change',
          'Tag Change on Resource',
          'Scheduled Event',
        ],
      },
    });
  });

  it('takes those of listed accounts where accounts are listed', () => {
    const { Condition } = policyOf(
      AtlasMembers.accounts(['222222222222', '333333333333'], OPTIONS),
    ).Statement;
    expect(Condition.StringEquals).toEqual({ 'aws:PrincipalAccount': ['222222222222', '333333333333'] });
  });

  it('takes those of units by the path of the account, and of the organization besides', () => {
    const units = ['ou-ab12-11112222', 'r-ab12/ou-ab12-22223333/', `${ORGANIZATION}/r-ab12`];
    const { Condition } = policyOf(AtlasMembers.organizationalUnits(ORGANIZATION, units, OPTIONS)).Statement;
    expect(Condition.StringEquals).toEqual({ 'aws:PrincipalOrgID': ORGANIZATION });
    expect(Condition['ForAnyValue:StringLike']).toEqual({
      'aws:PrincipalOrgPaths': [
        `${ORGANIZATION}/*/ou-ab12-11112222/*`,
        `${ORGANIZATION}/r-ab12/ou-ab12-22223333/*`,
        `${ORGANIZATION}/r-ab12/*`,
      ],
    });
  });

  it('refuses a policy that is too long, and says what to do', () => {
    const accounts = Array.from({ length: 700 }, (_, index) => String(222_222_220_000 + index));
    expect(() => hub({ members: AtlasMembers.accounts(accounts, OPTIONS) })).toThrow(
      /members: the policy of the bus would have 1\d{4} characters, and EventBridge takes 10240\. Use AtlasMembers\.organization/,
    );
  });
});

describe('the rules on the bus of a hub', () => {
  const onBus = () =>
    Object.values(served).filter(
      ({ Type, Properties }) => Type === 'AWS::Events::Rule' && Properties.EventBusName,
    );

  it('match what the rules on the default bus match, of any account and Region', () => {
    const detailsOf = (rules: Json[]) =>
      rules.map(({ Properties: { EventPattern } }) => {
        const { account, region, ...rest } = EventPattern;
        return JSON.stringify(rest);
      });
    const own = Object.entries(alone).filter(([id]) => /^LinksEndpointEvents\w*Rule[0-9A-F]{8}$/.test(id));
    expect(own).toHaveLength(4);
    expect(detailsOf(onBus())).toEqual(expect.arrayContaining(detailsOf(own.map(([, rule]) => rule))));
    for (const { Properties } of onBus()) {
      expect(Properties.EventPattern.account).toBeUndefined();
      expect(Properties.EventPattern.region).toBeUndefined();
    }
  });

  it('take heartbeats of this namespace, of any version', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: Match.anyValue(),
      EventPattern: {
        source: ['aws.events'],
        'detail-type': ['Scheduled Event'],
        resources: [{ wildcard: '*:rule/atlas-privatelink-default-heartbeat-*' }],
      },
    });
    expect(onBus()).toHaveLength(5);
  });

  it('deliver to the receiver, with retries for a day and the dead-letter queue', () => {
    for (const { Properties } of onBus())
      expect(Properties.Targets).toEqual([
        expect.objectContaining({
          Arn: { 'Fn::GetAtt': [expect.stringMatching(/^LinksReceiveEndpointEventFunction/), 'Arn'] },
          DeadLetterConfig: { Arn: expect.anything() },
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
        }),
      ]);
  });

  it('forward no changes of tags where the selection checks none', () => {
    const link = hub({ endpointSelection: EndpointSelection.all() });
    expect(JSON.stringify(resourcesOf(link))).not.toContain('aws.tag"]');
  });
});

describe('the functions of a hub', () => {
  /** Joined text, with each reference as its name. */
  const textOf = (value: Json): string =>
    typeof value === 'string'
      ? value
      : value['Fn::Join'][1].map((part: Json) => (typeof part === 'string' ? part : part.Ref)).join('');

  it('know the namespace and the Regions, and the accounts where they are listed', () => {
    const settings = (members: AtlasMembers): Json[] =>
      Object.values(templateOf(hub({ members })).findResources('AWS::Lambda::Function')).map(
        ({ Properties }) => JSON.parse(textOf(Properties.Environment.Variables.MEMBERS)),
      );
    const regions = ['eu-west-1', 'us-east-1'];
    const accounts = ['222222222222'];
    const hubOf = { hubAccount: expect.any(String), partition: 'AWS::Partition' };
    expect(settings(organization)).toEqual(Array(5).fill({ ...hubOf, namespace: 'default', regions }));
    const listed = AtlasMembers.accounts(accounts, { regions, namespace: 'test' });
    expect(settings(listed)).toEqual(Array(5).fill({ ...hubOf, namespace: 'test', accounts, regions }));
  });

  it('have a Region that is known only at deployment as it is', () => {
    const stack = newStack();
    const members = AtlasMembers.accounts(['222222222222'], { regions: [stack.region] });
    const [called] = Object.values(
      templateOf(hub({ members }, stack)).findResources('AWS::Lambda::Function'),
    );
    expect(JSON.stringify(called?.Properties.Environment.Variables.MEMBERS)).toContain(
      '{"Ref":"AWS::Region"}',
    );
  });

  it.each([
    ['the role of a member in any account, for an organization', organization, [':iam::*:role/']],
    [
      'those of the listed accounts alone',
      AtlasMembers.accounts(['222222222222', '333333333333'], OPTIONS),
      [':iam::222222222222:role/', ':iam::333333333333:role/'],
    ],
  ])('may assume %s', (_, members, roles) => {
    const assumed = statementsIn(templateOf(hub({ members }))).filter(({ Action }) =>
      [Action].flat().includes('sts:AssumeRole'),
    );
    expect(assumed).toHaveLength(5);
    for (const { Action, Resource } of assumed) {
      expect(Action).toBe('sts:AssumeRole');
      const expected = roles.map((role) => ({
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `${role}${memberRoleName('default')}`]],
      }));
      expect([Resource].flat()).toEqual(expected);
    }
  });

  it('have roles with the tag by which members recognize them, and nobody else has', () => {
    const tagged = Object.entries(template.findResources('AWS::IAM::Role'))
      .filter(([, { Properties }]) => Properties.Tags !== undefined)
      .map(([id, { Properties }]) => [id.replace(/^Links|Role[0-9A-F]{8}$/g, ''), Properties.Tags]);
    const tags = [{ Key: 'atlas-privatelink:hub', Value: 'default' }];
    expect(Object.fromEntries(tagged)).toEqual(Object.fromEntries(FUNCTIONS.map((name) => [name, tags])));
  });

  it('note and forget members below the path of the namespace, each by the function that does it', () => {
    const onMembers = statementsIn(template)
      .filter(({ Resource }) => JSON.stringify(Resource).includes('/atlas-privatelink/members/'))
      .map(({ policy, Action, Resource }) => [
        policy.replace(/Role.*$/, ''),
        Action,
        /parameter(\/[^"]*)/.exec(JSON.stringify(Resource))?.[1],
      ]);
    expect(onMembers).toEqual([
      [
        'LinksReceiveEndpointEvent',
        ['ssm:GetParameter', 'ssm:PutParameter'],
        '/atlas-privatelink/members/default/*',
      ],
      ['LinksReconcileLinks', 'ssm:GetParametersByPath', '/atlas-privatelink/members/default'],
      ['LinksReconcileLinks', 'ssm:DeleteParameter', '/atlas-privatelink/members/default/*'],
    ]);
  });

  it('are told at synthesis when the list of accounts is too long for their environment', () => {
    const accounts = Array.from({ length: 250 }, (_, index) => String(222_222_220_000 + index));
    expect(() => templateOf(hub({ members: AtlasMembers.accounts(accounts, OPTIONS) }))).toThrow(
      /Most of it is MEMBERS with \d{4} bytes: give AtlasMembers\.organization or AtlasMembers\.organizationalUnits/,
    );
  });

  it.each([true, false])(
    'have policies that IAM takes for 150 accounts, whether the CDK merges them (%s)',
    (merge) => {
      const accounts = Array.from({ length: 150 }, (_, index) => String(222_222_220_000 + index));
      const app = new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': merge } });
      const members = AtlasMembers.accounts(accounts, OPTIONS);
      const large = templateOf(hub({ members }, new Stack(app, 'Test')));
      const bytesOf = (document: unknown) =>
        JSON.stringify(document)
          .replace(/\{"Fn::(Join|GetAtt)":\[("",)?|\{"Ref":|\]?\}/g, '')
          .replaceAll('","', '').length;
      const policies = (type: string) =>
        Object.values(large.findResources(type)).map(({ Properties }) => Properties);
      const byRole = new Map<string, number>();
      for (const { Roles, PolicyDocument } of policies('AWS::IAM::Policy')) {
        const role = JSON.stringify(Roles);
        byRole.set(role, (byRole.get(role) ?? 0) + bytesOf(PolicyDocument));
      }
      expect(Math.max(...byRole.values())).toBeLessThan(10_240);
      for (const { PolicyDocument } of policies('AWS::IAM::ManagedPolicy'))
        expect(bytesOf(PolicyDocument)).toBeLessThan(6144);
    },
  );
});

describe('what a hub tells its members', () => {
  it('is where it is, its namespace, its organization, and which tags it looks at', () => {
    const link = hub({}, newStack('111122223333'));
    expect(link.hub).toEqual({
      account: '111122223333',
      region: 'eu-west-1',
      namespace: 'default',
      organizationId: ORGANIZATION,
      tagKeys: ['atlas'],
      regions: ['eu-west-1', 'us-east-1'],
    });
    const listed = AtlasMembers.accounts(['222222222222'], OPTIONS);
    expect(hub({ members: listed }).hub).not.toHaveProperty('organizationId');
  });

  it('is nothing without members, and the error says what to do', () => {
    expect(() => createLink().hub).toThrow(
      /hub: expected an automation with members, received one .*Give it the prop members/,
    );
  });
});

describe('an operator of a hub', () => {
  it('finds the members in the description of the automation', () => {
    const [parameter] = Object.values(template.findResources('AWS::SSM::Parameter'));
    expect(JSON.stringify(parameter?.Properties.Value)).toMatch(/members.*namespace.*default.*regions/);
  });

  it.each(['MemberSilent', 'MemberUnreachable', 'MemberDeadLetters'])(
    'has the alarm %s, after two reconciliations',
    (name) => {
      const link = hub();
      const alarms = [
        link.alarms.memberSilent,
        link.alarms.memberUnreachable,
        link.alarms.memberDeadLetters,
      ].map((alarm) => alarm?.node.id);
      expect(alarms).toContain(name);
      templateOf(link).hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName: name,
        Statistic: 'Maximum',
        Period: 3600,
        Threshold: 1,
        EvaluationPeriods: 2,
        DatapointsToAlarm: 2,
        TreatMissingData: 'ignore',
        AlarmDescription: Match.stringLikeRegexp(`section ${name}\\.`),
      });
    },
  );

  it('sees both on the dashboard, which nobody else does', () => {
    const bodyOf = (resources: Record<string, Json>) =>
      JSON.stringify(Object.values(resources).find(({ Type }) => Type === 'AWS::CloudWatch::Dashboard'));
    for (const name of ['MemberSilent', 'MemberUnreachable', 'MemberDeadLetters']) {
      expect(bodyOf(served)).toContain(name);
      expect(bodyOf(alone)).not.toContain(name);
    }
  });
});

describe('a project', () => {
  const accounts = ['222222222222'];
  const regions = ['us-east-1'];
  const settingsIn = (link: AtlasPrivateLink): Json => {
    const [called] = Object.values(templateOf(link).findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.Environment.Variables.ATLAS_PROJECTS !== undefined,
    );
    return called?.Properties.Environment.Variables.ATLAS_PROJECTS;
  };

  it('has its accounts and Regions in the settings of the functions, and only where they are given', () => {
    const limited = settingsIn(hub({ projects: [{ ...PROJECT, accounts, regions }] }));
    expect(JSON.stringify(limited)).toContain(
      JSON.stringify(JSON.stringify({ accounts, regions }).slice(1)).slice(1, -1),
    );
    expect(JSON.stringify(settingsIn(hub()))).not.toContain('accounts');
  });

  it('keeps those that are known only at deployment', () => {
    const stack = new Stack(new App(), 'Test');
    const production = new CfnParameter(stack, 'Production').valueAsString;
    const link = hub({ projects: [{ ...PROJECT, accounts: [production] }] }, stack);
    expect(JSON.stringify(settingsIn(link))).toMatch(/accounts\\*":\[\\*"",\{"Ref":"Production"\}/);
  });

  it('keeps them in the parameters of a long list', () => {
    const projects = Array.from({ length: 40 }, (_, index) => ({
      ...PROJECT,
      projectId: index.toString(16).padStart(24, '0'),
      accounts,
      regions,
    }));
    const lists = Object.values(templateOf(hub({ projects })).findResources('AWS::SSM::Parameter'))
      .map(({ Properties }) => Properties)
      .filter(({ Name }) => String(Name).startsWith('/atlas-privatelink/projects/'));
    const text = JSON.stringify(lists.map(({ Value }) => Value)).replaceAll('\\', '');
    expect(text.match(/"accounts":\["222222222222"\],"regions":\["us-east-1"\]/g)).toHaveLength(40);
  });
});
