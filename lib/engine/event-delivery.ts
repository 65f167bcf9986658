/** Delivery of events to a function: their source, the number of attempts, and what happens to undelivered ones. */
import { Duration, Stack } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget, type TargetBaseProps } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import {
  ASYNC_MAX_EVENT_AGE_SECONDS,
  ASYNC_RETRY_ATTEMPTS,
  DELIVERY_MAX_EVENT_AGE_SECONDS,
  DELIVERY_RETRY_ATTEMPTS,
} from '../../lambda/contract/limits.js';
import type { DeadLetterQueue } from './dead-letter-queue.js';
import type { LinkFunction } from './link-function.js';

/** Other accounts and Regions may forward events to this bus; their endpoints must not be linked or unlinked here. */
export function servedPlace(scope: Construct): Pick<EventPattern, 'account' | 'region'> {
  const { account, region } = Stack.of(scope);
  return { account: [account], region: [region] };
}

/** Delivery by EventBridge: a day of retries, then the dead-letter queue. */
export function deliveryOf(deadLetters: DeadLetterQueue): TargetBaseProps {
  return {
    deadLetterQueue: deadLetters.queue,
    retryAttempts: DELIVERY_RETRY_ATTEMPTS,
    maxEventAge: Duration.seconds(DELIVERY_MAX_EVENT_AGE_SECONDS),
  };
}

export function deliverTo(receiver: LinkFunction, deadLetters: DeadLetterQueue): LambdaTarget {
  return new LambdaTarget(receiver.function, deliveryOf(deadLetters));
}

/** Asynchronous invocation: EventBridge's delivery is complete when Lambda has accepted the event. */
export function retryThenKeep(receiver: LinkFunction, deadLetters: DeadLetterQueue): void {
  receiver.function.configureAsyncInvoke({
    retryAttempts: ASYNC_RETRY_ATTEMPTS,
    maxEventAge: Duration.seconds(ASYNC_MAX_EVENT_AGE_SECONDS),
    onFailure: deadLetters.destination,
  });
}
