/** Permission check of Lambda when a function joins a VPC: as the service, Lambda tests the function's role. */

import type { Network } from '../ec2/network.js';
import type { Permissions } from '../iam/permissions.js';
import { AwsError } from '../protocol/aws-error.js';

export interface FunctionNetwork {
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export interface JoiningServices {
  readonly account: string;
  readonly region: string;
  readonly network: Network;
  readonly permissions: Permissions;
}

interface Needed {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The calls are those of Lambda's documentation; the message is AWS's for CreateNetworkInterface. Not verified: that
 * Lambda tests the other calls before it accepts the function, and which resources it names for a shared VPC. A missing
 * permission would fail later on AWS; here it fails at once.
 *
 * @throws AwsError in Lambda's words
 */
export function requireJoining(services: JoiningServices, joining: FunctionNetwork): void {
  for (const subnetId of joining.subnetIds) {
    for (const { action, resource, context = {} } of neededFor(services, joining, subnetId)) {
      const request = { action: `ec2:${action}`, resource, context };
      if (services.permissions.allows(joining.roleArn, request)) continue;
      throw new AwsError(
        'InvalidParameterValueException',
        `The provided execution role does not have permissions to call ${action} on EC2`,
      );
    }
  }
}

/** Resources and condition keys as in EC2's service authorization reference. */
function neededFor(
  { account, region, network }: JoiningServices,
  { securityGroupIds }: FunctionNetwork,
  subnetId: string,
): Needed[] {
  const { ownerAccount = account, vpcId, availabilityZone } = network.subnetOf(subnetId);
  const arnOf = (owner: string, kind: string, id: string) => `arn:aws:ec2:${region}:${owner}:${kind}/${id}`;
  // The VPC belongs to the account that shares its subnets, but interfaces and security groups belong to the account
  // that creates them.
  const subnet = arnOf(ownerAccount, 'subnet', subnetId);
  const inVpc = { 'ec2:Region': [region], 'ec2:Vpc': [arnOf(ownerAccount, 'vpc', vpcId)] };
  const ofInterface = { ...inVpc, 'ec2:Subnet': [subnet], 'ec2:AvailabilityZone': [availabilityZone] };
  const networkInterface = arnOf(account, 'network-interface', 'eni-0a1b2c3d4e5f60718');
  return [
    // The interface has no id before its creation.
    {
      action: 'CreateNetworkInterface',
      resource: arnOf(account, 'network-interface', '*'),
      context: ofInterface,
    },
    { action: 'CreateNetworkInterface', resource: subnet, context: { ...inVpc, 'ec2:SubnetID': [subnetId] } },
    ...securityGroupIds.map((id) => ({
      action: 'CreateNetworkInterface',
      resource: arnOf(account, 'security-group', id),
      context: { ...inVpc, 'ec2:SecurityGroupID': [id] },
    })),
    { action: 'DescribeNetworkInterfaces', resource: '*' },
    { action: 'DescribeSubnets', resource: '*' },
    ...['DeleteNetworkInterface', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'].map((action) => ({
      action,
      resource: networkInterface,
      context: ofInterface,
    })),
  ];
}
