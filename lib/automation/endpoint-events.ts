import { Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { endpointPatterns } from '../engine/endpoint-patterns.js';
import { deliverTo, retryThenKeep, servedPlace } from '../engine/event-delivery.js';
import type { LinkFunction } from '../engine/link-function.js';

export interface EndpointEventsProps {
  readonly receiver: LinkFunction;
  readonly deadLetters: DeadLetterQueue;
  /** Keys of the tags that the selection checks; empty if it checks none. */
  readonly tagKeys: readonly string[];
}

/**
 * `CreateVpcEndpoint` and `DeleteVpcEndpoints` on the default event bus of this account and Region, as CloudTrail
 * reports them: this needs a trail that logs management write events in this Region; the event history alone sends
 * nothing. Two sources need no trail: CloudFormation reports the endpoints of stacks, and EC2 the changes of selecting
 * tags.
 */
export class EndpointEvents extends Construct {
  readonly creationRule: Rule;
  readonly deletionRule: Rule;
  /**
   * Matches endpoints that stacks create, change and delete; in an account with a trail, each of these events arrives
   * twice.
   */
  readonly stackRule: Rule;
  /** Undefined if the selection checks no tag. */
  readonly tagRule: Rule | undefined;

  constructor(scope: Construct, id: string, { receiver, deadLetters, tagKeys }: EndpointEventsProps) {
    super(scope, id);
    const { creation, deletion, stack, tag } = endpointPatterns(servedPlace(this), tagKeys);
    this.creationRule = new Rule(this, 'Rule', creation);
    this.deletionRule = new Rule(this, 'DeletionRule', deletion);
    this.stackRule = new Rule(this, 'StackRule', stack);
    this.tagRule = tag === undefined ? undefined : new Rule(this, 'TagRule', tag);
    for (const rule of [this.creationRule, this.deletionRule, this.stackRule, this.tagRule])
      rule?.addTarget(deliverTo(receiver, deadLetters));
    retryThenKeep(receiver, deadLetters);
  }
}
