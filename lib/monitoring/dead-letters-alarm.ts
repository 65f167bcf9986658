import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { MINUTES_PER_PERIOD, thresholdAlarm } from './link-alarm.js';
import { Runbook } from './runbook.js';

/** Goes to ALARM with the first message, until the queue is empty. */
export function createDeadLettersAlarm(
  scope: Construct,
  id: string,
  { queue }: DeadLetterQueue,
  runbook: Runbook = new Runbook(),
): Alarm {
  return thresholdAlarm(scope, id, {
    runbookSection: 'DeadLetters',
    runbook,
    description:
      'An event could not be handled: an endpoint may be without its link. From the first message, because each is an endpoint.',
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(MINUTES_PER_PERIOD),
      statistic: 'Maximum',
    }),
  });
}
