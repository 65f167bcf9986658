import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { Metric } from '../lambda/contract/metrics.js';
import type { DeadLetterQueue } from './dead-letter-queue.js';
import { linkMetric } from './link-metrics.js';

export interface LinkAlarmsProps {
  readonly serviceName: string;
  readonly deadLetters: DeadLetterQueue;
}

/** Each alarm has a section of the same name in `docs/runbook.md`. */
export class LinkAlarms extends Construct {
  /** Goes off with the first letter. */
  static onDeadLetters(scope: Construct, id: string, deadLetters: DeadLetterQueue): Alarm {
    return firstOccurrence(
      scope,
      id,
      'DeadLetters',
      'An event could not be handled: an endpoint may be without its link.',
      deadLetters.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
    );
  }

  /** On alarm and on recovery. */
  static notify(alarm: Alarm, action: IAlarmAction): void {
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }

  /** A link ended as failed: Atlas refused it, or could not be asked. */
  readonly linkFailed: Alarm;
  /** A link was neither available nor failed within the link time-out. */
  readonly linkTimedOut: Alarm;
  /** An event could not be handled and waits in the dead-letter queue. */
  readonly deadLetters: Alarm;

  constructor(scope: Construct, id: string, { serviceName, deadLetters }: LinkAlarmsProps) {
    super(scope, id);
    this.linkFailed = firstOccurrence(
      this,
      'LinkFailed',
      'LinkFailed',
      'A VPC endpoint could not be linked to MongoDB Atlas. The published event and the failed run have the reason.',
      linkMetric(serviceName, Metric.LINK_FAILED),
    );
    this.linkTimedOut = firstOccurrence(
      this,
      'LinkTimedOut',
      'LinkTimedOut',
      'A link to MongoDB Atlas was not available in time.',
      linkMetric(serviceName, Metric.LINK_TIMED_OUT),
    );
    this.deadLetters = LinkAlarms.onDeadLetters(this, 'DeadLetters', deadLetters);
  }

  /** Notifies on alarm and on recovery, for all alarms. */
  addAction(action: IAlarmAction): void {
    for (const alarm of [this.linkFailed, this.linkTimedOut, this.deadLetters])
      LinkAlarms.notify(alarm, action);
  }
}

/** From the first: each one is an application without its database. */
function firstOccurrence(
  scope: Construct,
  id: string,
  runbookSection: string,
  description: string,
  metric: IMetric,
): Alarm {
  return new Alarm(scope, id, {
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    // No data means that nothing happened.
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${description} Runbook: docs/runbook.md, section ${runbookSection}.`,
  });
}
