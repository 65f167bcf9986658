import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { REQUEST_TIMEOUT_SECONDS } from '../../lambda/contract/limits.js';
import type { AtlasProject } from '../engine/atlas-project.js';
import { bindAtlas, createChanger, createConcluder, createObserver } from '../engine/engine-functions.js';
import { LinkFunction, type LinkFunctionDefaults } from '../engine/link-function.js';
import { LinkRegistry } from '../engine/link-registry.js';
import { OpenRequests } from '../engine/open-requests.js';

export interface ProviderFunctionsProps {
  readonly projects: readonly AtlasProject[];
  /** Of the provider, in its account and Region. */
  readonly uniqueName: string;
  readonly atlasBaseUrl: string;
  readonly shareAccessTokens: boolean;
  readonly eventBus: IEventBus;
  readonly defaults: LinkFunctionDefaults;
}

/** The functions behind the custom resources and what each may do. */
export class ProviderFunctions extends Construct {
  /** Takes the requests of CloudFormation: starts a run, or answers at once. */
  readonly requests: LinkFunction;
  /** Makes and removes links and endpoint services. */
  readonly changer: LinkFunction;
  readonly observer: LinkFunction;
  /** Answers CloudFormation, and publishes. */
  readonly concluder: LinkFunction;
  readonly openRequests: OpenRequests;

  constructor(scope: Construct, id: string, props: ProviderFunctionsProps) {
    super(scope, id);
    const { defaults } = props;
    const atlas = bindAtlas(this, props);
    this.openRequests = new OpenRequests(this, 'OpenRequests', defaults);
    this.requests = new LinkFunction(this, 'HandleCustomResource', {
      handler: 'handle-custom-resource',
      description: 'Takes the requests of CloudFormation for MongoDB Atlas private endpoints',
      timeoutSeconds: REQUEST_TIMEOUT_SECONDS,
      environment: { ...atlas.environment, ...this.openRequests.environment },
      defaults,
    });
    atlas.grantTo(this.requests);
    this.openRequests.grantKeep(this.requests);
    // For what removals of links tell each other; the links themselves are their stacks'.
    const registry = new LinkRegistry(this, 'Registry');
    this.changer = createChanger(this, { atlas, registry, defaults });
    this.observer = createObserver(this, { atlas, defaults });
    // The stack that declares a link shows its state; a tag would only say it again.
    const { openRequests } = this;
    const { eventBus } = props;
    this.concluder = createConcluder(this, { eventBus, tagEndpoints: false, openRequests, defaults });
  }

  get ofWorkflow() {
    return { changer: this.changer, observer: this.observer, concluder: this.concluder };
  }
}
