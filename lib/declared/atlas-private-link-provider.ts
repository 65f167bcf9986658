import { ArnFormat, CfnOutput, Duration, Names, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Construct, DependencyGroup, type IDependable } from 'constructs';
import {
  PROVIDER_RUN_TIMEOUT_SECONDS,
  SERVICE_TOKEN_EXPORT,
} from '../../lambda/contract/custom-resources.js';
import { Environment } from '../../lambda/contract/environment.js';
import {
  ASYNC_RETRY_ATTEMPTS,
  ATLAS_BASE_URL,
  REQUEST_MAX_EVENT_AGE_SECONDS,
} from '../../lambda/contract/limits.js';
import { acknowledgeWildcard } from '../engine/acknowledge-wildcard.js';
import { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { EndedRuns } from '../engine/ended-runs.js';
import { validateEngineProps } from '../engine/engine-props-validation.js';
import type { LinkEngineProps } from '../engine/link-engine-props.js';
import { bindNetwork } from '../engine/link-network.js';
import { LinkWorkflow } from '../engine/link-workflow.js';
import { serviceNameOf } from '../engine/service-name.js';
import { thresholdAlarm } from '../monitoring/link-alarm.js';
import { LinkAlarms } from '../monitoring/link-alarms.js';
import { Runbook } from '../monitoring/runbook.js';
import { type IAtlasPrivateLinkProvider, ImportedProvider, ProviderBase } from './provider-base.js';
import { ProviderFunctions } from './provider-functions.js';

/** Props of the provider. An alarm notifies when a request of CloudFormation, or its end, could not be handled. */
export interface AtlasPrivateLinkProviderProps extends LinkEngineProps {
  /**
   * Name under which the service token is exported for templates of other stacks.
   *
   * @default - not exported
   */
  readonly exportName?: string;
}

/**
 * What carries out the custom resources of an account and Region: one for many stacks. It runs the same workflow as
 * the automation, as a deployment of its own.
 */
export class AtlasPrivateLinkProvider extends ProviderBase {
  /** Suggested for `exportName`; the example template imports it. */
  static readonly EXPORT_NAME = SERVICE_TOKEN_EXPORT;

  /**
   * A provider of another app.
   *
   * @param serviceToken ARN of its function, such as `Fn.importValue(AtlasPrivateLinkProvider.EXPORT_NAME)`
   * @param projectIds the projects that it knows; without them, every resource has to give its project
   */
  static fromServiceToken(
    scope: Construct,
    id: string,
    serviceToken: string,
    projectIds: readonly string[] = [],
  ): IAtlasPrivateLinkProvider {
    return new ImportedProvider(scope, id, serviceToken, projectIds);
  }

  readonly deadLetters: DeadLetterQueue;
  readonly functions: ProviderFunctions;
  readonly workflow: LinkWorkflow;
  readonly endedRuns: EndedRuns;
  readonly serviceToken: string;
  readonly projectIds: readonly string[];
  readonly ready: IDependable;

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkProviderProps) {
    super(scope, id);
    validateEngineProps(props);
    this.projectIds = props.projects.map(({ projectId }) => projectId);
    const logRetention = props.logRetention ?? RetentionDays.THREE_MONTHS;
    const serviceName = Names.uniqueResourceName(this, { maxLength: 60, separator: '-' });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.functions = new ProviderFunctions(this, 'Functions', {
      projects: props.projects,
      uniqueName: serviceNameOf(this),
      atlasBaseUrl: props.atlasBaseUrl ?? ATLAS_BASE_URL,
      shareAccessTokens: props.shareAccessTokens ?? true,
      eventBus: props.eventBus ?? EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      defaults: {
        serviceName,
        logRetention,
        logLevel: props.logLevel ?? 'INFO',
        network: bindNetwork(this, props),
      },
    });
    this.workflow = new LinkWorkflow(this, 'Workflow', {
      ...this.functions.ofWorkflow,
      timeout: Duration.seconds(PROVIDER_RUN_TIMEOUT_SECONDS),
      logRetention,
    });
    this.grantStartRuns();
    const { deadLetters, functions } = this;
    this.retryRequests();
    functions.openRequests.lookWith(functions.concluder, this.workflow.stateMachine);
    const { stateMachine } = this.workflow;
    this.endedRuns = new EndedRuns(this, 'EndedRuns', {
      stateMachine,
      concluder: functions.concluder,
      deadLetters,
    });
    const alarms = [LinkAlarms.onDeadLetters(this, 'DeadLettersAlarm', deadLetters), this.onLostRequests()];
    for (const action of props.alarmActions ?? [])
      for (const alarm of alarms) LinkAlarms.notify(alarm, action);
    this.serviceToken = functions.requests.function.functionArn;
    // Not the provider as a whole: the endpoint services that it shares are children of it, too.
    const takingBack = this.grantTakingBack();
    this.ready = new DependencyGroup(deadLetters, functions, this.workflow, this.endedRuns, takingBack);
    if (props.exportName !== undefined) {
      new CfnOutput(this, 'ServiceToken', { value: this.serviceToken, exportName: props.exportName });
    }
  }

  /**
   * Without a failure destination: it would be handed the request, and keep the response URL, a credential, for days.
   * What is lost here has run into CloudFormation's own time-out.
   */
  private retryRequests(): void {
    this.functions.requests.function.configureAsyncInvoke({
      retryAttempts: ASYNC_RETRY_ATTEMPTS,
      maxEventAge: Duration.seconds(REQUEST_MAX_EVENT_AGE_SECONDS),
    });
  }

  private onLostRequests(): Alarm {
    return thresholdAlarm(this, 'LostRequestsAlarm', {
      runbookSection: 'DeadLetters',
      runbook: new Runbook(),
      description:
        'A request of CloudFormation was given up, and is in no queue because it holds a credential: its stack waits until its time-out.',
      metric: this.functions.requests.function.metric('AsyncEventsDropped', {
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
    });
  }

  private get executionsArn(): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.workflow.stateMachine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private grantStartRuns(): void {
    const { requests } = this.functions;
    const { stateMachine } = this.workflow;
    stateMachine.grantStartExecution(requests.function);
    requests.function.addEnvironment(Environment.LINK_WORKFLOW_ARN, stateMachine.stateMachineArn);
    // Of a request that CloudFormation has cancelled: its execution is stopped, and what it has made rolled back.
    requests.allow('states:ListExecutions', [stateMachine.stateMachineArn]);
    requests.allowBelow(
      ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:StopExecution'],
      [this.executionsArn],
      'The names of runs are not known at synthesis.',
    );
  }

  /** To see that a run has ended, and to start another one that rolls back what it had made. */
  private grantTakingBack(): Policy {
    const { stateMachineArn } = this.workflow.stateMachine;
    const { role } = this.functions.concluder.function;
    const executions = this.executionsArn;
    // A policy of its own: the state machine needs the function, which needs the policy that its role was made with.
    const policy = new Policy(this, 'TakingBack', {
      ...(role === undefined ? {} : { roles: [role] }),
      statements: [
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] }),
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn] }),
      ],
    });
    acknowledgeWildcard(policy, executions, 'The names of runs are not known at synthesis.');
    return policy;
  }
}
