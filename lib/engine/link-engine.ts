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

/** Settings of an automation, which records each link. */
export interface RecordedLinks {
  /** JSON of a `SelectionSpec`, with which a removal checks whether its link is wanted again. */
  readonly endpointSelection: string;
  readonly tagEndpoints: boolean;
  readonly maxConcurrency: number | undefined;
  /** True if EC2 publishes acceptances. */
  readonly push: boolean;
}

/** Settings of an engine that the user does not set. */
export interface LinkEngineUse {
  /** Value of the metric dimension `service`, and of `service` in the log lines. */
  readonly serviceName: string;
  /** Unique in the account and Region: separates the Parameter Store data of several engines. */
  readonly uniqueName: string;
  /** A safety net around each execution. */
  readonly executionTimeout: Duration;
  /** Undefined for custom resources: their links belong to their stacks, which also show their state. */
  readonly recordedLinks?: RecordedLinks;
  /** For custom resources: the open requests. */
  readonly openRequests?: OpenRequests;
}

/**
 * Follows a link from a request to its conclusion, for all kinds of requests: the workflow, its functions, the
 * registry, and the queue for events that could not be handled. Each automation and each provider has one.
 */
export class LinkEngine extends Construct {
  readonly eventBus: IEventBus;
  readonly atlasBaseUrl: string;
  /** Defaults for the functions that the construct with this engine adds. */
  readonly functionDefaults: LinkFunctionDefaults;
  readonly deadLetters: DeadLetterQueue;
  readonly registry: LinkRegistry;
  /** Access for further functions that call Atlas. */
  readonly atlas: AtlasAccess;
  /** Creates and removes links and endpoint services, and requests links again that Atlas refused temporarily. */
  readonly provisioner: LinkFunction;
  /** Polls a link once. */
  readonly poller: LinkFunction;
  /** Publishes how an execution ended; for custom resources, responds to CloudFormation. */
  readonly finalizer: LinkFunction;
  readonly workflow: LinkWorkflow;
  /** For an automation, whose endpoints are in this account and Region. */
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
   * Allows a function to start and read executions.
   *
   * @param actions actions whose resource is the ARN of an execution
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
