import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ValueRule } from '../../lambda/contract/value-rules.js';
import type { LinkEngineProps } from './link-engine-props.js';
import { hasMember, optional, refuse, VPC } from './prop-checks.js';

/** JavaScript may pass less than the type requires. */
const VPC_WITH_SUBNETS: ValueRule = {
  expected: VPC.expected,
  accepts: (value) => VPC.accepts(value) && hasMember(value, 'privateSubnets'),
};

/**
 * Refuses subnets or security groups without a VPC, and a VPC without a route to the internet.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateNetwork({ vpc, vpcSubnets, securityGroups }: LinkEngineProps): void {
  if (vpc === undefined && (vpcSubnets !== undefined || securityGroups !== undefined)) {
    const received = vpcSubnets === undefined ? 'securityGroups' : 'vpcSubnets';
    throw new Error(
      `vpc: expected the VPC that ${received} belongs to, received none. Give both, or neither.`,
    );
  }
  if (securityGroups?.length === 0) {
    throw new Error(
      'securityGroups: expected at least one security group, received none. Omit the prop for a group that allows outbound HTTPS.',
    );
  }
  if (vpc === undefined) return;
  refuse(optional('vpc', vpc, VPC_WITH_SUBNETS));
  if (vpcSubnets === undefined) requirePrivateSubnets(vpc);
}

/**
 * The default requires private subnets with a route to the internet. CDK would otherwise use isolated or public ones,
 * from which a function reaches nothing. An explicit `vpcSubnets` is not checked: a template does not show whether a
 * transit gateway, a proxy or VPC endpoints provide a route.
 */
function requirePrivateSubnets(vpc: IVpc): void {
  if (vpc.privateSubnets.length > 0) return;
  const there = [
    ...(vpc.isolatedSubnets.length > 0 ? ['isolated'] : []),
    ...(vpc.publicSubnets.length > 0 ? ['public'] : []),
  ];
  throw new Error(
    `vpc: expected private subnets with a route to Atlas and AWS, received a VPC with ${there.length === 0 ? 'no known' : `only ${there.join(' and ')}`} subnets. Give it a NAT gateway (natGateways: 1), or name subnets that have another way out in vpcSubnets.`,
  );
}
