import { type Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { Metric, type MetricName } from '../../lambda/contract/metrics.js';
import { thresholdAlarm } from './link-alarm.js';
import { linkMetric } from './link-metrics.js';
import type { Runbook } from './runbook.js';
import { alarmPeriod, type WatchedReconciliation } from './watched-reconciliation.js';

export interface MemberAlarmProps {
  readonly serviceName: string;
  readonly runbook: Runbook;
  readonly reconciliation: WatchedReconciliation;
}

/** A member stack that is replaced or a Region that is deployed late recovers between two reconciliations. */
const RECONCILIATIONS = 2;

/** A level: the accounts and Regions that the last reconciliation has not heard. */
export function createMemberSilent(scope: Construct, props: MemberAlarmProps): Alarm {
  return createLevelAlarm(scope, 'MemberSilent', props, {
    metric: Metric.MEMBER_SILENT,
    description: `A member account and Region has sent no heartbeat: its events may be missing too, and its new VPC endpoints wait for the reconciliation. Not from the first, because a member stack that is being changed is silent for a while: in each of ${RECONCILIATIONS} reconciliations.`,
  });
}

/** A level: the accounts and Regions whose role the last reconciliation could not use. */
export function createMemberUnreachable(scope: Construct, props: MemberAlarmProps): Alarm {
  return createLevelAlarm(scope, 'MemberUnreachable', props, {
    metric: Metric.MEMBER_UNREACHABLE,
    description: `The role of a member account and Region could not be assumed: its endpoints are neither linked nor unlinked. Not from the first, because throttling and a role that is being replaced pass: in each of ${RECONCILIATIONS} reconciliations.`,
  });
}

/** A level: events that the rules of members could not deliver, for 14 days or until somebody deletes them. */
export function createMemberDeadLetters(scope: Construct, props: MemberAlarmProps): Alarm {
  return createLevelAlarm(scope, 'MemberDeadLetters', props, {
    metric: Metric.MEMBER_DEAD_LETTERS,
    description: `The dead-letter queue of a member account and Region has events that EventBridge could not deliver to the hub: what they report waits for the reconciliation, and so will what follows. In each of ${RECONCILIATIONS} reconciliations.`,
  });
}

interface Level {
  readonly metric: MetricName;
  readonly description: string;
}

function createLevelAlarm(scope: Construct, id: string, props: MemberAlarmProps, level: Level): Alarm {
  return thresholdAlarm(scope, id, {
    runbook: props.runbook,
    description: level.description,
    metric: linkMetric(props.serviceName, level.metric, {
      statistic: 'Maximum',
      period: alarmPeriod(props.reconciliation.period),
    }),
    evaluationPeriods: RECONCILIATIONS,
    // An execution that starts a minute late leaves a gap, which is not a recovery.
    treatMissingData: TreatMissingData.IGNORE,
  });
}
