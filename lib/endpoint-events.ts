import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import {
  ASYNC_MAX_EVENT_AGE_SECONDS,
  ASYNC_RETRY_ATTEMPTS,
  DELIVERY_MAX_EVENT_AGE_SECONDS,
  DELIVERY_RETRY_ATTEMPTS,
} from '../lambda/contract/limits.js';
import type { DeadLetterQueue } from './dead-letter-queue.js';
import type { LinkFunction } from './link-function.js';

export interface EndpointEventsProps {
  readonly receiver: LinkFunction;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * `CreateVpcEndpoint` on the default bus of this account and Region, as CloudTrail reports it. Needs a trail that
 * logs management write events in this Region; event history alone sends nothing.
 */
export class EndpointEvents extends Construct {
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { receiver, deadLetters }: EndpointEventsProps) {
    super(scope, id);
    this.rule = new Rule(this, 'Rule', {
      description: 'A VPC endpoint to an endpoint service of another account was created',
      eventPattern: {
        source: ['aws.ec2'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['ec2.amazonaws.com'],
          eventName: ['CreateVpcEndpoint'],
          // A call that failed carries an error code and made nothing.
          errorCode: [{ exists: false }],
          // AWS's own services are left out here; a record in another spelling gets through to the parser.
          $or: [serviceName({ prefix: 'com.amazonaws.vpce.' }), serviceName({ exists: false })],
        },
      },
    });
    this.rule.addTarget(deliverTo(receiver, deadLetters));
    retryThenKeep(receiver, deadLetters);
  }
}

function serviceName(matcher: Record<string, unknown>) {
  return { requestParameters: { CreateVpcEndpointRequest: { ServiceName: [matcher] } } };
}

/** Delivery by EventBridge: a day of retries, then the dead-letter queue. */
export function deliverTo(receiver: LinkFunction, deadLetters: DeadLetterQueue): LambdaTarget {
  return new LambdaTarget(receiver.function, {
    deadLetterQueue: deadLetters.queue,
    retryAttempts: DELIVERY_RETRY_ATTEMPTS,
    maxEventAge: Duration.seconds(DELIVERY_MAX_EVENT_AGE_SECONDS),
  });
}

/** Asynchronous invocation: EventBridge has done its part once Lambda has taken the event. */
export function retryThenKeep(receiver: LinkFunction, deadLetters: DeadLetterQueue): void {
  receiver.function.configureAsyncInvoke({
    retryAttempts: ASYNC_RETRY_ATTEMPTS,
    maxEventAge: Duration.seconds(ASYNC_MAX_EVENT_AGE_SECONDS),
    onFailure: new SqsDestination(deadLetters.queue),
  });
}
