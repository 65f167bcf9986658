import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrganizationWorld, type OrganizationWorldOptions } from '../../local/organization-world.js';
import type { WorldOptions } from '../../local/world.js';

export const HUB = '111122223333';
export const MEMBER = '222233334444';
export const SECOND = '333344445555';
export const OUTSIDE = '999988887777';
export const HOME = 'eu-west-1';
export const AWAY = 'eu-central-1';
export const UNIT = 'ou-root-members0';

const EVENTS = { Service: 'events.amazonaws.com' };
const sub = (text: string) => ({ 'Fn::Sub': text });
const policy = (Action: string[], Resource: unknown) => [
  { PolicyName: 'Policy', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } },
];
const BUS = `arn:aws:events:${HOME}:${HUB}:event-bus/hub`;

/** Roles of a member: EventBridge puts events with one; the hub assumes the other. */
export const ROLES = {
  Parameters: { Hub: { Type: 'String', Default: HUB } },
  Conditions: { IsMember: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, { Ref: 'Hub' }] }] } },
  Resources: {
    Forwarder: {
      Type: 'AWS::IAM::Role',
      Condition: 'IsMember',
      Properties: {
        RoleName: 'Forwarder',
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: EVENTS, Action: 'sts:AssumeRole' }],
        },
        Policies: policy(['events:PutEvents'], BUS),
      },
    },
    Entrance: {
      Type: 'AWS::IAM::Role',
      Condition: 'IsMember',
      Properties: {
        RoleName: 'Entrance',
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: sub(`arn:aws:iam::\${Hub}:root`) },
              Action: 'sts:AssumeRole',
            },
          ],
        },
      },
    },
    Reading: {
      Type: 'AWS::IAM::Policy',
      Condition: 'IsMember',
      Properties: {
        PolicyName: 'Reading',
        Roles: [{ Ref: 'Entrance' }],
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: ['ec2:Describe*', 'ssm:GetParameter'], Resource: '*' }],
        },
      },
    },
  },
};

/** Rules of a member in a Region, with the resources that they need there. */
export const RULES = {
  Conditions: { IsMember: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, HUB] }] } },
  Resources: {
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'member-dead-letters' } },
    DeadLettersPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'DeadLetters' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: EVENTS,
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] },
            },
          ],
        },
      },
    },
    Description: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/member/default', Type: 'String', Value: sub(`{"region":"\${AWS::Region}"}`) },
    },
    Forward: {
      Type: 'AWS::Events::Rule',
      Condition: 'IsMember',
      Properties: {
        Name: 'forward',
        EventPattern: { source: ['aws.ec2', 'aws.tag'] },
        Targets: [
          {
            Id: 'Hub',
            Arn: BUS,
            RoleArn: sub(`arn:aws:iam::\${AWS::AccountId}:role/Forwarder`),
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
          },
        ],
      },
    },
  },
};

export interface HubOptions {
  readonly roles?: object;
  readonly rules?: object;
  readonly regions?: readonly string[];
  /** Properties of both StackSets. */
  readonly stackSet?: Readonly<Record<string, unknown>>;
}

/** Resources of the hub: a bus for members, and the StackSets that create the member stacks. */
export function hubResources({
  roles = ROLES,
  rules = RULES,
  regions = [HOME, AWAY],
  stackSet,
}: HubOptions = {}) {
  const common = {
    PermissionModel: 'SERVICE_MANAGED',
    CallAs: 'DELEGATED_ADMIN',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  };
  const group = (Regions: readonly string[]) => [
    { DeploymentTargets: { OrganizationalUnitIds: [UNIT] }, Regions },
  ];
  const automatic = { Enabled: true, RetainStacksOnAccountRemoval: false };
  const rolesArn = sub(
    `arn:\${AWS::Partition}:cloudformation:\${AWS::Region}:\${AWS::AccountId}:stackset/\${Roles.StackSetId}`,
  );
  return {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'hub' } },
    BusPolicy: {
      Type: 'AWS::Events::EventBusPolicy',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        StatementId: 'organization',
        Statement: {
          Effect: 'Allow',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-local00001' } },
        },
      },
    },
    // It precedes the roles in the template, so that only the dependency gives the right order.
    Rules: {
      Type: 'AWS::CloudFormation::StackSet',
      DependsOn: ['Roles'],
      Properties: {
        ...common,
        StackSetName: 'rules',
        TemplateBody: JSON.stringify(rules),
        StackInstancesGroup: group(regions),
        AutoDeployment: { ...automatic, DependsOn: [rolesArn] },
        ...stackSet,
      },
    },
    Roles: {
      Type: 'AWS::CloudFormation::StackSet',
      Properties: {
        ...common,
        StackSetName: 'roles',
        TemplateBody: JSON.stringify(roles),
        StackInstancesGroup: group([HOME]),
        AutoDeployment: automatic,
        ...stackSet,
      },
    },
  };
}

const open: OrganizationWorld[] = [];

export function synthesizeHub(resources: object): WorldOptions['synthesize'] {
  return ({ outputFolder }) => {
    writeFileSync(join(outputFolder, 'stack.json'), JSON.stringify({ Resources: resources }));
    return 'stack.json';
  };
}

/** Starts a world with the hub and a member in the unit, and another account outside of it. */
export async function startOrganizationWorld(
  options: Partial<OrganizationWorldOptions> = {},
  hub: HubOptions = {},
): Promise<OrganizationWorld> {
  const world = await OrganizationWorld.start({
    random: () => 0.5,
    synthesize: synthesizeHub(hubResources(hub)),
    regions: [AWAY],
    homeUnit: UNIT,
    accounts: [
      { account: MEMBER, unit: UNIT },
      { account: OUTSIDE, isMember: false },
    ],
    ...options,
  });
  open.push(world);
  return world;
}

export async function closeOrganizationWorlds(): Promise<void> {
  for (const world of open.splice(0)) await world.close();
}
