import { CustomResource, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  MAX_SERVICE_TIMEOUT_SECONDS,
  type OnDeleteRule,
  RESPONSE_MARGIN_SECONDS,
  CustomResource as ResourceType,
} from '../../lambda/contract/custom-resources.js';
import { FLAG } from '../../lambda/contract/value-rules.js';
import { optional, refuse } from '../engine/prop-checks.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';
import { validateResource, validateTimeout } from './resource-props.js';

/** Props of the regional mode. */
export interface AtlasRegionalModeProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /**
   * Atlas project id, 24 hexadecimal digits; one of the provider's.
   *
   * @default - the provider's project, if it has only one
   */
  readonly projectId?: string;

  /** On or off; changed in place. */
  readonly enabled: boolean;

  /**
   * Restore the value from before the resource when it is removed.
   *
   * @default false
   */
  readonly restoreOnDelete?: boolean;

  /**
   * Time until Atlas must have updated the clusters.
   *
   * @default Duration.minutes(55)
   */
  readonly timeout?: Duration;
}

/**
 * Regional mode of private endpoints, one for a project: if it is on, sharded clusters in several Regions may have more
 * than one endpoint in each. It changes the connection strings of existing clusters. The deployment waits until Atlas
 * has started and completed the update of the clusters.
 */
export class AtlasRegionalMode extends Construct {
  /** Atlas project id, 24 hexadecimal digits. */
  readonly projectId: string;
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasRegionalModeProps) {
    super(scope, id);
    validateResource(this, 'AtlasRegionalMode', props, { enabled: FLAG });
    refuse(optional('restoreOnDelete', props.restoreOnDelete, FLAG));
    validateTimeout('timeout', props.timeout);
    this.projectId = props.provider.projectIdOr(props.projectId);
    const timeout = props.timeout ?? Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS - RESPONSE_MARGIN_SECONDS);
    const onDelete: OnDeleteRule = props.restoreOnDelete === true ? 'restore' : 'keep';
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.REGIONAL_MODE,
      serviceTimeout: Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS),
      properties: {
        ProjectId: this.projectId,
        Enabled: props.enabled,
        OnDelete: onDelete,
        TimeoutSeconds: timeout.toSeconds(),
      },
    });
    this.node.addDependency(props.provider.ready);
  }

  /** Whether regional mode is on, as the text `true` or `false`. */
  get enabled(): string {
    return this.resource.getAttString('Enabled');
  }
}
