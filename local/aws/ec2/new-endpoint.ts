/**
 * Parameters of CreateVpcEndpoint, and what EC2 checks about them. The messages are those that EC2 is known to send; the
 * order of the checks is an assumption.
 */
import { AwsError } from '../protocol/aws-error.js';
import { listOf } from './ec2-api.js';
import { DEFAULT_GROUP_ID, type Network } from './network.js';
import { requireTags } from './tag-limits.js';
import type { AskedEndpoint } from './vpc-endpoints.js';

type Fields = Readonly<Record<string, unknown>>;

/** The service of the only Gateway endpoints. */
const GATEWAY_SERVICE = /^com\.amazonaws\.[^.]+\.(s3|dynamodb)$/;

/** @throws AwsError for a missing parameter */
export function askedEndpoint(input: Fields): AskedEndpoint {
  const serviceRegion = textOf(input.ServiceRegion);
  return {
    vpcId: required(input, 'VpcId'),
    serviceName: required(input, 'ServiceName'),
    // As documented; who leaves it out asks for a Gateway endpoint.
    type: textOf(input.VpcEndpointType) ?? 'Gateway',
    subnetIds: listOf(input, 'SubnetId'),
    securityGroupIds: listOf(input, 'SecurityGroupId'),
    // Documented is true as the default, which cannot hold for a service without a private DNS name.
    privateDnsEnabled: input.PrivateDnsEnabled === 'true',
    tags: tagsOf(input),
    ...(serviceRegion === undefined ? {} : { serviceRegion }),
  };
}

/**
 * @returns the endpoint with the VPC's default security group if none is given
 * @throws AwsError with EC2's code
 */
export function checkedEndpoint(asked: AskedEndpoint, network: Network): AskedEndpoint {
  const { vpcId, subnetIds, securityGroupIds, serviceName } = asked;
  if (!network.hasVpc(vpcId)) refuse('InvalidVpcId.NotFound', `The Vpc Id ${vpcId} does not exist`);
  if (network.zonesOf(serviceName).length === 0)
    refuse('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
  checkType(asked);
  checkSubnets(subnetIds, asked, network);
  checkGroups(securityGroupIds, network);
  if (asked.privateDnsEnabled) checkPrivateDns(serviceName, network);
  requireTags([], asked.tags);
  const isBare = asked.type === 'Interface' && securityGroupIds.length === 0;
  return isBare ? { ...asked, securityGroupIds: [DEFAULT_GROUP_ID] } : asked;
}

function checkType({ type, serviceName }: AskedEndpoint): void {
  const available = GATEWAY_SERVICE.test(serviceName) ? ['Gateway', 'Interface'] : ['Interface'];
  if (available.includes(type)) return;
  const types = available.join(', ');
  refuse('InvalidParameter', `Endpoint type (${type}) does not match available service types ([${types}]).`);
}

export function checkSubnets(
  subnetIds: readonly string[],
  { vpcId, serviceName }: Pick<AskedEndpoint, 'vpcId' | 'serviceName'>,
  network: Network,
): void {
  const zones = new Set<string>();
  for (const subnetId of subnetIds) {
    const subnet = network.subnets.get(subnetId);
    if (subnet === undefined)
      refuse('InvalidSubnetId.NotFound', `The subnet ID '${subnetId}' does not exist`);
    const { availabilityZone, ownerAccount } = subnet;
    if (subnet.vpcId !== vpcId)
      refuse('InvalidParameter', `The subnet ${subnetId} does not belong to the VPC ${vpcId}`);
    // Participants of a shared VPC cannot create interface endpoints; the code is an assumption.
    if (ownerAccount !== undefined)
      refuse('OperationNotPermitted', `The subnet ${subnetId} is shared by another account`);
    if (!network.zonesOf(serviceName).includes(availabilityZone))
      refuse(
        'InvalidParameter',
        `The VPC endpoint service ${serviceName} does not support the availability zone of the subnet: ${subnetId}.`,
      );
    if (zones.has(availabilityZone))
      refuse(
        'DuplicateSubnetsInSameZone',
        `Found another VPC endpoint subnet in the availability zone of ${subnetId}.`,
      );
    zones.add(availabilityZone);
  }
}

export function checkGroups(groupIds: readonly string[], network: Network): void {
  const unknown = groupIds.find((groupId) => !network.securityGroups.has(groupId));
  if (unknown !== undefined)
    refuse('InvalidGroup.NotFound', `The security group '${unknown}' does not exist`);
}

export function checkPrivateDns(serviceName: string, network: Network): void {
  if (!network.hasPrivateDns(serviceName))
    refuse(
      'InvalidParameter',
      `Private DNS can't be enabled because the service ${serviceName} does not provide a private DNS name.`,
    );
}

function required(input: Fields, name: string): string {
  return textOf(input[name]) ?? refuse('MissingParameter', `The request must contain the parameter ${name}`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `TagSpecification.1.ResourceType`, `TagSpecification.1.Tag.1.Key`, … */
function tagsOf(input: Fields): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; input[`TagSpecification.${index}.ResourceType`] !== undefined; index += 1) {
    const resourceType = String(input[`TagSpecification.${index}.ResourceType`]);
    if (resourceType !== 'vpc-endpoint')
      refuse(
        'InvalidParameterValue',
        `'${resourceType}' is not a valid taggable resource type for this operation.`,
      );
    Object.assign(tags, tagsBelow(input, `TagSpecification.${index}.Tag`));
  }
  return tags;
}

function tagsBelow(input: Fields, prefix: string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; input[`${prefix}.${index}.Key`] !== undefined; index += 1)
    tags[String(input[`${prefix}.${index}.Key`])] = String(input[`${prefix}.${index}.Value`] ?? '');
  return tags;
}

function refuse(code: string, message: string): never {
  throw new AwsError(code, message);
}
