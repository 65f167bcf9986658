import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { ProjectDescription } from '../../lambda/contract/automation.js';
import { Environment } from '../../lambda/contract/environment.js';
import { RECEIVE_TIMEOUT_SECONDS, RECONCILE_TIMEOUT_SECONDS } from '../../lambda/contract/limits.js';
import type { AtlasProject } from '../engine/atlas-project.js';
import {
  type AtlasAccess,
  bindAtlas,
  createChanger,
  createConcluder,
  createObserver,
} from '../engine/engine-functions.js';
import { LinkFunction, type LinkFunctionDefaults } from '../engine/link-function.js';
import type { LinkRegistry } from '../engine/link-registry.js';
import type { LinkWorkflow } from '../engine/link-workflow.js';
import { environmentOf, type LinkingRules } from './linking-rules.js';

export interface LinkFunctionsProps {
  readonly projects: readonly AtlasProject[];
  readonly atlasBaseUrl: string;
  readonly shareAccessTokens: boolean;
  readonly rules: LinkingRules;
  readonly registry: LinkRegistry;
  readonly eventBus: IEventBus;
  readonly tagEndpoints: boolean;
  readonly maxConcurrency?: number | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** The automation's functions and what each may do. */
export class LinkFunctions extends Construct {
  /** Judges a new endpoint and registers it with Atlas. */
  readonly receiver: LinkFunction;
  /** Removes links, and asks again for what Atlas refused for the moment. */
  readonly changer: LinkFunction;
  /** Looks at a link once. */
  readonly observer: LinkFunction;
  /** Publishes how it ended. */
  readonly concluder: LinkFunction;
  /** Compares Atlas, EC2 and the registry. */
  readonly reconciler: LinkFunction;
  /**
   * The Atlas projects and the names of their secrets, as the functions have them.
   *
   * @internal
   */
  readonly projectSettings: ProjectDescription;

  constructor(scope: Construct, id: string, props: LinkFunctionsProps) {
    super(scope, id);
    const atlas = bindAtlas(this, { ...props, uniqueName: props.defaults.serviceName });
    this.projectSettings = {
      projects: atlas.environment[Environment.ATLAS_PROJECTS],
      projectList: atlas.environment[Environment.ATLAS_PROJECT_LIST],
    };
    this.receiver = this.createReceiver(props, atlas);
    this.changer = createChanger(this, {
      ...props,
      atlas,
      endpointSelection: props.rules.endpointSelection,
    });
    this.observer = createObserver(this, { ...props, atlas });
    this.concluder = createConcluder(this, props);
    this.reconciler = this.createReconciler(props, atlas);
  }

  /** May start runs of the workflow, and see whether they are under way. */
  bindWorkflow({ stateMachine }: LinkWorkflow): void {
    for (const { function: starter } of [this.receiver, this.reconciler]) {
      stateMachine.grantStartExecution(starter);
      starter.addEnvironment(Environment.LINK_WORKFLOW_ARN, stateMachine.stateMachineArn);
    }
    const runs = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const reason = 'The runs of one state machine: their names are made of endpoints and events.';
    for (const starter of [this.receiver, this.reconciler])
      starter.allowBelow('states:DescribeExecution', [runs], reason);
  }

  /** Whose logs and failures are the automation's. */
  get all(): LinkFunction[] {
    return [this.receiver, this.changer, this.observer, this.concluder, this.reconciler];
  }

  private createReceiver(props: LinkFunctionsProps, atlas: AtlasAccess): LinkFunction {
    const receiver = new LinkFunction(this, 'ReceiveEndpointEvent', {
      handler: 'receive-endpoint-event',
      description: 'Judges a new VPC endpoint and registers it with MongoDB Atlas',
      timeoutSeconds: RECEIVE_TIMEOUT_SECONDS,
      maxConcurrency: props.maxConcurrency,
      environment: { ...atlas.environment, ...environmentOf(props.rules) },
      defaults: props.defaults,
    });
    this.grantLinking(receiver, props, atlas);
    props.registry.grantRemoveConnectionStrings(receiver);
    return receiver;
  }

  private createReconciler(props: LinkFunctionsProps, atlas: AtlasAccess): LinkFunction {
    const reconciler = new LinkFunction(this, 'ReconcileLinks', {
      handler: 'reconcile-links',
      description: 'Compares MongoDB Atlas, EC2 and the registry, and mends what was missed',
      timeoutSeconds: RECONCILE_TIMEOUT_SECONDS,
      environment: {
        ...atlas.environment,
        ...environmentOf(props.rules),
        [Environment.EVENT_BUS_NAME]: props.eventBus.eventBusName,
      },
      defaults: props.defaults,
    });
    this.grantLinking(reconciler, props, atlas);
    props.registry.grantWriteConnectionStrings(reconciler);
    props.registry.grantListLinks(reconciler);
    reconciler.allow('events:PutEvents', [props.eventBus.eventBusArn]);
    return reconciler;
  }

  /** Looks at endpoints and what stands around them, asks Atlas, and keeps the registry. */
  private grantLinking(linker: LinkFunction, { registry }: LinkFunctionsProps, atlas: AtlasAccess): void {
    linker.grantDescribeNetwork();
    atlas.grantTo(linker);
    registry.grantWriteLinks(linker);
  }
}
