/**
 * Events that the default bus receives from other accounts and Regions. A forwarded event names its source account and
 * Region, and may contain ids that also exist in this account: only account and Region tell such events apart.
 */
import { randomUUID } from 'node:crypto';
import { createVpcEndpointRecord, deleteVpcEndpointsRecord } from '../../local/aws/cloudtrail/cloud-trail.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import { STACK, type World } from '../../local/world.js';

export interface ForwardedEvent {
  readonly about: keyof typeof BODIES;
  readonly from: 'another account' | 'another Region' | 'both';
}

const OTHER_ACCOUNT = '444455556666';
const OTHER_REGION = 'us-east-2';

export function forwardEvent(world: World, event: ForwardedEvent, endpoint: LocalVpcEndpoint): void {
  const facts = {
    account: event.from === 'another Region' ? STACK.account : OTHER_ACCOUNT,
    region: event.from === 'another account' ? STACK.region : OTHER_REGION,
    time: new Date(world.time.now()),
  };
  world.aws.bus.deliver({
    version: '0',
    id: randomUUID(),
    account: facts.account,
    region: facts.region,
    time: facts.time.toISOString().replace(/\.\d+Z$/, 'Z'),
    ...BODIES[event.about](endpoint, facts),
  });
}

type Body = Pick<BusEvent, 'source' | 'detail-type' | 'resources' | 'detail'>;
type Facts = Parameters<typeof createVpcEndpointRecord>[1];

const BODIES = {
  creation: (endpoint: LocalVpcEndpoint, facts: Facts) => apiCall('creation', endpoint, facts),
  deletion: (endpoint: LocalVpcEndpoint, facts: Facts) => apiCall('deletion', endpoint, facts),
  tags: tagChange,
  "a stack's creation": (endpoint: LocalVpcEndpoint, facts: Facts) =>
    stackResource('CREATE_COMPLETE', endpoint, facts),
  "a stack's deletion": (endpoint: LocalVpcEndpoint, facts: Facts) =>
    stackResource('DELETE_COMPLETE', endpoint, facts),
};

function stackResource(status: string, { endpointId }: LocalVpcEndpoint, { account, region }: Facts): Body {
  const stackId = `arn:aws:cloudformation:${region}:${account}:stack/network/1`;
  return {
    source: 'aws.cloudformation',
    'detail-type': 'CloudFormation Resource Status Change',
    resources: [stackId],
    detail: {
      'stack-id': stackId,
      'logical-resource-id': 'Endpoint',
      'physical-resource-id': endpointId,
      'status-details': { status, 'status-reason': '' },
      'resource-type': 'AWS::EC2::VPCEndpoint',
      'client-request-token': '',
    },
  };
}

function tagChange({ endpointId, tags }: LocalVpcEndpoint, { account, region }: Facts): Body {
  return {
    source: 'aws.tag',
    'detail-type': 'Tag Change on Resource',
    resources: [`arn:aws:ec2:${region}:${account}:vpc-endpoint/${endpointId}`],
    detail: {
      'changed-tag-keys': [...tags.keys(), 'atlas', 'atlas-too'],
      service: 'ec2',
      'resource-type': 'vpc-endpoint',
      version: 1,
      tags: {},
    },
  };
}

function apiCall(about: 'creation' | 'deletion', endpoint: LocalVpcEndpoint, facts: Facts): Body {
  const detail =
    about === 'creation'
      ? createVpcEndpointRecord({ ...endpoint, ownerAccount: facts.account }, facts)
      : deleteVpcEndpointsRecord([endpoint.endpointId], [], facts);
  return { source: 'aws.ec2', 'detail-type': 'AWS API Call via CloudTrail', resources: [], detail };
}

/** An endpoint of another account, with an id that does not exist in this account. */
export function strangerLike(endpoint: LocalVpcEndpoint): LocalVpcEndpoint {
  return { ...endpoint, endpointId: `vpce-0eeeeeeeeee${endpoint.endpointId.slice(-6)}` };
}
