/** CloudTrail's records of EC2 calls: XML turned into JSON, with capital wrappers and one element as an object. */
import { randomUUID } from 'node:crypto';
import type { LocalVpcEndpoint } from './vpc-endpoints.js';

export interface CallFacts {
  readonly account: string;
  readonly region: string;
  readonly time: Date;
}

export function createVpcEndpointRecord(endpoint: LocalVpcEndpoint, facts: CallFacts): object {
  const tags = [...endpoint.tags].map(([Key, Value], index) => ({ Key, Value, tag: index + 1 }));
  return {
    ...common('CreateVpcEndpoint', facts),
    requestParameters: {
      CreateVpcEndpointRequest: {
        VpcId: endpoint.vpcId,
        VpcEndpointType: endpoint.type,
        ServiceName: endpoint.serviceName,
        PrivateDnsEnabled: false,
        SubnetId: numbered(endpoint.subnetIds),
        ...(tags.length === 0
          ? {}
          : { TagSpecification: { ResourceType: 'vpc-endpoint', tag: 1, Tag: oneOrMany(tags) } }),
      },
    },
    responseElements: {
      CreateVpcEndpointResponse: {
        xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
        requestId: randomUUID(),
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

function common(eventName: string, { account, region, time }: CallFacts): object {
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
