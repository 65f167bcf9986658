import { Duration, Stack, Token } from 'aws-cdk-lib';
import type { Metric as CloudWatchMetric, Dashboard, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type EventPattern, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  DEFAULT_RECONCILE_SECONDS,
  MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
  WORKFLOW_TIMEOUT_MARGIN_SECONDS,
} from '../../lambda/contract/limits.js';
import { Metric } from '../../lambda/contract/metrics.js';
import {
  CONNECTION_STRINGS_CHANGED,
  EVENT_SOURCE,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
} from '../../lambda/contract/published-event.js';
import { DATA_FEDERATION_PROJECT_TAG } from '../../lambda/contract/tags.js';
import type { AtlasHub } from '../engine/atlas-hub.js';
import { LinkEngine } from '../engine/link-engine.js';
import type { LinkFunction } from '../engine/link-function.js';
import { othersInApp } from '../engine/same-app.js';
import { serviceNameOf } from '../engine/service-name.js';
import { addOutputs } from '../engine/stack-outputs.js';
import { type ILinkAlarms, LinkAlarms } from '../monitoring/link-alarms.js';
import { LinkDashboard } from '../monitoring/link-dashboard.js';
import { linkMetric } from '../monitoring/link-metrics.js';
import { LinkQueries } from '../monitoring/link-queries.js';
import type { AtlasMembers } from './atlas-members.js';
import type { AtlasPrivateLinkProps } from './atlas-private-link-props.js';
import { AutomationParameter } from './automation-parameter.js';
import {
  refuseSecondHub,
  type StatedHub,
  validateAutomationProps,
  validatePlaces,
} from './automation-props-validation.js';
import { EndpointEvents } from './endpoint-events.js';
import { Hub } from './hub.js';
import { conclusionOf, type LinkOutcome } from './link-outcome.js';
import { createReceiver, createReconciler } from './linking-functions.js';
import { type LinkingRules, linkingRulesOf } from './linking-rules.js';
import { Reconciliation } from './reconciliation.js';

/**
 * Links VPC endpoints to MongoDB Atlas when they are created. Install it once in each account and Region that has
 * endpoints to link. CloudFormation itself reports the endpoints of stacks; to link other endpoints within seconds, the
 * Region needs a CloudTrail trail that logs management write events.
 */
export class AtlasPrivateLink extends Construct {
  /** Value of the metric dimension `service`, and of `service` in the log lines. */
  readonly serviceName: string;
  /** Follows each link until it is available or failed, with one execution for each link. */
  readonly stateMachine: IStateMachine;
  /** Compares Atlas, EC2 and the registry in each execution, on a schedule and after each deployment. */
  readonly reconciliationStateMachine: IStateMachine;
  /** Queue for events that could not be handled, kept for 14 days. `docs/runbook.md` says how to send them again. */
  readonly deadLetterQueue: IQueue;
  /** Receives the events of VPC endpoints: invoke it with an event that is to be handled again. */
  readonly receiverFunction: IFunction;
  /** Publishes how executions end: invoke it with the event of an ended execution that is to be handled again. */
  readonly finalizerFunction: IFunction;
  /** The single alarms, for separate notification routes; for one route, use `alarmActions`. */
  readonly alarms: ILinkAlarms;
  /** Name of the SSM parameter with which the command line finds the automation. */
  readonly parameterName: string;
  /** Undefined if the prop `dashboard` is false. */
  readonly dashboard: Dashboard | undefined;
  private readonly engine: LinkEngine;
  private readonly members: AtlasMembers | undefined;
  /** Keys of the tags that decide about an endpoint: of the selection, and of the project of Data Federation. */
  private readonly tagKeys: string[];

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkProps) {
    super(scope, id);
    validateAutomationProps(props);
    const { members } = props;
    this.members = members;
    const rules = linkingRulesOf(this, props);
    const { maxConcurrency } = props;
    this.serviceName = serviceNameOf(this);
    const engine = new LinkEngine(this, 'Engine', props, {
      serviceName: this.serviceName,
      uniqueName: this.serviceName,
      executionTimeout: executionTimeout(rules),
      recordedLinks: {
        endpointSelection: rules.endpointSelection,
        tagEndpoints: props.tagEndpoints ?? true,
        maxConcurrency,
        push: props.push ?? true,
      },
    });
    this.engine = engine;
    // The engine has checked that these are lists.
    validatePlaces(this, props);
    this.refuseSecondHub();
    const { deadLetters, finalizer, functionDefaults } = engine;
    const receiver = createReceiver(this, { engine, rules, maxConcurrency });
    const every = props.reconcileEvery ?? Duration.seconds(DEFAULT_RECONCILE_SECONDS);
    const reconciler = createReconciler(this, { engine, rules, every });
    const tagKeys = tagKeysOf(props);
    this.tagKeys = tagKeys;
    const endpointEvents = new EndpointEvents(this, 'EndpointEvents', { receiver, deadLetters, tagKeys });
    if (members !== undefined) {
      const others = [engine.provisioner, engine.poller, finalizer];
      const { registry } = engine;
      new Hub(this, 'Hub', { members, tagKeys, deadLetters, registry, receiver, reconciler, others });
    }
    const { logRetention } = functionDefaults;
    const { stateMachine: reconciliationStateMachine } = new Reconciliation(this, 'Reconciliation', {
      reconciler,
      every,
      deadLetters,
      logRetention,
    });
    this.stateMachine = engine.workflow.stateMachine;
    this.reconciliationStateMachine = reconciliationStateMachine;
    this.deadLetterQueue = deadLetters.queue;
    this.receiverFunction = receiver.function;
    this.finalizerFunction = finalizer.function;
    const { parameterName } = new AutomationParameter(this, 'Parameter', {
      serviceName: this.serviceName,
      engine,
      rules,
      receiver,
      endpointEvents,
      reconciliationStateMachine,
      members,
    });
    this.parameterName = parameterName;
    const functions = [receiver, engine.provisioner, engine.poller, finalizer, reconciler];
    this.alarms = this.createAlarms(props, every);
    new LinkQueries(this, 'Queries', {
      serviceName: this.serviceName,
      logGroups: functions.map(({ logGroup }) => logGroup),
      hasMembers: members !== undefined,
    });
    this.dashboard = (props.dashboard ?? true) ? this.createDashboard(props, functions) : undefined;
  }

  /**
   * The automation as its members need it: for `AtlasPrivateLinkMember` and `AtlasPrivateLinkMembers`. In stacks of other
   * accounts and Regions it can be used if the stack of the automation has an `env` with account and Region.
   *
   * @throws Error if the prop `members` is not set
   */
  get hub(): AtlasHub {
    const { members, tagKeys } = this;
    if (members === undefined)
      throw new Error(
        "hub: expected an automation with members, received one that serves its own account and Region alone. Give it the prop members, such as AtlasMembers.organization('o-a1b2c3d4e5', { regions: ['eu-west-1'] }).",
      );
    const { account, region } = Stack.of(this);
    const organizationId = members._organizationId;
    return {
      account,
      region,
      namespace: members._namespace,
      ...(organizationId === undefined ? {} : { organizationId }),
      tagKeys: [...tagKeys],
      regions: [...members._regions],
    };
  }

  /**
   * Creates a rule for the conclusions of this automation; `docs/events` describes the detail.
   *
   * @param id of the rule, in the scope of the automation
   * @param outcomes outcomes that the rule matches; empty: all outcomes
   */
  onLinkConcluded(id: string, target: IRuleTarget, outcomes: LinkOutcome[] = []): Rule {
    const eventPattern: EventPattern = {
      source: [EVENT_SOURCE],
      detailType: [LINK_CONCLUDED],
      ...(outcomes.length === 0 ? {} : { detail: { outcome: outcomes.map(conclusionOf) } }),
    };
    return new Rule(this, id, { eventBus: this.engine.eventBus, eventPattern, targets: [target] });
  }

  /** Creates a rule for private connection strings that have appeared or changed; minutes after a link is available. */
  onConnectionStringsChanged(id: string, target: IRuleTarget): Rule {
    return this.onEvent(id, target, CONNECTION_STRINGS_CHANGED);
  }

  /** Creates a rule for the summaries of reconciliations. */
  onLinksReconciled(id: string, target: IRuleTarget): Rule {
    return this.onEvent(id, target, LINKS_RECONCILED);
  }

  /**
   * Allows an application to read private connection strings in Parameter Store:
   * `/atlas-privatelink/connection-strings/<VPC endpoint id>/<cluster>/srv`, `…/standard` and `…/srv-shard-optimized`.
   *
   * @param vpcEndpointId id of one VPC endpoint; default: all
   */
  grantReadConnectionStrings(grantee: IGrantable, vpcEndpointId?: string): Grant {
    return this.engine.registry.grantReadConnectionStrings(grantee, vpcEndpointId);
  }

  /**
   * Allows a principal to read the registry's record of every link: `/atlas-privatelink/links/<VPC endpoint id>`, JSON.
   */
  grantReadLinks(grantee: IGrantable): Grant {
    return this.engine.registry.grantReadLinks(grantee);
  }

  /** Allows a principal (an on-call role) to start a reconciliation and read its result. */
  grantReconcile(grantee: IGrantable): Grant {
    const { reconciliationStateMachine: stateMachine } = this;
    return stateMachine.grantStartExecution(grantee).combine(stateMachine.grantRead(grantee));
  }

  /**
   * Allows a principal (an on-call role) to read and delete dead-letter messages and to send their events again, as
   * described in the runbook. Events of the schedule start a reconciliation.
   */
  grantRedrive(grantee: IGrantable): Grant {
    const mayInvoke = Grant.addToPrincipal({
      grantee,
      actions: ['lambda:InvokeFunction'],
      resourceArns: [this.receiverFunction.functionArn, this.finalizerFunction.functionArn],
    });
    const mayStart = this.reconciliationStateMachine.grantStartExecution(grantee);
    return mayInvoke.combine(mayStart).combine(this.engine.deadLetters.grantTake(grantee));
  }

  /**
   * Adds outputs to the stack for its operators: `WorkflowArn`, `ReconciliationArn`, `DeadLetterQueueUrl`,
   * `ReceiverFunctionName`, `FinalizerFunctionName`, `ParameterName` and, with a dashboard, `DashboardName`. For one
   * automation in a stack: a second call would create outputs with the same names.
   */
  addOutputs(): void {
    addOutputs(Stack.of(this), {
      WorkflowArn: this.stateMachine.stateMachineArn,
      ReconciliationArn: this.reconciliationStateMachine.stateMachineArn,
      DeadLetterQueueUrl: this.deadLetterQueue.queueUrl,
      ReceiverFunctionName: this.receiverFunction.functionName,
      FinalizerFunctionName: this.finalizerFunction.functionName,
      ParameterName: this.parameterName,
      DashboardName: this.dashboard?.dashboardName,
    });
  }

  /** Links that became available. Sum over five minutes. */
  metricLinkAvailable(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.LINK_AVAILABLE, options);
  }

  /** Links that failed. Sum over five minutes. */
  metricLinkFailed(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.LINK_FAILED, options);
  }

  /** Links that timed out. Sum over five minutes. */
  metricLinkTimedOut(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.LINK_TIMED_OUT, options);
  }

  /** Seconds from registration to available. Average over five minutes. */
  metricTimeToAvailable(options?: MetricOptions): CloudWatchMetric {
    return linkMetric(this.serviceName, Metric.TIME_TO_AVAILABLE, { statistic: 'Average', ...options });
  }

  private refuseSecondHub(): void {
    const hub = statedHub(this, this.members);
    if (hub === undefined) return;
    const others = othersInApp(this, (other) => other instanceof AtlasPrivateLink);
    refuseSecondHub(
      hub,
      others.flatMap((other) => statedHub(other, other.members) ?? []),
    );
  }

  private onEvent(id: string, target: IRuleTarget, detailType: string): Rule {
    const eventPattern = { source: [EVENT_SOURCE], detailType: [detailType] };
    return new Rule(this, id, { eventBus: this.engine.eventBus, eventPattern, targets: [target] });
  }

  private createAlarms(
    { alarmActions = [], alarmTopic, runbookUrl }: AtlasPrivateLinkProps,
    period: Duration,
  ): LinkAlarms {
    const alarms = new LinkAlarms(this, 'Alarms', {
      serviceName: this.serviceName,
      deadLetters: this.engine.deadLetters,
      reconciliation: { stateMachine: this.reconciliationStateMachine, period },
      runbookUrl,
      watchesMembers: this.members !== undefined,
    });
    const topicActions = alarmTopic === undefined ? [] : [new SnsAction(alarmTopic)];
    for (const action of [...alarmActions, ...topicActions]) alarms.addAction(action);
    return alarms;
  }

  private createDashboard({ runbookUrl }: AtlasPrivateLinkProps, functions: LinkFunction[]): Dashboard {
    const { dashboard } = new LinkDashboard(this, 'Dashboard', {
      serviceName: this.serviceName,
      functions,
      deadLetters: this.engine.deadLetters,
      alarms: this.alarms,
      workflows: { 'Link workflow': this.stateMachine, Reconciliation: this.reconciliationStateMachine },
      runbookUrl,
    });
    return dashboard;
  }
}

function statedHub(construct: AtlasPrivateLink, members: AtlasMembers | undefined): StatedHub | undefined {
  return members === undefined ? undefined : { construct, namespace: members._namespace };
}

function tagKeysOf({ endpointSelection, projects }: AtlasPrivateLinkProps): string[] {
  const keys = endpointSelection._tagKeys();
  const isFederated = projects.some(({ dataFederation }) => dataFederation === true);
  return isFederated ? [...new Set([...keys, DATA_FEDERATION_PROJECT_TAG])] : keys;
}

/**
 * A safety net that exceeds the time for the link and for its connection strings. A time that is known only at
 * deployment counts as the longest, because templates cannot add.
 */
function executionTimeout({ linkTimeoutSeconds, connectionStringsTimeoutSeconds }: LinkingRules): Duration {
  const link = knownOr(MAX_LINK_TIMEOUT_SECONDS, linkTimeoutSeconds);
  const strings = knownOr(MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS, connectionStringsTimeoutSeconds);
  return Duration.seconds(link + strings + WORKFLOW_TIMEOUT_MARGIN_SECONDS);
}

function knownOr(longest: number, seconds: number): number {
  return Token.isUnresolved(seconds) ? longest : seconds;
}
