/**
 * Events of AWS services in EventBridge's envelope. PutEvents refuses their sources, in the emulator as on AWS, so they
 * are delivered to the functions.
 */
import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './emulator.js';

export function creationRecord(endpointId: string, serviceName: string): string {
  return record('CreateVpcEndpoint', {
    requestParameters: {
      CreateVpcEndpointRequest: { VpcEndpointType: 'Interface', ServiceName: serviceName },
    },
    responseElements: {
      CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: endpointId, state: 'pendingAcceptance' } },
    },
  });
}

/** EC2's event about the removal of the last tag. */
export function tagRemovalEvent(endpointId: string, key: string): string {
  const detail = {
    'changed-tag-keys': [key],
    service: 'ec2',
    'resource-type': 'vpc-endpoint',
    version: 1,
    tags: {},
  };
  const arn = `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc-endpoint/${endpointId}`;
  return envelope('aws.tag', 'Tag Change on Resource', detail, [arn]);
}

function record(eventName: string, detail: object): string {
  return envelope('aws.ec2', 'AWS API Call via CloudTrail', {
    eventVersion: '1.11',
    eventTime: new Date().toISOString(),
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: REGION,
    eventID: randomUUID(),
    readOnly: false,
    recipientAccountId: ACCOUNT,
    ...detail,
  });
}

function envelope(source: string, detailType: string, detail: object, resources: string[] = []): string {
  const id = randomUUID();
  const time = new Date().toISOString();
  const place = { account: ACCOUNT, region: REGION };
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': detailType,
    source,
    time,
    ...place,
    resources,
    detail,
  });
}
