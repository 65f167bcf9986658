/** CloudTrail's records of EC2 calls: XML turned into JSON, with capital wrappers and one element as an object. */
import { randomUUID } from 'node:crypto';
import type { LocalVpcEndpoint } from './vpc-endpoints.js';

export interface CallFacts {
  readonly account: string;
  readonly region: string;
  readonly time: Date;
}

export interface CloudTrailRecord {
  readonly eventName: string;
  readonly eventID: string;
  readonly eventSource: string;
  readonly readOnly: boolean;
  readonly [field: string]: unknown;
}

/** An id that a call did not carry out. */
export interface UnsuccessfulId {
  readonly resourceId: string;
  readonly error: { readonly code: string; readonly message: string };
}

export function createVpcEndpointRecord(endpoint: LocalVpcEndpoint, facts: CallFacts): CloudTrailRecord {
  const tags = [...endpoint.tags].map(([Key, Value], index) => ({ Key, Value, tag: index + 1 }));
  return {
    ...common('CreateVpcEndpoint', facts),
    requestParameters: {
      CreateVpcEndpointRequest: {
        VpcId: endpoint.vpcId,
        VpcEndpointType: endpoint.type,
        ServiceName: endpoint.serviceName,
        PrivateDnsEnabled: endpoint.privateDnsEnabled,
        SubnetId: numbered(endpoint.subnetIds),
        SecurityGroupId: numbered(endpoint.securityGroupIds),
        ...(tags.length === 0
          ? {}
          : { TagSpecification: { ResourceType: 'vpc-endpoint', tag: 1, Tag: oneOrMany(tags) } }),
      },
    },
    responseElements: {
      CreateVpcEndpointResponse: {
        ...answerHead(),
        vpcEndpoint: {
          vpcEndpointId: endpoint.endpointId,
          vpcEndpointType: endpoint.type,
          vpcId: endpoint.vpcId,
          serviceName: endpoint.serviceName,
          state: endpoint.state,
          ownerId: endpoint.ownerAccount,
          creationTimestamp: new Date(endpoint.createdAt).toISOString(),
          tagSet:
            tags.length === 0
              ? ''
              : { item: oneOrMany(tags.map(({ Key, Value }) => ({ key: Key, value: Value }))) },
        },
      },
    },
  };
}

/** One id is an object, several are an array; `unsuccessful` is empty, one item, or several. */
export function deleteVpcEndpointsRecord(
  endpointIds: readonly string[],
  unsuccessful: readonly UnsuccessfulId[],
  facts: CallFacts,
): CloudTrailRecord {
  return {
    ...common('DeleteVpcEndpoints', facts),
    requestParameters: { DeleteVpcEndpointsRequest: { VpcEndpointId: numbered(endpointIds) } },
    responseElements: {
      DeleteVpcEndpointsResponse: {
        ...answerHead(),
        unsuccessful: unsuccessful.length === 0 ? '' : { item: oneOrMany(unsuccessful) },
      },
    },
  };
}

function answerHead(): object {
  return { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', requestId: randomUUID() };
}

function common(eventName: string, { account, region, time }: CallFacts): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', accountId: account },
    eventTime: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: region,
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
  };
}

function numbered(values: readonly string[]): unknown {
  return oneOrMany(values.map((content, index) => ({ tag: index + 1, content })));
}

function oneOrMany<T>(values: readonly T[]): T | readonly T[] | undefined {
  return values.length === 1 ? values[0] : values;
}
