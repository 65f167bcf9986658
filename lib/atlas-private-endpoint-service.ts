import { CustomResource, Duration, Fn, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  ANSWER_MARGIN_SECONDS,
  MAX_SERVICE_TIMEOUT_SECONDS,
  CustomResource as ResourceType,
} from '../lambda/contract/custom-resources.js';
import type { AtlasPrivateLinkProvider } from './atlas-private-link-provider.js';

/** An endpoint service of this app, or one that is there already. */
export interface IAtlasPrivateEndpointService {
  readonly projectId: string;
  /** Terraform: `private_link_id`. */
  readonly endpointServiceId: string;
  /** `com.amazonaws.vpce.<region>.vpce-svc-…`, for the VPC endpoint. */
  readonly endpointServiceName: string;
  /** True for a service that this app removes when it is removed. */
  readonly isOwned: boolean;
}

export interface AtlasPrivateEndpointServiceProps {
  readonly provider: AtlasPrivateLinkProvider;

  /** Atlas project id, 24 hexadecimal digits; one of the provider's. Another one replaces the service. */
  readonly projectId: string;

  /**
   * AWS, AZURE or GCP. Another one replaces the service.
   *
   * @default "AWS"
   */
  readonly cloudProvider?: string;

  /**
   * Region in AWS spelling (`eu-west-1`) or Atlas spelling (`EU_WEST_1`). Another one replaces the service.
   *
   * @default - Region of the stack
   */
  readonly region?: string;

  /**
   * Other AWS Regions from which VPC endpoints may lead to the service; changed in place.
   *
   * @default - as they are: none for a new service
   */
  readonly supportedRemoteRegions?: string[];

  /**
   * Google Cloud only: port-mapped architecture. Cannot be changed later.
   *
   * @default false
   */
  readonly portMappingEnabled?: boolean;

  /**
   * Use the service that the project has already in this Region, since there can be one only. An adopted service is
   * never removed with the stack. With false, the deployment fails instead.
   *
   * @default true
   */
  readonly adoptExisting?: boolean;

  /**
   * Time until the service has to be ready; Atlas takes three minutes as a rule, and seldom half an hour.
   *
   * @default Duration.minutes(55)
   */
  readonly timeout?: Duration;

  /**
   * RETAIN leaves the service in Atlas when the resource is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Atlas's side of private links: one for each provider and Region of a project. Waits until it is ready. */
export class AtlasPrivateEndpointService extends Construct implements IAtlasPrivateEndpointService {
  /** A service that was made elsewhere. */
  static fromAttributes(
    projectId: string,
    endpointServiceId: string,
    endpointServiceName: string,
  ): IAtlasPrivateEndpointService {
    return { projectId, endpointServiceId, endpointServiceName, isOwned: false };
  }

  readonly projectId: string;
  readonly isOwned = true;
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointServiceProps) {
    super(scope, id);
    this.projectId = props.projectId;
    const timeout = props.timeout ?? Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS - ANSWER_MARGIN_SECONDS);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.SERVICE,
      serviceTimeout: Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS),
      ...(props.removalPolicy === undefined ? {} : { removalPolicy: props.removalPolicy }),
      properties: {
        ProjectId: props.projectId,
        CloudProvider: props.cloudProvider,
        Region: props.region ?? Stack.of(this).region,
        SupportedRemoteRegions: props.supportedRemoteRegions,
        PortMappingEnabled: props.portMappingEnabled,
        AdoptExisting: props.adoptExisting,
        TimeoutSeconds: timeout.toSeconds(),
      },
    });
    this.node.addDependency(props.provider);
  }

  get endpointServiceId(): string {
    return this.resource.getAttString('EndpointServiceId');
  }

  get endpointServiceName(): string {
    return this.resource.getAttString('EndpointServiceName');
  }

  /** Open set; AVAILABLE or WAITING_FOR_USER when it is ready. */
  get status(): string {
    return this.resource.getAttString('Status');
  }

  /** Atlas spelling. */
  get regionName(): string {
    return this.resource.getAttString('RegionName');
  }

  get errorMessage(): string {
    return this.resource.getAttString('ErrorMessage');
  }

  /** Ids of the linked VPC endpoints at the last deployment of this resource. */
  get interfaceEndpoints(): string[] {
    return this.list('InterfaceEndpoints');
  }

  /** Azure. */
  get privateLinkServiceName(): string {
    return this.resource.getAttString('PrivateLinkServiceName');
  }

  /** Azure. */
  get privateLinkServiceResourceId(): string {
    return this.resource.getAttString('PrivateLinkServiceResourceId');
  }

  /** Azure. */
  get privateEndpoints(): string[] {
    return this.list('PrivateEndpoints');
  }

  /** Google Cloud. */
  get endpointGroupNames(): string[] {
    return this.list('EndpointGroupNames');
  }

  /** Google Cloud. */
  get serviceAttachmentNames(): string[] {
    return this.list('ServiceAttachmentNames');
  }

  /** Google Cloud; `true` or `false`. */
  get portMappingEnabled(): string {
    return this.resource.getAttString('PortMappingEnabled');
  }

  private list(attribute: string): string[] {
    return Fn.split(',', this.resource.getAttString(attribute));
  }
}
