import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import {
  DELETED_STATUS,
  STACK_RESOURCE_CHANGE,
  STACK_SOURCE,
  STANDING_STATUSES,
  VPC_ENDPOINT_TYPE,
} from '../../lambda/contract/stack-resources.js';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
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
    this.creationRule = new Rule(this, 'Rule', {
      description: 'A VPC endpoint to an endpoint service of another account was created',
      eventPattern: callPattern(this, 'CreateVpcEndpoint', {
        // Excludes AWS's own services; a record in another spelling is passed to the parser.
        $or: [serviceName({ prefix: 'com.amazonaws.vpce.' }), serviceName({ exists: false })],
      }),
    });
    this.deletionRule = new Rule(this, 'DeletionRule', {
      description: 'VPC endpoints were deleted',
      eventPattern: callPattern(this, 'DeleteVpcEndpoints'),
    });
    this.stackRule = this.onStackResources();
    this.tagRule = tagKeys.length === 0 ? undefined : this.onTags(tagKeys);
    for (const rule of [this.creationRule, this.deletionRule, this.stackRule, this.tagRule])
      rule?.addTarget(deliverTo(receiver, deadLetters));
    retryThenKeep(receiver, deadLetters);
  }

  /** An id in another form is passed to the parser, as for calls. */
  private onStackResources(): Rule {
    return new Rule(this, 'StackRule', {
      description: 'A VPC endpoint of a CloudFormation stack was made, changed or deleted',
      eventPattern: {
        ...servedPlace(this),
        source: [STACK_SOURCE],
        detailType: [STACK_RESOURCE_CHANGE],
        detail: {
          'resource-type': [VPC_ENDPOINT_TYPE],
          'status-details': { status: [...STANDING_STATUSES, DELETED_STATUS] },
        },
      },
    });
  }

  /** Excludes the status tags: the automation's own writes must not trigger it. */
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
      // A failed call has an error code and has created nothing.
      errorCode: [{ exists: false }],
      ...detail,
    },
  };
}

function serviceName(matcher: Record<string, unknown>) {
  return { requestParameters: { CreateVpcEndpointRequest: { ServiceName: [matcher] } } };
}
