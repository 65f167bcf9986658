import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_VPC_ID } from '../../../../local/aws/ec2/network.js';
import type { Statement } from '../../../../local/aws/iam/permissions.js';
import { closeAccounts, STACK, startAccount } from '../local-account.js';

afterEach(closeAccounts);

const SUBNET_ID = 'subnet-0fedcba9876543210';
const GROUP_ID = 'sg-0fedcba9876543210';
const OWNER = '444455556666';
const ACTIONS = [
  'CreateNetworkInterface',
  'DescribeNetworkInterfaces',
  'DescribeSubnets',
  'DeleteNetworkInterface',
  'AssignPrivateIpAddresses',
  'UnassignPrivateIpAddresses',
];
const all = (actions: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action: actions.map((action) => `ec2:${action}`),
  Resource: '*',
});

interface Setting {
  readonly sharedBy?: string;
  readonly isInVpc?: boolean;
}

/** @returns Lambda's refusal of a function with this policy; empty if it accepts the function */
async function responseTo(statements: readonly Statement[], { sharedBy, isInVpc = true }: Setting = {}) {
  const { aws, deploy } = await startAccount();
  if (sharedBy !== undefined) aws.network.shareSubnet(SUBNET_ID, sharedBy, DEFAULT_VPC_ID);
  try {
    deploy({
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { S3Key: 'code.zip' },
          Environment: { Variables: {} },
          LoggingConfig: { LogFormat: 'JSON' },
          Timeout: 3,
          ...(isInVpc ? { VpcConfig: { SubnetIds: [SUBNET_ID], SecurityGroupIds: [GROUP_ID] } } : {}),
        },
      },
    });
    return '';
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`;
  }
}

const refusalOf = (action: string) =>
  `InvalidParameterValueException: The provided execution role does not have permissions to call ${action} on EC2`;

describe('a function in a VPC', () => {
  it('is accepted with the permissions for Lambda’s calls', async () => {
    expect(await responseTo([all(ACTIONS)])).toBe('');
  });

  it.each(ACTIONS)('is refused without ec2:%s', async (missing) => {
    expect(await responseTo([all(ACTIONS.filter((action) => action !== missing))])).toBe(refusalOf(missing));
  });

  it('is accepted with a Deny for the code of functions, and refused with one that includes Lambda', async () => {
    const deny = { ...all(ACTIONS), Effect: 'Deny' };
    const forCode = { ...deny, Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } };
    expect(await responseTo([all(ACTIONS), forCode])).toBe('');
    expect(await responseTo([all(ACTIONS), deny])).toBe(refusalOf('CreateNetworkInterface'));
  });

  const of = (kind: string, account = STACK.account) => `arn:aws:ec2:${STACK.region}:${account}:${kind}/*`;
  const creating = (...resources: string[]): Statement[] => [
    all(ACTIONS.filter((action) => action !== 'CreateNetworkInterface')),
    { Effect: 'Allow', Action: 'ec2:CreateNetworkInterface', Resource: resources },
  ];

  it.each([
    ['subnets', [of('network-interface'), of('security-group')]],
    ['security groups', [of('network-interface'), of('subnet')]],
    ['network interfaces', [of('subnet'), of('security-group')]],
  ])('is refused if interfaces may be created, but not with %s', async (_, resources) => {
    expect(await responseTo(creating(...resources))).toBe(refusalOf('CreateNetworkInterface'));
  });

  it('in a shared subnet needs permission for the owner’s subnet, and its own groups and interfaces', async () => {
    const own = [of('network-interface'), of('security-group')];
    expect(await responseTo(creating(...own, of('subnet')))).toBe('');
    expect(await responseTo(creating(...own, of('subnet')), { sharedBy: OWNER })).toBe(
      refusalOf('CreateNetworkInterface'),
    );
    expect(await responseTo(creating(...own, of('subnet', OWNER)), { sharedBy: OWNER })).toBe('');
  });

  it.each([
    [{}, STACK.account],
    [{ sharedBy: OWNER }, OWNER],
  ])('is in the VPC of the owner of its subnet: %j', async (setting, owner) => {
    const vpcArn = `arn:aws:ec2:${STACK.region}:${owner}:vpc/${DEFAULT_VPC_ID}`;
    const inVpc = (arn: string): Statement[] => [
      all(ACTIONS.filter((action) => action.startsWith('Describe'))),
      { ...all(ACTIONS), Condition: { ArnEquals: { 'ec2:Vpc': arn } } },
    ];
    expect(await responseTo(inVpc(vpcArn), setting)).toBe('');
    expect(await responseTo(inVpc(`${vpcArn}0`), setting)).toBe(refusalOf('CreateNetworkInterface'));
  });
});

describe('a function outside of any VPC', () => {
  it('needs no permission for these calls', async () => {
    expect(await responseTo([all(['DescribeVpcEndpoints'])], { isInVpc: false })).toBe('');
  });
});
