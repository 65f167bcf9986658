import type { WorldTime } from '../time/world-time.js';
import { reportResource } from './cloudformation/resource-events.js';
import { createVpcEndpointRecord, deleteVpcEndpointsRecord } from './cloudtrail/cloud-trail.js';
import { DEFAULT_GROUP_ID, DEFAULT_SUBNET_ID, DEFAULT_VPC_ID } from './ec2/network.js';
import type { LocalVpcEndpoint } from './ec2/vpc-endpoints.js';
import type { BusEvent, EventBus } from './event-bridge/event-bus.js';
import type { Place } from './protocol/place.js';

export interface ForwardedEventsOptions {
  readonly bus: Pick<EventBus, 'put'>;
  readonly time: WorldTime;
  readonly origin: Place;
}

/** Events of another account or Region whose rules forward them to this bus, as organizations configure it. */
export class ForwardedEvents {
  constructor(private readonly options: ForwardedEventsOptions) {}

  created(endpointId: string, serviceName: string, tags: Readonly<Record<string, string>> = {}): BusEvent {
    const endpoint = this.endpoint(endpointId, serviceName, tags);
    return this.call(createVpcEndpointRecord(endpoint, this.facts));
  }

  deleted(...endpointIds: string[]): BusEvent {
    return this.call(deleteVpcEndpointsRecord(endpointIds, [], this.facts));
  }

  tagged(endpointId: string, tags: Readonly<Record<string, string>>): BusEvent {
    const { bus, origin } = this.options;
    const detail = {
      'changed-tag-keys': Object.keys(tags),
      service: 'ec2',
      'resource-type': 'vpc-endpoint',
      version: 1,
      tags,
    };
    const arn = `arn:aws:ec2:${origin.region}:${origin.account}:vpc-endpoint/${endpointId}`;
    return bus.put('aws.tag', 'Tag Change on Resource', detail, [arn], origin);
  }

  /** Event of a stack in the other account or Region, such as `CREATE_COMPLETE` or `DELETE_COMPLETE`. */
  ofStack(endpointId: string, status: string): BusEvent {
    const { bus, origin } = this.options;
    const resource = { stackName: 'network', logicalId: 'Endpoint', type: 'AWS::EC2::VPCEndpoint' };
    return reportResource(bus, origin, { ...resource, physicalId: endpointId, status });
  }

  private call(record: object): BusEvent {
    const { bus, origin } = this.options;
    return bus.put('aws.ec2', 'AWS API Call via CloudTrail', record, [], origin);
  }

  private endpoint(
    endpointId: string,
    serviceName: string,
    tags: Readonly<Record<string, string>>,
  ): LocalVpcEndpoint {
    const { origin, time } = this.options;
    return {
      endpointId,
      type: 'Interface',
      vpcId: DEFAULT_VPC_ID,
      serviceName,
      serviceRegion: undefined,
      ownerAccount: origin.account,
      subnetIds: [DEFAULT_SUBNET_ID],
      securityGroupIds: [DEFAULT_GROUP_ID],
      privateDnsEnabled: false,
      tags: new Map(Object.entries(tags)),
      createdAt: time.now(),
      state: 'pendingAcceptance',
      deletedAt: undefined,
    };
  }

  private get facts() {
    const { origin, time } = this.options;
    return { ...origin, time: new Date(time.now()) };
  }
}
