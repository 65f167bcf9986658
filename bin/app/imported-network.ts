import {
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  Subnet,
  type SubnetSelection,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** A VPC of which only the id is used, so that synthesis does not look it up in an account. */
export function importedVpc(scope: Construct, id: string, vpcId: string): IVpc {
  return Vpc.fromVpcAttributes(scope, id, { vpcId, availabilityZones: ['not-used'] });
}

export interface ImportedNetwork {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
}

/** @param securityGroupIds empty: the construct makes a security group */
export function importedNetwork(
  scope: Construct,
  vpcId: string,
  subnetIds: readonly string[],
  securityGroupIds: readonly string[],
): ImportedNetwork {
  const subnets = subnetIds.map((subnetId, index) =>
    Subnet.fromSubnetAttributes(scope, `Subnet${index + 1}`, { subnetId, routeTableId: 'not-used' }),
  );
  const network = { vpc: importedVpc(scope, 'Vpc', vpcId), vpcSubnets: { subnets } };
  if (securityGroupIds.length === 0) return network;
  const securityGroups = securityGroupIds.map((groupId, index) =>
    SecurityGroup.fromSecurityGroupId(scope, `SecurityGroup${index + 1}`, groupId),
  );
  return { ...network, securityGroups };
}
