import {
  Alarm,
  type AlarmBase,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Runbook } from './runbook.js';

/** Period of all link metrics: five minutes. */
export const MINUTES_PER_PERIOD = 5;

export interface ThresholdAlarmProps {
  /** What has happened, and the reason for the threshold. */
  readonly description: string;
  readonly metric: IMetric;
  readonly runbook: Runbook;
  /** Default: the alarm's construct id. */
  readonly runbookSection?: string;
  /** Default: 1, the first occurrence. */
  readonly threshold?: number;
  /** Default: 1. */
  readonly evaluationPeriods?: number;
  /** Default: all of them. */
  readonly datapointsToAlarm?: number;
  /** Default: no data means that nothing happened. */
  readonly treatMissingData?: TreatMissingData;
}

/** An alarm on a metric that reaches a threshold; its description refers to the runbook. */
export function thresholdAlarm(scope: Construct, id: string, props: ThresholdAlarmProps): Alarm {
  const { description, metric, runbook, runbookSection = id, evaluationPeriods = 1 } = props;
  return new Alarm(scope, id, {
    metric,
    threshold: props.threshold ?? 1,
    evaluationPeriods,
    datapointsToAlarm: props.datapointsToAlarm ?? evaluationPeriods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: props.treatMissingData ?? TreatMissingData.NOT_BREACHING,
    alarmDescription: `${description} ${runbook.reference(runbookSection)}`,
  });
}

/** Adds an action on alarm and on recovery. */
export function notify(alarm: AlarmBase, action: IAlarmAction): void {
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
}
