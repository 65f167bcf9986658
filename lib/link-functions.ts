import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Environment } from '../lambda/contract/environment.js';
import { RECEIVE_TIMEOUT_SECONDS } from '../lambda/contract/limits.js';
import type { AtlasProject } from './atlas-private-link-props.js';
import {
  type AtlasAccess,
  bindAtlas,
  createChanger,
  createConcluder,
  createObserver,
} from './engine-functions.js';
import { LinkFunction, type LinkFunctionDefaults } from './link-function.js';

export interface LinkFunctionsProps {
  readonly projects: readonly AtlasProject[];
  readonly atlasBaseUrl: string;
  readonly endpointSelection: string;
  readonly linkTimeoutSeconds: number;
  readonly eventBus: IEventBus;
  readonly tagEndpoints: boolean;
  readonly maxConcurrency?: number | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** The automation's functions and what each may do. */
export class LinkFunctions extends Construct {
  /** Judges a new endpoint and registers it with Atlas. */
  readonly receiver: LinkFunction;
  /** Removes links, and makes again what Atlas refused for the moment. */
  readonly changer: LinkFunction;
  /** Looks at a link once. */
  readonly observer: LinkFunction;
  /** Publishes how it ended. */
  readonly concluder: LinkFunction;

  constructor(scope: Construct, id: string, props: LinkFunctionsProps) {
    super(scope, id);
    const atlas = bindAtlas(this, props.projects, props.atlasBaseUrl);
    this.receiver = this.createReceiver(props, atlas);
    this.changer = createChanger(this, { ...props, atlas });
    this.observer = createObserver(this, { ...props, atlas });
    this.concluder = createConcluder(this, props);
  }

  /** Whose logs and failures are the automation's. */
  get all(): LinkFunction[] {
    return [this.receiver, this.changer, this.observer, this.concluder];
  }

  private createReceiver(props: LinkFunctionsProps, atlas: AtlasAccess): LinkFunction {
    const receiver = new LinkFunction(this, 'ReceiveEndpointEvent', {
      handler: 'receive-endpoint-event',
      description: 'Judges a new VPC endpoint and registers it with MongoDB Atlas',
      timeoutSeconds: RECEIVE_TIMEOUT_SECONDS,
      maxConcurrency: props.maxConcurrency,
      environment: {
        ...atlas.environment,
        [Environment.ENDPOINT_SELECTION]: props.endpointSelection,
        [Environment.LINK_TIMEOUT_SECONDS]: String(props.linkTimeoutSeconds),
      },
      defaults: props.defaults,
    });
    receiver.grantDescribeVpcEndpoints();
    atlas.grantTo(receiver);
    return receiver;
  }
}
