import { Duration, Names } from 'aws-cdk-lib';
import type { Metric as CloudWatchMetric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus, type EventPattern, type IEventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Environment } from '../lambda/contract/environment.js';
import {
  ATLAS_BASE_URL,
  DEFAULT_LINK_TIMEOUT_SECONDS,
  WORKFLOW_TIMEOUT_MARGIN_SECONDS,
} from '../lambda/contract/limits.js';
import { Metric } from '../lambda/contract/metrics.js';
import { EVENT_SOURCE, LINK_CONCLUDED } from '../lambda/contract/published-event.js';
import type { Conclusion } from '../lambda/contract/workflow.js';
import type { AtlasPrivateLinkProps } from './atlas-private-link-props.js';
import { DeadLetterQueue } from './dead-letter-queue.js';
import { EndedRuns } from './ended-runs.js';
import { EndpointEvents } from './endpoint-events.js';
import { LinkAlarms } from './link-alarms.js';
import { LinkDashboard } from './link-dashboard.js';
import { LinkFunctions } from './link-functions.js';
import { linkMetric } from './link-metrics.js';
import { LinkQueries } from './link-queries.js';
import { LinkWorkflow } from './link-workflow.js';
import { validateProps } from './props-validation.js';

/**
 * Links VPC endpoints to MongoDB Atlas as they are created. Install it once in each account and Region that has
 * endpoints to link; the Region needs a CloudTrail trail that logs management events.
 */
export class AtlasPrivateLink extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly functions: LinkFunctions;
  readonly workflow: LinkWorkflow;
  readonly endpointEvents: EndpointEvents;
  readonly endedRuns: EndedRuns;
  readonly alarms: LinkAlarms;
  readonly queries: LinkQueries;
  /** Undefined when the props turn it off. */
  readonly dashboard: LinkDashboard | undefined;
  /** Value of the metric dimension `service`, and of `service` in the log lines. */
  readonly serviceName: string;
  private readonly eventBus: IEventBus;

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkProps) {
    super(scope, id);
    validateProps(props);
    const endpointSelection = props.endpointSelection.bind(this);
    const eventBus = props.eventBus ?? EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    const linkTimeoutSeconds = (
      props.linkTimeout ?? Duration.seconds(DEFAULT_LINK_TIMEOUT_SECONDS)
    ).toSeconds();
    const logRetention = props.logRetention ?? RetentionDays.THREE_MONTHS;
    this.eventBus = eventBus;
    this.serviceName = Names.uniqueResourceName(this, { maxLength: 60, separator: '-' });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.functions = new LinkFunctions(this, 'Functions', {
      projects: props.projects,
      atlasBaseUrl: props.atlasBaseUrl ?? ATLAS_BASE_URL,
      endpointSelection,
      linkTimeoutSeconds,
      eventBus,
      tagEndpoints: props.tagEndpoints ?? true,
      maxConcurrency: props.maxConcurrency,
      defaults: { serviceName: this.serviceName, logRetention, logLevel: props.logLevel ?? 'INFO' },
    });
    const { receiver, changer, observer, concluder } = this.functions;
    this.workflow = new LinkWorkflow(this, 'Workflow', {
      changer,
      observer,
      concluder,
      timeout: Duration.seconds(linkTimeoutSeconds + WORKFLOW_TIMEOUT_MARGIN_SECONDS),
      logRetention,
    });
    this.grantStartLinks();
    const { deadLetters } = this;
    this.endpointEvents = new EndpointEvents(this, 'EndpointEvents', { receiver, deadLetters });
    const { stateMachine } = this.workflow;
    this.endedRuns = new EndedRuns(this, 'EndedRuns', { stateMachine, concluder, deadLetters });
    this.alarms = this.createAlarms(props);
    this.queries = new LinkQueries(this, 'Queries', {
      serviceName: this.serviceName,
      logGroups: this.functions.all.map(({ logGroup }) => logGroup),
    });
    this.dashboard = (props.dashboard ?? true) ? this.createDashboard(props) : undefined;
  }

  /** A rule on the conclusions of this automation; all outcomes unless `outcomes` name some. */
  onLinkConcluded(id: string, target: IRuleTarget, outcomes: Conclusion[] = []): Rule {
    const eventPattern: EventPattern = {
      source: [EVENT_SOURCE],
      detailType: [LINK_CONCLUDED],
      ...(outcomes.length === 0 ? {} : { detail: { outcome: outcomes } }),
    };
    return new Rule(this, id, { eventBus: this.eventBus, eventPattern, targets: [target] });
  }

  /** Lets somebody (an on-call role) read and delete dead letters and send their events again, as the runbook shows. */
  grantRedrive(grantee: IGrantable): Grant {
    const { receiver, concluder } = this.functions;
    const mayInvoke = Grant.addToPrincipal({
      grantee,
      actions: ['lambda:InvokeFunction'],
      resourceArns: [receiver.function.functionArn, concluder.function.functionArn],
    });
    return mayInvoke.combine(this.deadLetters.queue.grantConsumeMessages(grantee));
  }

  /** Links that became available. Sum over five minutes. */
  metricLinkAvailable(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.LINK_AVAILABLE, options);
  }

  /** Links that failed. Sum over five minutes. */
  metricLinkFailed(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.LINK_FAILED, options);
  }

  /** Links that were not available in time. Sum over five minutes. */
  metricLinkTimedOut(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.LINK_TIMED_OUT, options);
  }

  /** Seconds from registration to available. Average over five minutes. */
  metricTimeToAvailable(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.TIME_TO_AVAILABLE, { statistic: 'Average', ...options });
  }

  private createAlarms({ alarmActions = [], alarmTopic, runbookUrl }: AtlasPrivateLinkProps): LinkAlarms {
    const { serviceName, deadLetters } = this;
    const alarms = new LinkAlarms(this, 'Alarms', { serviceName, deadLetters, runbookUrl });
    const topicActions = alarmTopic === undefined ? [] : [new SnsAction(alarmTopic)];
    for (const action of [...alarmActions, ...topicActions]) alarms.addAction(action);
    return alarms;
  }

  private createDashboard({ runbookUrl }: AtlasPrivateLinkProps): LinkDashboard {
    const { serviceName, deadLetters, alarms, functions } = this;
    return new LinkDashboard(this, 'Dashboard', {
      serviceName,
      functions: functions.all,
      deadLetters,
      alarms,
      workflows: { 'Link workflow': this.workflow.stateMachine },
      runbookUrl,
    });
  }

  private grantStartLinks(): void {
    const { receiver } = this.functions;
    this.workflow.stateMachine.grantStartExecution(receiver.function);
    receiver.function.addEnvironment(
      Environment.LINK_WORKFLOW_ARN,
      this.workflow.stateMachine.stateMachineArn,
    );
  }
}
