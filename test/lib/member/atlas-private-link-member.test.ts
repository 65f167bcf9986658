import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_SOURCE } from '../../../lambda/contract/published-event.js';
import { MemberParts } from '../../../lib/index.js';
import { createLink, templateOf } from '../synthesized-stack.js';
import { HUB, type Json, memberTemplate, propertiesOf } from './synthesized-member.js';

const HUB_BUS = 'arn:{AWS::Partition}:events:eu-west-1:111122223333:event-bus/atlas-privatelink-default';
const FORWARDER = 'arn:{AWS::Partition}:iam::{AWS::AccountId}:role/AtlasPrivateLinkForwarder-default';

let template: Template;
let rules: Json[];

beforeAll(() => {
  template = memberTemplate();
  rules = propertiesOf(template, 'AWS::Events::Rule');
});

const roleNamed = (name: string): Json =>
  propertiesOf(template, 'AWS::IAM::Role').find(({ RoleName }) => RoleName === name);
const statementsOf = (name: string): Json[] => {
  const [id] = Object.entries(template.findResources('AWS::IAM::Role')).find(
    ([, { Properties }]) => Properties.RoleName === name,
  ) ?? [''];
  return propertiesOf(template, 'AWS::IAM::Policy')
    .filter(({ Roles }) => Roles.includes(`{${id}}`))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};
const forwarding = () => rules.filter(({ ScheduleExpression }) => ScheduleExpression === undefined);

describe('a member', () => {
  it('has rules, a queue, a parameter and two roles, and no function, secret, asset or alarm', () => {
    const types = Object.values(template.toJSON().Resources as Json).map(({ Type }: Json) => Type);
    expect([...new Set(types)].sort()).toEqual([
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::SSM::Parameter',
    ]);
    template.resourceCountIs('AWS::Events::Rule', 5);
    template.resourceCountIs('AWS::IAM::Role', 2);
  });

  it('says in a parameter whose it is, and in which version', () => {
    const [parameter] = propertiesOf(template, 'AWS::SSM::Parameter');
    expect(parameter.Name).toBe('/atlas-privatelink/member/default');
    expect(JSON.parse(parameter.Value)).toEqual({
      version: 1,
      hubAccount: '111122223333',
      hubRegion: 'eu-west-1',
      namespace: 'default',
    });
  });

  it('has other names in another namespace, each of them, so that two hubs live side by side', () => {
    const namesIn = (json: unknown) =>
      [...JSON.stringify(json).matchAll(/"(?:RoleName|QueueName|Name)":"([^"]+)"/g)].map(([, name]) => name);
    const own = namesIn(template.toJSON());
    const other = namesIn(memberTemplate({ ...HUB, namespace: 'test' }).toJSON());
    expect(other).toHaveLength(own.length);
    expect(own.length).toBe(9);
    expect(other.filter((name) => own.includes(name))).toEqual([]);
  });

  it('has, of the longest namespace, names that AWS takes', () => {
    const longest = memberTemplate({ ...HUB, namespace: 'n'.repeat(32) });
    for (const { Name } of propertiesOf(longest, 'AWS::Events::Rule'))
      expect(Name.length).toBeLessThanOrEqual(64);
    for (const { RoleName } of propertiesOf(longest, 'AWS::IAM::Role'))
      expect(RoleName.length).toBeLessThanOrEqual(64);
    for (const { QueueName } of propertiesOf(longest, 'AWS::SQS::Queue'))
      expect(QueueName.length).toBeLessThanOrEqual(80);
  });
});

describe('the rules of a member', () => {
  it('match what those of an automation match in its own account and Region', () => {
    const own = Object.entries(templateOf(createLink()).findResources('AWS::Events::Rule'))
      .filter(([id]) => id.startsWith('LinksEndpointEvents'))
      .map(([, { Properties }]) => Properties.EventPattern);
    const patterns = Object.values(
      memberTemplate({ ...HUB, tagKeys: ['atlas'] }).findResources('AWS::Events::Rule'),
    )
      .map(({ Properties }) => Properties.EventPattern)
      .filter((pattern) => pattern !== undefined);
    expect(patterns).toEqual(own);
    expect(own).toHaveLength(4);
  });

  it('forward only events of the own account and Region, which were not forwarded to it', () => {
    for (const { EventPattern } of forwarding())
      expect([EventPattern.account, EventPattern.region]).toEqual([['{AWS::AccountId}'], ['{AWS::Region}']]);
  });

  it('forward changes of the tags that select alone, and of none where none selects', () => {
    const onTags = forwarding().map(({ EventPattern }) => EventPattern.detail['changed-tag-keys']);
    expect(onTags.filter((keys) => keys !== undefined)).toEqual([['atlas', 'team']]);
    const { tagKeys: _, ...untagged } = HUB;
    expect(JSON.stringify(memberTemplate(untagged).toJSON())).not.toContain('aws.tag');
  });

  it("deliver to the hub's bus, with the role on the target, and keep what cannot be delivered", () => {
    expect(forwarding()).toHaveLength(4);
    for (const rule of forwarding()) {
      expect(rule.RoleArn).toBeUndefined();
      expect(rule.Targets).toEqual([
        { Id: 'Target0', Arn: HUB_BUS, RoleArn: FORWARDER, DeadLetterConfig: { Arn: expect.anything() } },
      ]);
    }
  });

  it('send a heartbeat each hour, named after the version, that nobody keeps', () => {
    const [heartbeat, ...others] = rules.filter(({ ScheduleExpression }) => ScheduleExpression !== undefined);
    expect(others).toEqual([]);
    expect(heartbeat).toMatchObject({
      Name: 'atlas-privatelink-default-heartbeat-v1',
      ScheduleExpression: 'rate(1 hour)',
      Targets: [{ Id: 'Target0', Arn: HUB_BUS, RoleArn: FORWARDER }],
    });
    expect(heartbeat.Targets[0]).not.toHaveProperty('DeadLetterConfig');
  });

  it('are not made where the hub is, nor is their queue; the parameter and the roles are', () => {
    const resources = Object.values(template.toJSON().Resources as Json) as Json[];
    const conditional = resources.filter(({ Condition }) => Condition !== undefined);
    expect([...new Set(conditional.map(({ Type }) => Type))].sort()).toEqual([
      'AWS::Events::Rule',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
    ]);
    expect(resources.filter(({ Type }) => Type === 'AWS::Events::Rule')).toHaveLength(5);
    expect(conditional).toHaveLength(7);
    const [condition] = Object.values(template.toJSON().Conditions as Json);
    expect(condition).toEqual({
      'Fn::Not': [
        {
          'Fn::And': [
            { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '111122223333'] },
            { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
          ],
        },
      ],
    });
  });
});

describe('the dead-letter queue of a member', () => {
  it('is encrypted, keeps messages for two weeks, and takes them over TLS from the rules of the member alone', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'atlas-privatelink-default-member-dead-letters',
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    const [{ PolicyDocument }] = propertiesOf(template, 'AWS::SQS::QueuePolicy');
    expect(PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: {
          ArnLike: {
            'aws:SourceArn':
              'arn:{AWS::Partition}:events:{AWS::Region}:{AWS::AccountId}:rule/atlas-privatelink-default-*',
          },
        },
      }),
    ]);
  });
});

describe('the role with which EventBridge delivers', () => {
  it('is that of EventBridge, for this account', () => {
    expect(roleNamed('AtlasPrivateLinkForwarder-default').AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '{AWS::AccountId}' } },
      },
    ]);
  });

  it("may put events on the hub's bus, and nothing else", () => {
    expect(statementsOf('AtlasPrivateLinkForwarder-default')).toEqual([
      { Sid: 'ForwardToHub', Effect: 'Allow', Action: 'events:PutEvents', Resource: HUB_BUS },
    ]);
  });
});

describe('the role that the hub assumes', () => {
  const trustOf = (hub = HUB): Json => {
    const [, role] = propertiesOf(memberTemplate(hub), 'AWS::IAM::Role');
    return role.AssumeRolePolicyDocument.Statement;
  };

  it("trusts roles of the hub's account that have the hub's tag, with the external id of this hub", () => {
    expect(trustOf()).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: 'arn:{AWS::Partition}:iam::111122223333:root' },
        Condition: {
          StringEquals: {
            'sts:ExternalId': 'atlas-privatelink/111122223333/eu-west-1/default',
            'aws:PrincipalTag/atlas-privatelink:hub': 'default',
            'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
          },
          ArnLike: { 'aws:PrincipalArn': 'arn:{AWS::Partition}:iam::111122223333:role/*' },
        },
      },
    ]);
  });

  it('names no organization where the hub names none', () => {
    const { organizationId: _, ...hub } = HUB;
    expect(Object.keys(trustOf(hub)[0].Condition.StringEquals)).toEqual([
      'sts:ExternalId',
      'aws:PrincipalTag/atlas-privatelink:hub',
    ]);
  });

  it('has the tag that the roles of the functions have', () => {
    const [key, value] = Object.entries(trustOf()[0].Condition.StringEquals).find(([name]) =>
      name.startsWith('aws:PrincipalTag/'),
    ) as [string, string];
    expect([key.replace('aws:PrincipalTag/', ''), value]).toEqual(['atlas-privatelink:hub', 'default']);
  });

  it('is allowed this, and nothing else', () => {
    const statements = statementsOf('AtlasPrivateLinkMember-default');
    const inAccount = (service: string, resource: string) =>
      `arn:{AWS::Partition}:${service}:*:{AWS::AccountId}:${resource}`;
    const allowed = statements.map(({ Effect, Action, Resource, Condition }) => [
      Effect,
      [Action].flat(),
      [Resource].flat(),
      ...(Condition === undefined ? [] : [Condition]),
    ]);
    expect(allowed).toEqual([
      [
        'Allow',
        [
          'ec2:DescribeVpcEndpoints',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcEndpointServices',
        ],
        ['*'],
      ],
      [
        'Allow',
        ['ec2:CreateTags'],
        [inAccount('ec2', 'vpc-endpoint/*')],
        {
          'ForAllValues:StringEquals': {
            'aws:TagKeys': [
              'atlas-privatelink:status',
              'atlas-privatelink:project-id',
              'atlas-privatelink:warnings',
            ],
          },
          Null: { 'aws:TagKeys': 'false' },
        },
      ],
      [
        'Allow',
        ['ssm:PutParameter', 'ssm:DeleteParameter'],
        [inAccount('ssm', 'parameter/atlas-privatelink/links/*')],
      ],
      [
        'Allow',
        ['ssm:GetParametersByPath', 'ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'],
        [inAccount('ssm', 'parameter/atlas-privatelink/connection-strings/*')],
      ],
      ['Allow', ['ssm:GetParameter'], [inAccount('ssm', 'parameter/atlas-privatelink/member/default')]],
      [
        'Allow',
        ['events:PutEvents'],
        [inAccount('events', 'event-bus/default')],
        { StringEquals: { 'events:source': EVENT_SOURCE } },
      ],
      [
        'Allow',
        ['sqs:GetQueueAttributes'],
        [inAccount('sqs', 'atlas-privatelink-default-member-dead-letters')],
      ],
      [
        'Allow',
        ['events:DescribeRule', 'events:ListTargetsByRule'],
        [inAccount('events', 'rule/atlas-privatelink-default-*')],
      ],
      [
        'Allow',
        [
          'cloudtrail:DescribeTrails',
          'cloudtrail:ListTrails',
          'cloudtrail:GetTrailStatus',
          'cloudtrail:GetEventSelectors',
        ],
        ['*'],
      ],
    ]);
  });
});

describe('the parts of a member', () => {
  const typesOf = (parts: MemberParts) =>
    Object.values(memberTemplate(HUB, parts).toJSON().Resources as Json).map(({ Type }: Json) => Type);

  it('have all IAM in the one, and all that is Regional in the other', () => {
    expect([...new Set(typesOf(MemberParts.ROLES))].sort()).toEqual(['AWS::IAM::Policy', 'AWS::IAM::Role']);
    expect(typesOf(MemberParts.RULES).filter((type) => type.startsWith('AWS::IAM::'))).toEqual([]);
    expect([...typesOf(MemberParts.ROLES), ...typesOf(MemberParts.RULES)].sort()).toEqual(
      typesOf(MemberParts.ALL).sort(),
    );
  });

  it('have the roles first where they are one stack', () => {
    const dependencies = Object.values(template.findResources('AWS::Events::Rule')).map(
      ({ DependsOn }) => DependsOn,
    );
    for (const names of dependencies)
      expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^MemberRolesForwarderPolicy/)]));
  });
});
