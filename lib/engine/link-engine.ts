import type { Duration } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import { ATLAS_BASE_URL } from '../../lambda/contract/limits.js';
import { DeadLetterQueue } from './dead-letter-queue.js';
import {
  type AtlasAccess,
  bindAtlas,
  createFinalizer,
  createPoller,
  createProvisioner,
} from './engine-functions.js';
import { validateEngineProps } from './engine-props-validation.js';
import { FailedExecutions } from './failed-executions.js';
import type { LinkEngineProps } from './link-engine-props.js';
import type { LinkFunction, LinkFunctionDefaults } from './link-function.js';
import { bindNetwork } from './link-network.js';
import { LinkRegistry } from './link-registry.js';
import { LinkWorkflow } from './link-workflow.js';
import type { OpenRequests } from './open-requests.js';
import { WaitingLinks } from './waiting-links.js';

/** Of an automation, which keeps a record of each link. */
export interface RecordedLinks {
  /** JSON of a `SelectionSpec`, by which a removal sees that its link is wanted again. */
  readonly endpointSelection: string;
  readonly tagEndpoints: boolean;
  readonly maxConcurrency: number | undefined;
  /** EC2 tells of acceptances. */
  readonly push: boolean;
}

/** How an engine is used, besides what the user says. */
export interface LinkEngineUse {
  /** Value of the metric dimension `service`, and of `service` in the log lines. */
  readonly serviceName: string;
  /** In the account and Region: keeps apart what several engines have in Parameter Store. */
  readonly uniqueName: string;
  /** A safety net around each execution. */
  readonly executionTimeout: Duration;
  /** Undefined for custom resources: their links are their stacks', and so is what is shown of them. */
  readonly recordedLinks?: RecordedLinks;
  /** Of custom resources: what is to be answered. */
  readonly openRequests?: OpenRequests;
}

/**
 * What follows a link from a request to its conclusion, whoever has asked for it: the workflow, the functions that it
 * calls, the registry, and where events end that nobody could handle. An automation and a provider each have one.
 */
export class LinkEngine extends Construct {
  readonly eventBus: IEventBus;
  readonly atlasBaseUrl: string;
  /** For further functions of the owner. */
  readonly functionDefaults: LinkFunctionDefaults;
  readonly deadLetters: DeadLetterQueue;
  readonly registry: LinkRegistry;
  /** For further functions that ask Atlas. */
  readonly atlas: AtlasAccess;
  /** Makes and removes links and endpoint services, and asks again for what Atlas refused for the moment. */
  readonly provisioner: LinkFunction;
  /** Checks a link once. */
  readonly poller: LinkFunction;
  /** Publishes how an execution ended; of custom resources, answers CloudFormation. */
  readonly finalizer: LinkFunction;
  readonly workflow: LinkWorkflow;
  /** Of an automation: its endpoints are EC2's of this account and Region. */
  readonly waitingLinks: WaitingLinks | undefined;

  constructor(scope: Construct, id: string, props: LinkEngineProps, use: LinkEngineUse) {
    super(scope, id);
    validateEngineProps(props);
    const { recordedLinks, openRequests } = use;
    this.eventBus = props.eventBus ?? EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    this.atlasBaseUrl = props.atlasBaseUrl ?? ATLAS_BASE_URL;
    this.functionDefaults = functionDefaultsOf(this, props, use.serviceName);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.registry = new LinkRegistry(this, 'Registry');
    this.atlas = bindAtlas(this, {
      projects: props.projects,
      uniqueName: use.uniqueName,
      atlasBaseUrl: this.atlasBaseUrl,
      shareAccessTokens: props.shareAccessTokens ?? true,
    });
    const { atlas, registry, eventBus, functionDefaults: defaults } = this;
    this.provisioner = createProvisioner(this, { atlas, registry, ...recordedLinks, defaults });
    this.poller = createPoller(this, { atlas, maxConcurrency: recordedLinks?.maxConcurrency, defaults });
    this.finalizer = createFinalizer(this, {
      eventBus,
      tagEndpoints: recordedLinks?.tagEndpoints ?? false,
      registry: recordedLinks === undefined ? undefined : registry,
      openRequests,
      defaults,
    });
    const { provisioner, poller, finalizer, deadLetters } = this;
    const { logRetention } = defaults;
    const timeout = use.executionTimeout;
    this.waitingLinks =
      recordedLinks === undefined
        ? undefined
        : new WaitingLinks(this, 'WaitingLinks', { push: recordedLinks.push });
    this.workflow = new LinkWorkflow(this, 'Workflow', {
      provisioner,
      poller,
      finalizer,
      timeout,
      logRetention,
      awaitsAcceptance: this.waitingLinks !== undefined,
    });
    this.waitingLinks?.grantWait(poller, this.workflow.stateMachine.stateMachineArn);
    this.waitingLinks?.grantEnd(finalizer);
    openRequests?.pollWith(finalizer, this.workflow.stateMachine);
    new FailedExecutions(this, 'FailedExecutions', { workflow: this.workflow, finalizer, deadLetters });
  }

  /**
   * A function may start executions, and read them.
   *
   * @param actions that take the ARN of an execution
   */
  grantExecutions(starter: LinkFunction, actions: string[]): void {
    const { stateMachine, executionsArn } = this.workflow;
    stateMachine.grantStartExecution(starter.function);
    starter.function.addEnvironment(Environment.LINK_WORKFLOW_ARN, stateMachine.stateMachineArn);
    starter.allowBelow(actions, [executionsArn], EXECUTION_NAMES);
  }
}

const EXECUTION_NAMES =
  'The names of executions are not known at synthesis: they are made of endpoints and events.';

function functionDefaultsOf(
  scope: Construct,
  props: LinkEngineProps,
  serviceName: string,
): LinkFunctionDefaults {
  return {
    serviceName,
    logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
    logLevel: props.logLevel ?? 'INFO',
    network: bindNetwork(scope, props),
  };
}
