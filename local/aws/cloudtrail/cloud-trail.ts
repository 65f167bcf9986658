/**
 * CloudTrail's records of EC2 calls. CloudTrail converts their XML to JSON, with capitalized wrappers, and a list of
 * one element as an object.
 */
import { randomUUID } from 'node:crypto';
import type { CallFailure, UnsuccessfulId } from '../ec2/endpoint-calls.js';
import type { LocalVpcEndpoint } from '../ec2/vpc-endpoints.js';
import { type XmlNode, xmlAsJson } from './xml-as-json.js';

export interface CallFacts {
  readonly account: string;
  readonly region: string;
  readonly time: Date;
  /** Who calls by the API. Undefined: CloudFormation calls for a user. */
  readonly callerArn?: string | undefined;
  /** Default: a new one. */
  readonly requestId?: string;
}

export interface CloudTrailRecord {
  readonly eventName: string;
  readonly eventID: string;
  readonly requestID: string;
  readonly eventSource: string;
  readonly readOnly: boolean;
  readonly [field: string]: unknown;
}

export function createVpcEndpointRecord(endpoint: LocalVpcEndpoint, facts: CallFacts): CloudTrailRecord {
  const head = common('CreateVpcEndpoint', facts);
  return {
    ...head,
    requestParameters: xmlAsJson({ CreateVpcEndpointRequest: createRequest(endpoint) }),
    responseElements: xmlAsJson({
      CreateVpcEndpointResponse: { ...responseHead(head), vpcEndpoint: describedEndpoint(endpoint) },
    }),
  };
}

/** Record of a refused call, with the request only. */
export function failedCreateVpcEndpointRecord(
  endpoint: CreateRequest,
  failure: CallFailure,
  facts: CallFacts,
): CloudTrailRecord {
  return {
    ...common('CreateVpcEndpoint', facts),
    ...failed(failure),
    requestParameters: xmlAsJson({ CreateVpcEndpointRequest: createRequest(endpoint) }),
  };
}

/** @param unsuccessful ids that were not deleted, although the call as a whole succeeded */
export function deleteVpcEndpointsRecord(
  endpointIds: readonly string[],
  unsuccessful: readonly UnsuccessfulId[],
  facts: CallFacts,
): CloudTrailRecord {
  const items = unsuccessful.map(({ error: { code, message }, resourceId }) => ({
    error: { message, code },
    resourceId,
  }));
  const head = common('DeleteVpcEndpoints', facts);
  return {
    ...head,
    requestParameters: deleteRequest(endpointIds),
    responseElements: xmlAsJson({
      DeleteVpcEndpointsResponse: {
        ...responseHead(head),
        unsuccessful: items.length === 0 ? '' : { item: items },
      },
    }),
  };
}

/** Of the request, only the id. */
export function modifyVpcEndpointRecord(endpointId: string, facts: CallFacts): CloudTrailRecord {
  const head = common('ModifyVpcEndpoint', facts);
  return {
    ...head,
    requestParameters: xmlAsJson({ ModifyVpcEndpointRequest: { VpcEndpointId: endpointId } }),
    responseElements: xmlAsJson({ ModifyVpcEndpointResponse: { ...responseHead(head), return: 'true' } }),
  };
}

export function failedDeleteVpcEndpointsRecord(
  endpointIds: readonly string[],
  failure: CallFailure,
  facts: CallFacts,
): CloudTrailRecord {
  return {
    ...common('DeleteVpcEndpoints', facts),
    ...failed(failure),
    requestParameters: deleteRequest(endpointIds),
  };
}

type CreateRequest = Pick<
  LocalVpcEndpoint,
  'vpcId' | 'type' | 'serviceName' | 'privateDnsEnabled' | 'subnetIds' | 'securityGroupIds' | 'tags'
>;

/** Elements of parameters that were not given are absent. */
function createRequest(endpoint: CreateRequest): XmlNode {
  const tags = [...endpoint.tags].map(([Key, Value], index) => ({ Value, tag: String(index + 1), Key }));
  return {
    VpcId: endpoint.vpcId,
    VpcEndpointType: endpoint.type,
    ServiceName: endpoint.serviceName,
    PrivateDnsEnabled: endpoint.privateDnsEnabled ? 'true' : undefined,
    SubnetId: someOrNone(numbered(endpoint.subnetIds)),
    SecurityGroupId: someOrNone(numbered(endpoint.securityGroupIds)),
    TagSpecification: tags.length === 0 ? undefined : { ResourceType: 'vpc-endpoint', tag: '1', Tag: tags },
  };
}

function describedEndpoint(endpoint: LocalVpcEndpoint): XmlNode {
  const tags = [...endpoint.tags].map(([key, value]) => ({ value, key }));
  const groups = endpoint.securityGroupIds.map((groupId) => ({ groupName: `group ${groupId}`, groupId }));
  return {
    routeTableIdSet: '',
    ownerId: endpoint.ownerAccount,
    privateDnsEnabled: String(endpoint.privateDnsEnabled),
    serviceName: endpoint.serviceName,
    groupSet: setOf(groups),
    requesterManaged: 'false',
    vpcEndpointId: endpoint.endpointId,
    subnetIdSet: setOf(endpoint.subnetIds),
    vpcEndpointType: endpoint.type,
    vpcId: endpoint.vpcId,
    // Without tags, the element is absent, not empty.
    tagSet: tags.length === 0 ? undefined : { item: tags },
    creationTimestamp: new Date(endpoint.createdAt).toISOString(),
    state: endpoint.state,
  };
}

function deleteRequest(endpointIds: readonly string[]): unknown {
  return xmlAsJson({ DeleteVpcEndpointsRequest: { VpcEndpointId: someOrNone(numbered(endpointIds)) } });
}

function failed({ code, message }: CallFailure): object {
  return { errorCode: `Client.${code}`, errorMessage: message, responseElements: null };
}

/** Has the request id of the record. */
function responseHead({ requestID }: Pick<CloudTrailRecord, 'requestID'>) {
  return { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', requestId: requestID };
}

function common(
  eventName: string,
  { account, region, time, callerArn, requestId }: CallFacts,
): CloudTrailRecord {
  const service = 'cloudformation.amazonaws.com';
  return {
    eventVersion: '1.11',
    userIdentity:
      callerArn === undefined
        ? { type: 'AssumedRole', accountId: account }
        : { type: typeOf(callerArn), arn: callerArn, accountId: account },
    eventTime: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: region,
    sourceIPAddress: callerArn === undefined ? service : '198.51.100.7',
    userAgent: callerArn === undefined ? service : 'aws-sdk',
    requestID: requestId ?? randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: account,
  };
}

function typeOf(callerArn: string): string {
  return callerArn.includes(':user/') ? 'IAMUser' : 'AssumedRole';
}

function numbered(values: readonly string[]): XmlNode[] {
  return values.map((content, index) => ({ tag: String(index + 1), content }));
}

function someOrNone(elements: readonly XmlNode[]): XmlNode {
  return elements.length === 0 ? undefined : elements;
}

function setOf(items: readonly XmlNode[]): XmlNode {
  return items.length === 0 ? '' : { item: items };
}
