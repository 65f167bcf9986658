import type { WorldTime } from '../../time/world-time.js';
import type { LocalVpcEndpoint } from '../ec2/vpc-endpoints.js';
import type { EventBus } from './event-bus.js';

export interface TagReporting {
  readonly bus: EventBus;
  readonly time: WorldTime;
  readonly account: string;
  readonly region: string;
}

const DELAY_SECONDS = 2;

/** Puts EC2's tag event on the bus, as EC2 does without a trail. It contains the tags at the time of the change. */
export function reportTags(
  { bus, time, account, region }: TagReporting,
  endpoint: LocalVpcEndpoint,
  changedKeys: readonly string[],
): void {
  const detail = {
    'changed-tag-keys': changedKeys,
    service: 'ec2',
    'resource-type': 'vpc-endpoint',
    version: 1,
    tags: Object.fromEntries(endpoint.tags),
  };
  const arn = `arn:aws:ec2:${region}:${account}:vpc-endpoint/${endpoint.endpointId}`;
  time.after(DELAY_SECONDS, () => void bus.put('aws.tag', 'Tag Change on Resource', detail, [arn]));
}
