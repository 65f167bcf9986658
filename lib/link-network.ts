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

/** Where functions run that are to have a fixed address. */
export interface LinkNetwork {
  readonly vpc: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

export interface LinkNetworkProps {
  readonly vpc?: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
}

/** @returns undefined when the functions are to run outside of any VPC */
export function bindNetwork(scope: Construct, props: LinkNetworkProps): LinkNetwork | undefined {
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

/** Calls by which Lambda joins a function to a VPC, with the credentials of the function's role. */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const INTERFACE_LOOKS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

/** Instead of AWS's managed policy, which is for all accounts and Regions, and for the function's code as well. */
export function grantNetworkInterfaces(scope: Construct, role: Role): void {
  // Lambda's documentation: limited to less than the account's resources, it may fail to join.
  const ofThisAccount = Stack.of(scope).formatArn({ service: 'ec2', resource: '*', resourceName: '*' });
  role.addToPolicy(new PolicyStatement({ actions: INTERFACE_ACTIONS, resources: [ofThisAccount] }));
  role.addToPolicy(new PolicyStatement({ actions: INTERFACE_LOOKS, resources: ['*'] }));
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: [...INTERFACE_ACTIONS, ...INTERFACE_LOOKS],
      resources: ['*'],
      // The key is there when the function's own code calls, and not when Lambda does.
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  );
  acknowledgeWildcard(
    role,
    ofThisAccount,
    'Lambda makes and removes network interfaces of its own choice; the code of the function may not.',
  );
}
