/** Events that the administrator of a member account forges. */
import { DEFAULT_NAMESPACE, forwarderRoleName, hubBusName } from '../../lambda/contract/members.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import { STACK } from '../../local/world.js';
import type { WorldPlace } from '../../local/world-place.js';

export const HUB_BUS = `arn:aws:events:${STACK.region}:${STACK.account}:event-bus/${hubBusName(DEFAULT_NAMESPACE)}`;
export const API_CALL = 'AWS API Call via CloudTrail';

export interface Forgery {
  /** Default: that of EC2's calls. */
  readonly source?: string;
  readonly detailType?: string;
  /** Of the envelope, which no rule can change. */
  readonly resources?: readonly string[];
  readonly detail: object;
}

/**
 * The member's administrator makes a rule of his own with an input transformer and the forwarder's role, and causes an
 * event of that source in his account. EventBridge keeps the envelope, and the detail is his.
 *
 * @param roleArn with which EventBridge puts the event. Default: the forwarder's
 */
export function forge(
  place: WorldPlace,
  { source = 'aws.ec2', detailType = API_CALL, ...rest }: Forgery,
  roleArn = `arn:aws:iam::${place.aws.account}:role/${forwarderRoleName(DEFAULT_NAMESPACE)}`,
): BusEvent {
  const { account, region, bus } = place.aws;
  const { detail, resources = [] } = rest;
  const transformer = { paths: {}, template: JSON.stringify(detail) };
  const target = { arn: HUB_BUS, roleArn, transformer, deadLetterQueueArn: undefined };
  bus.addRule({
    ruleArn: `arn:aws:events:${region}:${account}:rule/forgery`,
    pattern: { detail: { cause: ['forgery'] } },
    targets: [target],
    isEnabled: true,
  });
  return bus.put(source, detailType, { cause: 'forgery' }, resources);
}
