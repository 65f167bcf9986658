import { Stack } from 'aws-cdk-lib';
import {
  type ISecurityGroup,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard.js';
import type { LinkEngineProps } from './link-engine-props.js';

/** Network of functions that need a fixed address. */
export interface LinkNetwork {
  readonly vpc: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

/** @returns undefined if the functions run outside any VPC */
export function bindNetwork(scope: Construct, props: LinkEngineProps): LinkNetwork | undefined {
  const { vpc, vpcSubnets } = props;
  if (vpc === undefined) return undefined;
  const securityGroups = props.securityGroups ?? [httpsOut(scope, vpc)];
  return { vpc, securityGroups, ...(vpcSubnets === undefined ? {} : { vpcSubnets }) };
}

function httpsOut(scope: Construct, vpc: IVpc): ISecurityGroup {
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: 'Functions that ask MongoDB Atlas',
    allowAllOutbound: false,
  });
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'Atlas and AWS');
  return group;
}

/** Calls with which Lambda attaches a function to a VPC, with the credentials of the function's role. */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const INTERFACE_POLLS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];
/** Calls that only Lambda may make. `DescribeSubnets` is not one: the functions' own code also reads subnets. */
const NOT_FOR_CODE = [...INTERFACE_ACTIONS, 'ec2:DescribeNetworkInterfaces'];

/** Replaces the AWS managed policy, which is for all accounts and Regions, and also allows the function's code. */
export function grantNetworkInterfaces(scope: Construct, role: Role): void {
  // Of any account: a subnet shared through AWS RAM belongs to another one, and so does its VPC. According to Lambda's
  // documentation, the attachment may fail with fewer resource types.
  const ofThisRegion = Stack.of(scope).formatArn({
    service: 'ec2',
    account: '*',
    resource: '*',
    resourceName: '*',
  });
  role.addToPolicy(new PolicyStatement({ actions: INTERFACE_ACTIONS, resources: [ofThisRegion] }));
  role.addToPolicy(new PolicyStatement({ actions: INTERFACE_POLLS, resources: ['*'] }));
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: NOT_FOR_CODE,
      resources: ['*'],
      // The key is present if the function's own code makes the call, and absent if Lambda does.
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  );
  acknowledgeWildcard(
    role,
    ofThisRegion,
    'Lambda makes and removes network interfaces of its own choice; the code of the function may not.',
  );
}
