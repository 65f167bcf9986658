import { CfnOutput, Duration, Names, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import {
  PROVIDER_EXECUTION_TIMEOUT_SECONDS,
  SERVICE_TOKEN_EXPORT,
} from '../../lambda/contract/custom-resources.js';
import { acknowledgeWildcard } from '../engine/acknowledge-wildcard.js';
import { LinkEngine } from '../engine/link-engine.js';
import type { LinkEngineProps } from '../engine/link-engine-props.js';
import type { LinkFunction } from '../engine/link-function.js';
import { OpenRequests } from '../engine/open-requests.js';
import { serviceNameOf } from '../engine/service-name.js';
import { addOutputs } from '../engine/stack-outputs.js';
import { createDeadLettersAlarm } from '../monitoring/dead-letters-alarm.js';
import { MINUTES_PER_PERIOD, notify, thresholdAlarm } from '../monitoring/link-alarm.js';
import { Runbook } from '../monitoring/runbook.js';
import type { AtlasPrivateEndpointServiceBase } from './atlas-private-endpoint-service-base.js';
import { ImportedProvider } from './imported-provider.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';
import { ProviderProjects } from './provider-projects.js';
import { validateProviderProps } from './provider-props-validation.js';
import { createRequestFunction } from './request-function.js';

/** Props of the provider. */
export interface AtlasPrivateLinkProviderProps extends LinkEngineProps {
  /**
   * Name under which the service token is exported for templates of other stacks.
   *
   * @default - not exported
   */
  readonly exportName?: string;
}

/**
 * Handles the custom resources of an account and Region: one provider for many stacks. It runs the same workflow as the
 * automation, in a separate deployment.
 */
export class AtlasPrivateLinkProvider extends Construct implements IAtlasPrivateLinkProvider {
  /** Suggested value of `exportName`; the example template imports it. */
  static readonly EXPORT_NAME: string = SERVICE_TOKEN_EXPORT;

  /**
   * Imports a provider of another app.
   *
   * @param serviceToken ARN of its function, such as `Fn.importValue(AtlasPrivateLinkProvider.EXPORT_NAME)`
   * @param projectIds its projects; if omitted, every resource must specify its project
   */
  static fromServiceToken(
    scope: Construct,
    id: string,
    serviceToken: string,
    projectIds: string[] = [],
  ): IAtlasPrivateLinkProvider {
    return new ImportedProvider(scope, id, serviceToken, projectIds);
  }

  /** ARN of the function that receives the requests of CloudFormation: `ServiceToken` of the custom resources. */
  readonly serviceToken: string;
  /** The Atlas projects of the prop `projects`. */
  readonly projectIds: string[];
  /** Must exist before a resource is created, and until it is removed. */
  readonly ready: IDependable;
  /** Handles each request that cannot be answered immediately, with one execution for each. */
  readonly stateMachine: IStateMachine;
  /**
   * Queue for ends of executions that could not be handled, kept for 14 days. `docs/runbook.md` says how to send them
   * again.
   */
  readonly deadLetterQueue: IQueue;
  private readonly engine: LinkEngine;
  private readonly projects = new ProviderProjects(this);

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkProviderProps) {
    super(scope, id);
    validateProviderProps(props);
    const serviceName = Names.uniqueResourceName(this, { maxLength: 60, separator: '-' });
    const openRequests = new OpenRequests(this, 'OpenRequests', { serviceName });
    const engine = new LinkEngine(this, 'Engine', props, {
      serviceName,
      uniqueName: serviceNameOf(this),
      executionTimeout: Duration.seconds(PROVIDER_EXECUTION_TIMEOUT_SECONDS),
      openRequests,
    });
    this.engine = engine;
    const requests = createRequestFunction(this, { engine, openRequests });
    this.serviceToken = requests.function.functionArn;
    this.projectIds = props.projects.map(({ projectId }) => projectId);
    this.stateMachine = engine.workflow.stateMachine;
    this.deadLetterQueue = engine.deadLetters.queue;
    // Not the whole provider, because the endpoint services that it shares are also its children.
    this.ready = new DependencyGroup(engine, openRequests, requests, this.grantRollingBack());
    const deadLettersAlarm = createDeadLettersAlarm(this, 'DeadLettersAlarm', engine.deadLetters);
    for (const alarm of [deadLettersAlarm, this.onLostRequests(requests)])
      for (const action of props.alarmActions ?? []) notify(alarm, action);
    if (props.exportName !== undefined)
      new CfnOutput(this, 'ServiceToken', { value: this.serviceToken, exportName: props.exportName });
  }

  /**
   * Adds outputs to the stack for its operators: `ProviderServiceToken`, `ProviderWorkflowArn` and
   * `ProviderDeadLetterQueueUrl`. For one provider in a stack: a second call would create outputs with the same names.
   */
  addOutputs(): void {
    addOutputs(Stack.of(this), {
      ProviderServiceToken: this.serviceToken,
      ProviderWorkflowArn: this.stateMachine.stateMachineArn,
      ProviderDeadLetterQueueUrl: this.deadLetterQueue.queueUrl,
    });
  }

  /**
   * The endpoint service of a project in this stack's Region, created at the first call and shared by all.
   *
   * @param projectId default: the provider's project, if it has only one
   * @throws Error if the project is not one of the provider's
   */
  endpointService(projectId?: string): AtlasPrivateEndpointServiceBase {
    return this.projects.endpointService(projectId);
  }

  /**
   * Returns the given project, or the only one.
   *
   * @throws Error if none is given and there are several, or if it is not one of the provider's
   */
  projectIdOr(projectId?: string): string {
    return this.projects.idOr(projectId);
  }

  private onLostRequests(requests: LinkFunction): Alarm {
    return thresholdAlarm(this, 'LostRequestsAlarm', {
      runbookSection: 'DeadLetters',
      runbook: new Runbook(),
      description:
        'Lambda dropped a request of CloudFormation; it is in no queue because it holds a credential. The stack waits until its time-out.',
      metric: requests.function.metric('AsyncEventsDropped', {
        period: Duration.minutes(MINUTES_PER_PERIOD),
        statistic: 'Sum',
      }),
    });
  }

  /** Allows the function to see that an execution has ended, and to start another one that rolls back its changes. */
  private grantRollingBack(): Policy {
    const { finalizer, workflow } = this.engine;
    const { executionsArn, stateMachine } = workflow;
    const { role } = finalizer.function;
    // A separate policy: the state machine depends on the function, which depends on the initial policy of its role.
    const policy = new Policy(this, 'RollingBack', {
      ...(role === undefined ? {} : { roles: [role] }),
      statements: [
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executionsArn] }),
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [stateMachine.stateMachineArn],
        }),
      ],
    });
    acknowledgeWildcard(policy, executionsArn, 'The names of executions are not known at synthesis.');
    return policy;
  }
}
