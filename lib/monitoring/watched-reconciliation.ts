import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** A reconciliation as its alarms need it. */
export interface WatchedReconciliation {
  readonly stateMachine: IStateMachine;
  /** Period between two executions: the alarms count executions. */
  readonly period: Duration;
}

/** CloudWatch accepts whole minutes, and no period above one day. */
export function alarmPeriod(period: Duration): Duration {
  const minutes = Math.ceil(period.toMinutes({ integral: false }));
  return Duration.minutes(Math.min(Math.max(minutes, 1), Duration.days(1).toMinutes()));
}
