import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { deliverTo, retryThenKeep, servedPlace } from '../engine/event-delivery.js';
import type { LinkFunction } from '../engine/link-function.js';

export interface EndpointEventsProps {
  readonly receiver: LinkFunction;
  readonly deadLetters: DeadLetterQueue;
  /** Keys of the tags that the selection checks; none where tags do not matter. */
  readonly tagKeys: readonly string[];
}

/**
 * `CreateVpcEndpoint` and `DeleteVpcEndpoints` on the default bus of this account and Region, as CloudTrail reports them:
 * they need a trail that logs management write events in this Region; event history alone sends nothing. And changes of
 * the tags that select, which need none.
 */
export class EndpointEvents extends Construct {
  readonly creationRule: Rule;
  readonly deletionRule: Rule;
  /** Undefined where the selection checks no tag. */
  readonly tagRule: Rule | undefined;

  constructor(scope: Construct, id: string, { receiver, deadLetters, tagKeys }: EndpointEventsProps) {
    super(scope, id);
    this.creationRule = new Rule(this, 'Rule', {
      description: 'A VPC endpoint to an endpoint service of another account was created',
      eventPattern: callPattern(this, 'CreateVpcEndpoint', {
        // AWS's own services are left out here; a record in another spelling gets through to the parser.
        $or: [serviceName({ prefix: 'com.amazonaws.vpce.' }), serviceName({ exists: false })],
      }),
    });
    this.deletionRule = new Rule(this, 'DeletionRule', {
      description: 'VPC endpoints were deleted',
      eventPattern: callPattern(this, 'DeleteVpcEndpoints'),
    });
    this.tagRule = tagKeys.length === 0 ? undefined : this.onTags(tagKeys);
    for (const rule of [this.creationRule, this.deletionRule, this.tagRule])
      rule?.addTarget(deliverTo(receiver, deadLetters));
    retryThenKeep(receiver, deadLetters);
  }

  /** Not the status tags: what the automation writes must not call it. */
  private onTags(tagKeys: readonly string[]): Rule {
    return new Rule(this, 'TagRule', {
      description: 'A tag that selects VPC endpoints was set, changed or removed',
      eventPattern: {
        ...servedPlace(this),
        source: ['aws.tag'],
        detailType: ['Tag Change on Resource'],
        detail: {
          service: ['ec2'],
          'resource-type': ['vpc-endpoint'],
          'changed-tag-keys': [...tagKeys],
        },
      },
    });
  }
}

function callPattern(
  scope: Construct,
  eventName: string,
  detail: Readonly<Record<string, unknown>> = {},
): EventPattern {
  return {
    ...servedPlace(scope),
    source: ['aws.ec2'],
    detailType: ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: ['ec2.amazonaws.com'],
      eventName: [eventName],
      // A call that failed carries an error code and made nothing.
      errorCode: [{ exists: false }],
      ...detail,
    },
  };
}

function serviceName(matcher: Record<string, unknown>) {
  return { requestParameters: { CreateVpcEndpointRequest: { ServiceName: [matcher] } } };
}
