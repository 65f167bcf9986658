import { CustomResource, Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  MAX_SERVICE_TIMEOUT_SECONDS,
  RESPONSE_MARGIN_SECONDS,
  CustomResource as ResourceType,
} from '../../lambda/contract/custom-resources.js';
import {
  AtlasPrivateEndpointServiceLookup,
  type AtlasPrivateEndpointServiceLookupProps,
} from './atlas-private-endpoint-lookups.js';
import {
  AtlasPrivateEndpointServiceBase,
  type IAtlasPrivateEndpointService,
} from './atlas-private-endpoint-service-base.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';
import { rememberFacts } from './service-facts.js';
import { validateService, validateServiceAttributes } from './service-props-validation.js';

/** Props of an endpoint service. */
export interface AtlasPrivateEndpointServiceProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /**
   * Atlas project id, 24 hexadecimal digits; one of the provider's. A change replaces the service.
   *
   * @default - the provider's project, if it has only one
   */
  readonly projectId?: string;

  /**
   * Cloud provider: AWS, AZURE or GCP. A change replaces the service.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * Region in AWS spelling (`eu-west-1`) or Atlas spelling (`EU_WEST_1`). A change replaces the service.
   *
   * @default - Region of the stack for a service of AWS; required for other clouds
   */
  readonly region?: string;

  /**
   * Other AWS Regions from which VPC endpoints can connect to the service; changed in place.
   *
   * @default - not changed: none for a new service
   */
  readonly supportedRemoteRegions?: string[];

  /**
   * Google Cloud only: port-mapped architecture. Cannot be changed later.
   *
   * @default false
   */
  readonly portMappingEnabled?: boolean;

  /**
   * Use the service that the project already has in this Region, because only one can exist. An adopted service is
   * never removed with the stack. If false, the deployment fails instead.
   *
   * @default true
   */
  readonly adoptExisting?: boolean;

  /**
   * Time until the service must be ready; Atlas usually takes three minutes, rarely half an hour.
   *
   * @default Duration.minutes(55)
   */
  readonly timeout?: Duration;

  /**
   * RETAIN keeps the service in Atlas when the resource is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Attributes of an endpoint service that was created elsewhere. */
export interface AtlasPrivateEndpointServiceAttributes {
  /** Atlas project id, 24 hexadecimal digits. */
  readonly projectId: string;
  /** Id of the service, 24 hexadecimal digits. Terraform: `private_link_id`. */
  readonly endpointServiceId: string;
  /** `com.amazonaws.vpce.<region>.vpce-svc-…`; required to create a VPC endpoint. */
  readonly endpointServiceName: string;
}

/**
 * Atlas's side of private links: one for each cloud provider and Region of a project. The deployment waits until it is
 * ready.
 */
export class AtlasPrivateEndpointService extends AtlasPrivateEndpointServiceBase {
  /** Imports a service that was created elsewhere. */
  static fromAttributes(attributes: AtlasPrivateEndpointServiceAttributes): IAtlasPrivateEndpointService {
    validateServiceAttributes(attributes);
    return { ...attributes, isOwned: false, resourceId: undefined };
  }

  /**
   * Imports a service that was created elsewhere, found at deployment by its id, or by cloud provider and Region. The
   * deployment fails if it does not exist.
   */
  static fromLookup(
    scope: Construct,
    id: string,
    props: AtlasPrivateEndpointServiceLookupProps,
  ): IAtlasPrivateEndpointService {
    return new AtlasPrivateEndpointServiceLookup(scope, id, props);
  }

  readonly projectId: string;
  readonly isOwned: boolean = true;
  /** @internal */
  protected readonly _resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointServiceProps) {
    super(scope, id);
    rememberFacts(this, validateService(this, props));
    this.projectId = props.provider.projectIdOr(props.projectId);
    const timeout = props.timeout ?? Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS - RESPONSE_MARGIN_SECONDS);
    this._resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.SERVICE,
      serviceTimeout: Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS),
      ...(props.removalPolicy === undefined ? {} : { removalPolicy: props.removalPolicy }),
      properties: {
        ProjectId: this.projectId,
        CloudProvider: props.cloudProvider,
        Region: props.region ?? Stack.of(this).region,
        SupportedRemoteRegions: props.supportedRemoteRegions,
        PortMappingEnabled: props.portMappingEnabled,
        AdoptExisting: props.adoptExisting,
        TimeoutSeconds: timeout.toSeconds(),
      },
    });
    this.node.addDependency(props.provider.ready);
  }

  override get resourceId(): string | undefined {
    return this._resource.ref;
  }
}
