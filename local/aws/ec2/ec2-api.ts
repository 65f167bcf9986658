import type { IncomingMessage } from 'node:http';
import type { AwsCall, AwsResponse } from '../protocol/aws-call.js';
import type { AwsError } from '../protocol/aws-error.js';
import { formRequest } from '../protocol/form-request.js';
import { formApiError } from '../protocol/unknown-action.js';
import { element, escapeXml, itemSet, tagSet } from '../protocol/xml.js';
import { dnsEntriesOf } from './dns-entries.js';
import type { UnsuccessfulId } from './endpoint-calls.js';
import { networkInterfaceId } from './interface-names.js';
import type { LocalVpcEndpoint } from './vpc-endpoints.js';

const CONTENT_TYPE = 'text/xml;charset=UTF-8';

/** EC2's protocol: form-encoded lists (`Name.1`, `Name.2`) in requests, and XML in responses. */
export const Ec2Api = {
  read(request: IncomingMessage, body: string): Pick<AwsCall, 'action' | 'input'> {
    return formRequest('ec2', request, body);
  },

  reply({ action, requestId }: AwsCall, result: unknown): AwsResponse {
    const name = action.slice('ec2:'.length);
    const body = `<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${requestId}</requestId>${String(result)}</${name}Response>`;
    return { status: 200, contentType: CONTENT_TYPE, body };
  },

  refuse(refusal: AwsError, requestId: string): AwsResponse {
    const { status, code, message } = formApiError(refusal);
    const body = `<Response><Errors><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    return { status, contentType: CONTENT_TYPE, body };
  },
};

/** Values of a form-encoded list, in order. */
export function listOf(input: Readonly<Record<string, unknown>>, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; typeof input[`${name}.${index}`] === 'string'; index += 1) {
    values.push(String(input[`${name}.${index}`]));
  }
  return values;
}

/** An endpoint as EC2 shows it; absent properties have EC2's defaults. */
export type ShownVpcEndpoint = Omit<LocalVpcEndpoint, 'securityGroupIds' | 'privateDnsEnabled'> &
  Partial<Pick<LocalVpcEndpoint, 'securityGroupIds' | 'privateDnsEnabled'>>;

/** Response of DescribeVpcEndpoints. */
export function vpcEndpointSet(endpoints: readonly ShownVpcEndpoint[]): string {
  return itemSet('vpcEndpointSet', endpoints.map(itemOf));
}

/** Response of CreateVpcEndpoint. */
export function createdVpcEndpoint(endpoint: LocalVpcEndpoint, clientToken: string | undefined): string {
  const token = clientToken === undefined ? '' : element('clientToken', escapeXml(clientToken));
  return element('vpcEndpoint', itemOf(endpoint)) + token;
}

/** Response of DeleteVpcEndpoints. */
export function unsuccessfulSet(ids: readonly UnsuccessfulId[]): string {
  return itemSet(
    'unsuccessful',
    ids.map(
      ({ resourceId, error: { code, message } }) =>
        element('error', element('code', code) + element('message', escapeXml(message))) +
        element('resourceId', resourceId),
    ),
  );
}

function itemOf(endpoint: ShownVpcEndpoint): string {
  return [
    element('vpcEndpointId', endpoint.endpointId),
    element('vpcEndpointType', endpoint.type),
    element('vpcId', endpoint.vpcId),
    element('serviceName', endpoint.serviceName),
    endpoint.serviceRegion === undefined ? '' : element('serviceRegion', endpoint.serviceRegion),
    element('state', endpoint.state),
    element('ownerId', endpoint.ownerAccount),
    element('requesterManaged', 'false'),
    element('privateDnsEnabled', String(endpoint.privateDnsEnabled ?? false)),
    element('creationTimestamp', new Date(endpoint.createdAt).toISOString()),
    itemSet('subnetIdSet', endpoint.subnetIds),
    itemSet('groupSet', (endpoint.securityGroupIds ?? []).map(groupItem)),
    itemSet('routeTableIdSet', []),
    itemSet('networkInterfaceIdSet', networkInterfaceIds(endpoint)),
    itemSet('dnsEntrySet', dnsEntriesOf(endpoint).map(dnsItem)),
    element('ipAddressType', 'ipv4'),
    element('dnsOptions', element('dnsRecordIpType', 'ipv4')),
    tagSet(endpoint.tags),
  ].join('');
}

/** One in each subnet. */
function networkInterfaceIds({ endpointId, subnetIds, type }: ShownVpcEndpoint): string[] {
  if (type !== 'Interface') return [];
  return subnetIds.map((subnetId) => networkInterfaceId(endpointId, subnetId));
}

function dnsItem(entry: string): string {
  const [zone = '', name = ''] = entry.split(':');
  return element('dnsName', name) + element('hostedZoneId', zone);
}

function groupItem(groupId: string): string {
  return element('groupId', groupId) + element('groupName', `group ${groupId}`);
}
