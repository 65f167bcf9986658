/** The network interfaces of VPC endpoints. Terraform's AWS provider reads those of an endpoint since it knows their addresses. */
import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import { element, itemSet } from '../protocol/xml.js';
import { filtersOf, idsOf, matchesFilters, pageOf } from './ec2-filters.js';
import { addressIn, networkInterfaceId } from './interface-names.js';
import type { Network } from './network.js';
import type { LocalVpcEndpoint, VpcEndpoints } from './vpc-endpoints.js';

/** Stores on which the API operates. */
export interface Ec2NetworkInterfaceStores {
  readonly endpoints: VpcEndpoints;
  readonly network: Network;
}

export const EC2_NETWORK_INTERFACE_ACTIONS: ApiActions<Ec2NetworkInterfaceStores> = {
  'ec2:DescribeNetworkInterfaces': describeNetworkInterfaces,
};

interface NetworkInterface {
  readonly id: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly address: string;
  readonly endpoint: LocalVpcEndpoint;
}

function describeNetworkInterfaces(
  request: ApiRequest,
  { endpoints, network }: Ec2NetworkInterfaceStores,
): string {
  request.authorize('*');
  const all = endpoints.shown.flatMap((endpoint) => interfacesOf(endpoint, network));
  const ids = idsOf(request.input, 'NetworkInterfaceId');
  const named = ids.length === 0 ? all : ids.map((id) => all.find((one) => one.id === id) ?? unknown(id));
  const filters = filtersOf(request.input);
  const matching = named.filter((one) => matchesFilters(one, filters, filterValues));
  const { items, nextToken } = pageOf(matching, request.input);
  return itemSet('networkInterfaceSet', items.map(itemOf)) + nextToken;
}

function interfacesOf(endpoint: LocalVpcEndpoint, network: Network): NetworkInterface[] {
  if (endpoint.type !== 'Interface') return [];
  return endpoint.subnetIds.map((subnetId, index) => ({
    id: networkInterfaceId(endpoint.endpointId, subnetId),
    subnetId,
    availabilityZone: network.subnetOf(subnetId).availabilityZone,
    address: addressIn(endpoint, index),
    endpoint,
  }));
}

function filterValues(one: NetworkInterface, filterName: string): readonly string[] | undefined {
  const values: Readonly<Record<string, readonly string[]>> = {
    'network-interface-id': [one.id],
    'subnet-id': [one.subnetId],
    'vpc-id': [one.endpoint.vpcId],
    'availability-zone': [one.availabilityZone],
    'group-id': one.endpoint.securityGroupIds,
    'interface-type': ['vpc_endpoint'],
    'private-ip-address': [one.address],
  };
  return values[filterName];
}

function itemOf({ id, subnetId, availabilityZone, address, endpoint }: NetworkInterface): string {
  return [
    element('networkInterfaceId', id),
    element('subnetId', subnetId),
    element('vpcId', endpoint.vpcId),
    element('availabilityZone', availabilityZone),
    element('description', `VPC Endpoint Interface ${endpoint.endpointId}`),
    element('ownerId', endpoint.ownerAccount),
    element('requesterManaged', 'true'),
    element('status', 'in-use'),
    element('interfaceType', 'vpc_endpoint'),
    element('privateIpAddress', address),
    itemSet('groupSet', endpoint.securityGroupIds.map(groupItem)),
    itemSet('tagSet', []),
  ].join('');
}

function groupItem(groupId: string): string {
  return element('groupId', groupId) + element('groupName', `group ${groupId}`);
}

function unknown(id: string): never {
  throw new AwsError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`);
}
