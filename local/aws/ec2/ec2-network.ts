import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import { element, itemSet } from '../protocol/xml.js';
import { listOf } from './ec2-api.js';
import { filtersOf, idsOf, matchesFilters, pageOf } from './ec2-filters.js';
import {
  type InboundRule,
  type LocalSecurityGroup,
  type LocalSubnet,
  type Network,
  VPC_CIDR,
} from './network.js';

/** Stores on which the API operates. */
export interface Ec2NetworkStores extends Pick<Place, 'account'> {
  readonly network: Network;
}

export const EC2_NETWORK_ACTIONS: ApiActions<Ec2NetworkStores> = {
  'ec2:DescribeSecurityGroups': describeSecurityGroups,
  'ec2:DescribeSubnets': describeSubnets,
  'ec2:DescribeVpcEndpointServices': describeVpcEndpointServices,
  'ec2:DescribePrefixLists': describePrefixLists,
};

function describeSecurityGroups(request: ApiRequest, { account, network }: Ec2NetworkStores): string {
  request.authorize('*');
  const groups = named(idsOf(request.input, 'GroupId'), network.securityGroups, (id) =>
    refuse('InvalidGroup.NotFound', `The security group '${id}' does not exist`),
  );
  const filters = filtersOf(request.input);
  const matching = groups.filter((group) =>
    matchesFilters(
      group,
      filters,
      ({ groupId, vpcId }, name) => ({ 'group-id': [groupId], 'vpc-id': [vpcId] })[name],
    ),
  );
  const { items, nextToken } = pageOf(matching, request.input);
  return (
    itemSet(
      'securityGroupInfo',
      items.map((group) => groupItem(group, account)),
    ) + nextToken
  );
}

function groupItem({ groupId, vpcId, inbound }: LocalSecurityGroup, account: string): string {
  return [
    element('ownerId', account),
    element('groupId', groupId),
    element('groupName', `group ${groupId}`),
    element('groupDescription', 'Local security group'),
    element('vpcId', vpcId),
    itemSet('ipPermissions', inbound.map(ruleItem)),
  ].join('');
}

function ruleItem({ protocol, fromPort, toPort, cidr }: InboundRule): string {
  const ports =
    fromPort === undefined || toPort === undefined
      ? ''
      : element('fromPort', String(fromPort)) + element('toPort', String(toPort));
  return element('ipProtocol', protocol) + ports + itemSet('ipRanges', [element('cidrIp', cidr)]);
}

function describeSubnets(request: ApiRequest, { account, network }: Ec2NetworkStores): string {
  request.authorize('*');
  const subnets = named(idsOf(request.input, 'SubnetId'), network.subnets, (id) =>
    refuse('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`),
  );
  const filters = filtersOf(request.input);
  const matching = subnets.filter((subnet) => matchesFilters(subnet, filters, subnetValues));
  const { items, nextToken } = pageOf(matching, request.input);
  return (
    itemSet(
      'subnetSet',
      items.map((subnet) => subnetItem(subnet, account)),
    ) + nextToken
  );
}

function subnetValues({ subnetId, vpcId, availabilityZone }: LocalSubnet, filterName: string) {
  const values: Readonly<Record<string, readonly string[]>> = {
    'subnet-id': [subnetId],
    'vpc-id': [vpcId],
    'availability-zone': [availabilityZone],
  };
  return values[filterName];
}

function subnetItem(subnet: LocalSubnet, account: string): string {
  const { subnetId, vpcId, availabilityZone, ownerAccount = account } = subnet;
  return [
    element('subnetId', subnetId),
    element('state', 'available'),
    element('vpcId', vpcId),
    element('cidrBlock', VPC_CIDR),
    element('availabilityZone', availabilityZone),
    element('ownerId', ownerAccount),
  ].join('');
}

function describeVpcEndpointServices(request: ApiRequest, { network }: Ec2NetworkStores): string {
  request.authorize('*');
  const filters = filtersOf(request.input);
  const filtered = filters.flatMap(({ name, values }) =>
    name === 'service-name' ? values : refuse('InvalidParameterValue', `The filter '${name}' is invalid`),
  );
  // An unknown name in a filter yields no result, but as a parameter it is an error.
  const names = listOf(request.input, 'ServiceName');
  const found = [...names, ...filtered.filter((name) => network.zonesOf(name).length > 0)];
  for (const name of names) {
    if (network.zonesOf(name).length === 0)
      refuse('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
  }
  const details = found.map((name) => serviceItem(name, network.zonesOf(name)));
  return itemSet('serviceNameSet', found) + itemSet('serviceDetailSet', details);
}

/** Only the services of Gateway endpoints have prefix lists; the account has no route tables that could need them. */
function describePrefixLists(request: ApiRequest): string {
  request.authorize('*');
  for (const { name } of filtersOf(request.input))
    if (!['prefix-list-id', 'prefix-list-name'].includes(name))
      refuse('InvalidParameterValue', `The filter '${name}' is invalid`);
  return itemSet('prefixListSet', []);
}

function serviceItem(serviceName: string, zones: readonly string[]): string {
  return [
    element('serviceName', serviceName),
    element('serviceId', serviceName.split('.').at(-1) ?? ''),
    itemSet('serviceType', [element('serviceType', 'Interface')]),
    itemSet('availabilityZoneSet', zones),
    element('acceptanceRequired', 'true'),
  ].join('');
}

/** The items with these ids, or all. */
function named<Item>(
  ids: readonly string[],
  all: ReadonlyMap<string, Item>,
  unknown: (id: string) => never,
): Item[] {
  if (ids.length === 0) return [...all.values()];
  return ids.map((id) => all.get(id) ?? unknown(id));
}

function refuse(code: string, message: string): never {
  throw new AwsError(code, message);
}
