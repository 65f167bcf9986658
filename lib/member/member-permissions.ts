/** What the functions of a hub may do in a member account, each with its reason. */
import { type ArnComponents, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { memberParameterName, memberQueueName, memberRulePrefix } from '../../lambda/contract/members.js';
import { EVENT_SOURCE } from '../../lambda/contract/published-event.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import { StatusTag } from '../../lambda/contract/tags.js';

export interface MemberPermission {
  readonly statement: PolicyStatement;
  /** Why a resource is a wildcard. */
  readonly reason: string;
}

const NO_RESOURCE = 'These calls have no resource-level permissions.';
const EVERY_REGION = 'The role is made once for all Regions of the account.';

export function memberPermissions(scope: Construct, namespace: string): MemberPermission[] {
  const inEveryRegion = (components: Omit<ArnComponents, 'region'>) =>
    Stack.of(scope).formatArn({ ...components, region: '*' });
  const parameters = (path: string) =>
    inEveryRegion({ service: 'ssm', resource: 'parameter', resourceName: path.slice(1) });
  return [
    // What the endpoint is, and whether its network lets anybody through: an event alone decides nothing.
    allow(
      'ReadVpcEndpoints',
      NO_RESOURCE,
      ['*'],
      [
        'ec2:DescribeVpcEndpoints',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpointServices',
      ],
    ),
    // The outcome, on the endpoint itself. No other tag: one that selects would open a path.
    allow(
      'TagVpcEndpoints',
      `${EVERY_REGION} Endpoints are made later; the permission is limited to the status tags.`,
      [inEveryRegion({ service: 'ec2', resource: 'vpc-endpoint', resourceName: '*' })],
      ['ec2:CreateTags'],
      {
        'ForAllValues:StringEquals': { 'aws:TagKeys': Object.values(StatusTag) },
        // A condition for all values also holds for none.
        Null: { 'aws:TagKeys': 'false' },
      },
    ),
    // The copy of the record, which the hub never reads.
    allow(
      'WriteLinks',
      `${EVERY_REGION} There is one parameter for each link.`,
      [parameters(`${RegistryPath.LINKS}/*`)],
      ['ssm:PutParameter', 'ssm:DeleteParameter'],
    ),
    // The connection strings, which applications read in their own account.
    allow(
      'WriteConnectionStrings',
      `${EVERY_REGION} There is one parameter for each connection string.`,
      [parameters(`${RegistryPath.CONNECTION_STRINGS}/*`)],
      ['ssm:GetParametersByPath', 'ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'],
    ),
    // Which version of the member stack is there, and which hub it names.
    allow('ReadMember', EVERY_REGION, [parameters(memberParameterName(namespace))], ['ssm:GetParameter']),
    // Conclusions, for whoever waits for them in the member. No other source, so that no event is forged with it.
    allow(
      'PublishConclusions',
      EVERY_REGION,
      [inEveryRegion({ service: 'events', resource: 'event-bus', resourceName: 'default' })],
      ['events:PutEvents'],
      { StringEquals: { 'events:source': EVENT_SOURCE } },
    ),
    // Events that could not be delivered to the hub: nobody in the member looks for them.
    allow(
      'CountDeadLetters',
      EVERY_REGION,
      [inEveryRegion({ service: 'sqs', resource: memberQueueName(namespace) })],
      ['sqs:GetQueueAttributes'],
    ),
    // For the command line, which says what is wrong with a member: rules and where they forward to, a trail and what it logs.
    allow(
      'ReadRules',
      `${EVERY_REGION} The rules of a member have one prefix.`,
      [
        inEveryRegion({
          service: 'events',
          resource: 'rule',
          resourceName: `${memberRulePrefix(namespace)}*`,
        }),
      ],
      ['events:DescribeRule', 'events:ListTargetsByRule'],
    ),
    allow(
      'ReadTrails',
      'Trails have names of their own, and may be those of the organization.',
      ['*'],
      [
        'cloudtrail:DescribeTrails',
        'cloudtrail:ListTrails',
        'cloudtrail:GetTrailStatus',
        'cloudtrail:GetEventSelectors',
      ],
    ),
  ];
}

function allow(
  sid: string,
  reason: string,
  resources: string[],
  actions: string[],
  conditions: Record<string, Record<string, unknown>> = {},
): MemberPermission {
  const statement = new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions });
  return { statement, reason };
}
