import { Duration } from 'aws-cdk-lib';
import type { Metric as CloudWatchMetric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus, type EventPattern, type IEventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  ATLAS_BASE_URL,
  DEFAULT_RECONCILE_SECONDS,
  WORKFLOW_TIMEOUT_MARGIN_SECONDS,
} from '../../lambda/contract/limits.js';
import { Metric } from '../../lambda/contract/metrics.js';
import {
  CONNECTION_STRINGS_CHANGED,
  EVENT_SOURCE,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
} from '../../lambda/contract/published-event.js';
import type { Conclusion } from '../../lambda/contract/workflow.js';
import { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { EndedRuns } from '../engine/ended-runs.js';
import { validateEngineProps } from '../engine/engine-props-validation.js';
import { bindNetwork } from '../engine/link-network.js';
import { LinkRegistry } from '../engine/link-registry.js';
import { LinkWorkflow } from '../engine/link-workflow.js';
import { serviceNameOf } from '../engine/service-name.js';
import { LinkAlarms } from '../monitoring/link-alarms.js';
import { LinkDashboard } from '../monitoring/link-dashboard.js';
import { linkMetric } from '../monitoring/link-metrics.js';
import { LinkQueries } from '../monitoring/link-queries.js';
import type { AtlasPrivateLinkProps } from './atlas-private-link-props.js';
import { AutomationParameter } from './automation-parameter.js';
import { validateAutomationProps } from './automation-props-validation.js';
import { EndpointEvents } from './endpoint-events.js';
import { LinkFunctions } from './link-functions.js';
import { type LinkingRules, linkingRulesOf } from './linking-rules.js';
import { Reconciliation } from './reconciliation.js';

/**
 * Links VPC endpoints to MongoDB Atlas as they are created. Install it once in each account and Region that has
 * endpoints to link; the Region needs a CloudTrail trail that logs management events.
 */
export class AtlasPrivateLink extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly registry: LinkRegistry;
  readonly functions: LinkFunctions;
  readonly workflow: LinkWorkflow;
  readonly endpointEvents: EndpointEvents;
  readonly endedRuns: EndedRuns;
  readonly reconciliation: Reconciliation;
  /** What the command line finds the automation by. */
  readonly parameter: AutomationParameter;
  readonly alarms: LinkAlarms;
  readonly queries: LinkQueries;
  /** Undefined when the props turn it off. */
  readonly dashboard: LinkDashboard | undefined;
  /** Value of the metric dimension `service`, and of `service` in the log lines. */
  readonly serviceName: string;
  private readonly eventBus: IEventBus;

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkProps) {
    super(scope, id);
    validateEngineProps(props);
    validateAutomationProps(props);
    const rules = linkingRulesOf(this, props);
    const eventBus = props.eventBus ?? EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    const atlasBaseUrl = props.atlasBaseUrl ?? ATLAS_BASE_URL;
    const logRetention = props.logRetention ?? RetentionDays.THREE_MONTHS;
    this.eventBus = eventBus;
    this.serviceName = serviceNameOf(this);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.registry = new LinkRegistry(this, 'Registry');
    this.functions = new LinkFunctions(this, 'Functions', {
      projects: props.projects,
      atlasBaseUrl,
      shareAccessTokens: props.shareAccessTokens ?? true,
      rules,
      registry: this.registry,
      eventBus,
      tagEndpoints: props.tagEndpoints ?? true,
      maxConcurrency: props.maxConcurrency,
      defaults: {
        serviceName: this.serviceName,
        logRetention,
        logLevel: props.logLevel ?? 'INFO',
        network: bindNetwork(this, props),
      },
    });
    const { receiver, changer, observer, concluder, reconciler } = this.functions;
    this.workflow = new LinkWorkflow(this, 'Workflow', {
      changer,
      observer,
      concluder,
      timeout: runTimeout(rules),
      logRetention,
    });
    this.functions.bindWorkflow(this.workflow);
    const { deadLetters } = this;
    const tagKeys = props.endpointSelection.tagKeys();
    this.endpointEvents = new EndpointEvents(this, 'EndpointEvents', { receiver, deadLetters, tagKeys });
    const { stateMachine } = this.workflow;
    this.endedRuns = new EndedRuns(this, 'EndedRuns', { stateMachine, concluder, deadLetters });
    const every = props.reconcileEvery ?? Duration.seconds(DEFAULT_RECONCILE_SECONDS);
    this.reconciliation = new Reconciliation(this, 'Reconciliation', {
      reconciler,
      every,
      deadLetters,
      logRetention,
    });
    this.parameter = new AutomationParameter(this, 'Parameter', {
      parts: this,
      atlasBaseUrl,
      rules,
      eventBus,
    });
    this.alarms = this.createAlarms(props, every);
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

  /** A rule on private connection strings that are there, or have changed; minutes after a link is available. */
  onConnectionStringsChanged(id: string, target: IRuleTarget): Rule {
    return this.onEvent(id, target, CONNECTION_STRINGS_CHANGED);
  }

  /** A rule on the summaries of reconciliations. */
  onLinksReconciled(id: string, target: IRuleTarget): Rule {
    return this.onEvent(id, target, LINKS_RECONCILED);
  }

  /** Lets an application read the private connection strings of an endpoint; of all endpoints, where none is given. */
  grantReadConnectionStrings(grantee: IGrantable, vpcEndpointId?: string): Grant {
    return this.registry.grantReadConnectionStrings(grantee, vpcEndpointId);
  }

  /** Lets somebody read what the registry says of every link. */
  grantReadLinks(grantee: IGrantable): Grant {
    return this.registry.grantReadLinks(grantee);
  }

  /** Lets somebody (an on-call role) start a reconciliation and read what it has found. */
  grantReconcile(grantee: IGrantable): Grant {
    const { stateMachine } = this.reconciliation.workflow;
    return stateMachine.grantStartExecution(grantee).combine(stateMachine.grantRead(grantee));
  }

  /**
   * Lets somebody (an on-call role) read and delete dead letters and send their events again, as the runbook shows. The
   * events of the schedule start a reconciliation.
   */
  grantRedrive(grantee: IGrantable): Grant {
    const { receiver, concluder } = this.functions;
    const mayInvoke = Grant.addToPrincipal({
      grantee,
      actions: ['lambda:InvokeFunction'],
      resourceArns: [receiver.function.functionArn, concluder.function.functionArn],
    });
    const mayStart = this.reconciliation.workflow.stateMachine.grantStartExecution(grantee);
    return mayInvoke.combine(mayStart).combine(this.deadLetters.grantTake(grantee));
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

  private onEvent(id: string, target: IRuleTarget, detailType: string): Rule {
    const eventPattern = { source: [EVENT_SOURCE], detailType: [detailType] };
    return new Rule(this, id, { eventBus: this.eventBus, eventPattern, targets: [target] });
  }

  private createAlarms(
    { alarmActions = [], alarmTopic, runbookUrl }: AtlasPrivateLinkProps,
    period: Duration,
  ): LinkAlarms {
    const { serviceName, deadLetters } = this;
    const { stateMachine } = this.reconciliation.workflow;
    const reconciliation = { stateMachine, period };
    const alarms = new LinkAlarms(this, 'Alarms', { serviceName, deadLetters, reconciliation, runbookUrl });
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
      workflows: {
        'Link workflow': this.workflow.stateMachine,
        Reconciliation: this.reconciliation.workflow.stateMachine,
      },
      runbookUrl,
    });
  }
}

/** A safety net: after the link has had its time, and its connection strings theirs. */
function runTimeout({ linkTimeoutSeconds, connectionStringsTimeoutSeconds }: LinkingRules): Duration {
  return Duration.seconds(
    linkTimeoutSeconds + connectionStringsTimeoutSeconds + WORKFLOW_TIMEOUT_MARGIN_SECONDS,
  );
}
