import { type EventPattern, Match } from 'aws-cdk-lib/aws-events';
import { heartbeatRulePrefix } from '../../lambda/contract/members.js';

/** What EventBridge sends for a rule with a schedule. */
export const HEARTBEAT_SOURCE = 'aws.events';
export const HEARTBEAT_TYPE = 'Scheduled Event';

/** Heartbeats of the members of a namespace, of every version: the ARN of the rule is the event's only resource. */
export function heartbeatPattern(namespace: string): EventPattern {
  return {
    source: [HEARTBEAT_SOURCE],
    detailType: [HEARTBEAT_TYPE],
    // Two wildcards instead of one for each part of an ARN, because EventBridge limits their number.
    resources: Match.wildcard(`*:rule/${heartbeatRulePrefix(namespace)}*`),
  };
}
