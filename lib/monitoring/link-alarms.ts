import { Aws, Duration } from 'aws-cdk-lib';
import { type Alarm, AlarmRule, CompositeAlarm, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ATLAS_RATE_LIMIT } from '../../lambda/contract/limits.js';
import { Metric } from '../../lambda/contract/metrics.js';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { createDeadLettersAlarm } from './dead-letters-alarm.js';
import { MINUTES_PER_PERIOD, notify, thresholdAlarm } from './link-alarm.js';
import { linkMetric } from './link-metrics.js';
import { createMemberDeadLetters, createMemberSilent, createMemberUnreachable } from './member-alarms.js';
import { createDriftLeft, createProjectUnreadable, createReconcileFailed } from './reconciliation-alarms.js';
import { Runbook } from './runbook.js';
import { alarmPeriod, type WatchedReconciliation } from './watched-reconciliation.js';

/**
 * The alarms of an automation. Each alarm on a metric has a section of the same name in `docs/runbook.md`. The two
 * composite alarms make one page of one incident: a refused registration is a failed link and a dead-letter message.
 */
export interface ILinkAlarms {
  /** A link ended as failed: Atlas refused it, or could not be reached. Notifies through `unhealthy`. */
  readonly linkFailed: Alarm;
  /** A link was neither available nor failed within the link time-out. Notifies through `unhealthy`. */
  readonly linkTimedOut: Alarm;
  /** An event could not be handled and waits in the dead-letter queue. Notifies through `deadLettersWaiting`. */
  readonly deadLetters: Alarm;
  /** A link should have been removed, and was retained because it is the last of its endpoint service. */
  readonly lastLinkRetained: Alarm;
  /** A link could not be removed. */
  readonly unlinkFailed: Alarm;
  /** Atlas has throttled requests for a quarter of an hour. */
  readonly atlasThrottled: Alarm;
  /** An Atlas project cannot be read, so its new endpoints are not linked. */
  readonly projectUnreadable: Alarm;
  /** Differences remain that no reconciliation could repair. */
  readonly driftLeft: Alarm;
  /** Reconciliations fail, or (INSUFFICIENT_DATA) no longer start. */
  readonly reconcileFailed: Alarm;
  /** A member account and Region has sent no heartbeat. Undefined without `members`. */
  readonly memberSilent: Alarm | undefined;
  /** The role of a member account and Region could not be assumed. Undefined without `members`. */
  readonly memberUnreachable: Alarm | undefined;
  /** Events of a member could not be delivered to the hub. Undefined without `members`. */
  readonly memberDeadLetters: Alarm | undefined;
  /** An endpoint is without its link: `linkFailed` or `linkTimedOut`. */
  readonly unhealthy: CompositeAlarm;
  /** A dead-letter message that is not covered by `unhealthy`, or that still exists one hour later. */
  readonly deadLettersWaiting: CompositeAlarm;
  /** All alarms on metrics, such as for a dashboard of your own; not the two composite ones. */
  readonly onMetrics: Alarm[];

  /**
   * Adds an action on alarm and on recovery. `linkFailed`, `linkTimedOut` and `deadLetters` notify only through the
   * composite alarms; `lastLinkRetained` only on alarm, because nothing recovers; `reconcileFailed` also if no
   * execution starts.
   */
  addAction(action: IAlarmAction): void;
}

export interface LinkAlarmsProps {
  readonly serviceName: string;
  readonly deadLetters: DeadLetterQueue;
  readonly reconciliation: WatchedReconciliation;
  /** Address at which the team reads `docs/runbook.md`; default: descriptions name the file and the section. */
  readonly runbookUrl?: string | undefined;
  /** Whether the automation is a hub. Default: false. */
  readonly watchesMembers?: boolean;
}

/**
 * The failure event is published before the dead-letter message exists, because Lambda retries first. This handles the
 * reverse order.
 */
const WAIT_FOR_REFUSAL = Duration.minutes(5);
/** Time to fix the cause and to redrive, after the page that a refused link has already sent. */
const REDRIVE_TIME = Duration.hours(1);

/**
 * In each project, Atlas has a bucket of 4000 requests and refills 2000 a minute. Many new endpoints may empty it; the
 * functions then wait as Atlas requests, and nobody has to act. If refusals reach 1 % of the refill in three
 * consecutive periods, new endpoints are not the cause: something uses up the project's budget, and links are delayed.
 */
const THROTTLED_REQUESTS = 0.01 * ATLAS_RATE_LIMIT.REFILL_PER_MINUTE * MINUTES_PER_PERIOD;
const THROTTLED_PERIODS = 3;

export class LinkAlarms extends Construct implements ILinkAlarms {
  readonly linkFailed: Alarm;
  readonly linkTimedOut: Alarm;
  readonly deadLetters: Alarm;
  readonly lastLinkRetained: Alarm;
  readonly unlinkFailed: Alarm;
  readonly atlasThrottled: Alarm;
  readonly projectUnreadable: Alarm;
  readonly driftLeft: Alarm;
  readonly reconcileFailed: Alarm;
  readonly memberSilent: Alarm | undefined;
  readonly memberUnreachable: Alarm | undefined;
  readonly memberDeadLetters: Alarm | undefined;
  readonly unhealthy: CompositeAlarm;
  readonly deadLettersWaiting: CompositeAlarm;

  private readonly serviceName: string;
  private readonly runbook: Runbook;

  constructor(scope: Construct, id: string, props: LinkAlarmsProps) {
    super(scope, id);
    const { serviceName, deadLetters, reconciliation } = props;
    const runbook = new Runbook(props.runbookUrl);
    this.serviceName = serviceName;
    this.runbook = runbook;
    this.linkFailed = this.onLinkFailed();
    this.linkTimedOut = this.onLinkTimedOut();
    this.deadLetters = createDeadLettersAlarm(this, 'DeadLetters', deadLetters, runbook);
    this.lastLinkRetained = this.onLastLinkRetained();
    this.unlinkFailed = this.onUnlinkFailed(reconciliation.period);
    this.atlasThrottled = this.onAtlasThrottled();
    this.projectUnreadable = createProjectUnreadable(this, { serviceName, runbook, reconciliation });
    this.driftLeft = createDriftLeft(this, { serviceName, runbook, reconciliation });
    this.reconcileFailed = createReconcileFailed(this, { runbook, reconciliation });
    if (props.watchesMembers ?? false) {
      const member = { serviceName, runbook, reconciliation };
      this.memberSilent = createMemberSilent(this, member);
      this.memberUnreachable = createMemberUnreachable(this, member);
      this.memberDeadLetters = createMemberDeadLetters(this, member);
    }
    this.unhealthy = this.onUnhealthy();
    this.deadLettersWaiting = this.onDeadLettersWaiting();
  }

  get onMetrics(): Alarm[] {
    const { linkFailed, linkTimedOut, deadLetters, lastLinkRetained, unlinkFailed } = this;
    const { atlasThrottled, projectUnreadable, driftLeft, reconcileFailed } = this;
    return [
      ...[linkFailed, linkTimedOut, deadLetters, lastLinkRetained, unlinkFailed],
      ...[atlasThrottled, projectUnreadable, driftLeft, reconcileFailed],
      ...this.onMembers,
    ];
  }

  private get onMembers(): Alarm[] {
    const { memberSilent, memberUnreachable, memberDeadLetters } = this;
    return [memberSilent, memberUnreachable, memberDeadLetters].filter((alarm) => alarm !== undefined);
  }

  addAction(action: IAlarmAction): void {
    const { unhealthy, deadLettersWaiting, unlinkFailed, atlasThrottled, projectUnreadable, driftLeft } =
      this;
    const alarms = [
      unhealthy,
      deadLettersWaiting,
      unlinkFailed,
      atlasThrottled,
      projectUnreadable,
      driftLeft,
    ];
    for (const alarm of [...alarms, this.reconcileFailed, ...this.onMembers]) notify(alarm, action);
    this.lastLinkRetained.addAlarmAction(action);
    this.reconcileFailed.addInsufficientDataAction(action);
  }

  private onLinkFailed(): Alarm {
    return thresholdAlarm(this, 'LinkFailed', {
      runbook: this.runbook,
      description:
        'A VPC endpoint could not be linked to MongoDB Atlas. The published event and the failed execution have the reason. From the first, because each is an application without its database.',
      metric: linkMetric(this.serviceName, Metric.LINK_FAILED),
    });
  }

  private onLinkTimedOut(): Alarm {
    return thresholdAlarm(this, 'LinkTimedOut', {
      runbook: this.runbook,
      description:
        'A link to MongoDB Atlas was not available in time. From the first, because each is an application without its database.',
      metric: linkMetric(this.serviceName, Metric.LINK_TIMED_OUT),
    });
  }

  private onLastLinkRetained(): Alarm {
    return thresholdAlarm(this, 'LastLinkRetained', {
      runbook: this.runbook,
      description:
        'A VPC endpoint is deleted and its link was retained: it is the last of its endpoint service, which Atlas would remove with it. From the first, because somebody has to decide.',
      metric: linkMetric(this.serviceName, Metric.LINK_RETAINED),
    });
  }

  /**
   * The reconciliation tries again in each execution; the alarm covers two of them, so that the attempts are one alarm.
   */
  private onUnlinkFailed(reconcilePeriod: Duration): Alarm {
    return thresholdAlarm(this, 'UnlinkFailed', {
      runbook: this.runbook,
      description:
        'A link of a deleted endpoint could not be removed from MongoDB Atlas. From the first, over two reconciliations: each of them tries again.',
      metric: linkMetric(this.serviceName, Metric.UNLINK_FAILED, { period: alarmPeriod(reconcilePeriod) }),
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
    });
  }

  private onAtlasThrottled(): Alarm {
    const { CAPACITY, REFILL_PER_MINUTE } = ATLAS_RATE_LIMIT;
    return thresholdAlarm(this, 'AtlasThrottled', {
      runbook: this.runbook,
      description: `MongoDB Atlas has refused at least ${THROTTLED_REQUESTS} requests in each of ${THROTTLED_PERIODS} periods of ${MINUTES_PER_PERIOD} minutes. That is 1 % of what its token bucket (${CAPACITY}, refilled by ${REFILL_PER_MINUTE} a minute) lets through; a crowd of endpoints is over sooner.`,
      metric: linkMetric(this.serviceName, Metric.ATLAS_RATE_LIMITED),
      threshold: THROTTLED_REQUESTS,
      evaluationPeriods: THROTTLED_PERIODS,
    });
  }

  /**
   * Contains only alarms that recover by themselves within minutes: one that stays in ALARM would hide the next
   * incident.
   */
  private onUnhealthy(): CompositeAlarm {
    const id = 'AtlasPrivateLinkUnhealthy';
    return new CompositeAlarm(this, id, {
      compositeAlarmName: this.nameOf(id),
      alarmRule: AlarmRule.anyOf(this.linkFailed, this.linkTimedOut),
      alarmDescription: `A VPC endpoint is without its link to MongoDB Atlas: LinkFailed or LinkTimedOut says which. ${this.runbook.reference(id)}`,
    });
  }

  private onDeadLettersWaiting(): CompositeAlarm {
    const id = 'DeadLettersWaiting';
    return new CompositeAlarm(this, id, {
      compositeAlarmName: this.nameOf(id),
      alarmRule: AlarmRule.anyOf(this.deadLetters),
      actionsSuppressor: this.unhealthy,
      actionsSuppressorWaitPeriod: WAIT_FOR_REFUSAL,
      actionsSuppressorExtensionPeriod: REDRIVE_TIME,
      alarmDescription: `An event could not be handled and waits in the dead-letter queue. Does not notify while AtlasPrivateLinkUnhealthy is in alarm, nor for an hour after. ${this.runbook.reference('DeadLetters')}`,
    });
  }

  /** CloudFormation does not generate a name for a composite alarm; CDK's would be the same in two stacks. */
  private nameOf(id: string): string {
    return `${Aws.STACK_NAME}-${this.serviceName}-${id}`;
  }
}
