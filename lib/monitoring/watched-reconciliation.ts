import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** A reconciliation as its alarms see it. */
export interface WatchedReconciliation {
  readonly stateMachine: IStateMachine;
  /** From one execution to the next: the alarms count in runs. */
  readonly period: Duration;
}

/** CloudWatch takes whole minutes, and no period above a day. */
export function alarmPeriod(period: Duration): Duration {
  const minutes = Math.ceil(period.toMinutes({ integral: false }));
  return Duration.minutes(Math.min(Math.max(minutes, 1), Duration.days(1).toMinutes()));
}
