import { type Alarm, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { Metric } from '../../lambda/contract/metrics.js';
import { thresholdAlarm } from './link-alarm.js';
import { linkMetric } from './link-metrics.js';
import type { Runbook } from './runbook.js';
import { alarmPeriod, type WatchedReconciliation } from './watched-reconciliation.js';

export interface ReconciliationAlarmProps {
  readonly runbook: Runbook;
  readonly reconciliation: WatchedReconciliation;
}

/** A single remaining difference may be a link in progress, or an outage of Atlas; the next executions repair that. */
const EXECUTIONS_WITH_DRIFT = 3;

/** A level: the projects that neither the events nor the last reconciliation could read. */
export function createProjectUnreadable(
  scope: Construct,
  { serviceName, runbook, reconciliation }: ReconciliationAlarmProps & { readonly serviceName: string },
): Alarm {
  return thresholdAlarm(scope, 'ProjectUnreadable', {
    runbook,
    description: `A MongoDB Atlas project cannot be read: its new endpoints wait for their links, however many there are. Not from the first poll, because an outage of Atlas passes: in each of ${EXECUTIONS_WITH_DRIFT} reconciliation periods.`,
    metric: linkMetric(serviceName, Metric.PROJECT_UNREADABLE, {
      statistic: 'Maximum',
      period: alarmPeriod(reconciliation.period),
    }),
    evaluationPeriods: EXECUTIONS_WITH_DRIFT,
    treatMissingData: TreatMissingData.IGNORE,
  });
}

/** Gauge: differences that a person must repair. */
export function createDriftLeft(
  scope: Construct,
  { serviceName, runbook, reconciliation }: ReconciliationAlarmProps & { readonly serviceName: string },
): Alarm {
  return thresholdAlarm(scope, 'DriftLeft', {
    runbook,
    description: `Atlas, EC2 and the registry have differed for ${EXECUTIONS_WITH_DRIFT} reconciliations, and none could mend it. From the first difference, but not from the first execution: what an execution leaves, the next one often mends.`,
    metric: linkMetric(serviceName, Metric.DRIFT_LEFT, {
      statistic: 'Maximum',
      period: alarmPeriod(reconciliation.period),
    }),
    evaluationPeriods: EXECUTIONS_WITH_DRIFT,
    // An execution that starts a minute late leaves a gap, which is not a problem.
    treatMissingData: TreatMissingData.IGNORE,
  });
}

/**
 * Executions that began and did not succeed, however they ended. If no execution begins, the alarm has no data: it
 * changes from OK to INSUFFICIENT_DATA. A new alarm begins in that state, so a deployment pages nobody.
 */
export function createReconcileFailed(
  scope: Construct,
  { runbook, reconciliation: { stateMachine, period } }: ReconciliationAlarmProps,
): Alarm {
  return thresholdAlarm(scope, 'ReconcileFailed', {
    runbook,
    description:
      'Two of three reconciliations did not succeed, or (INSUFFICIENT_DATA) none has run: lost events stay lost. Not from the first, because the next run does its work.',
    metric: new MathExpression({
      expression: 'started - FILL(succeeded, 0)',
      usingMetrics: { started: stateMachine.metricStarted(), succeeded: stateMachine.metricSucceeded() },
      period: alarmPeriod(period),
      label: 'Reconciliations that did not succeed',
    }),
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: TreatMissingData.MISSING,
  });
}
