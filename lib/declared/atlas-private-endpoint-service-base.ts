import { type CustomResource, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { InCloudFormation } from '../../lambda/contract/cloudformation-spelling.js';
import type { ServiceDescription } from '../../lambda/contract/custom-resources.js';

/** An endpoint service of this app, or an existing one. */
export interface IAtlasPrivateEndpointService {
  /** Atlas project id, 24 hexadecimal digits. */
  readonly projectId: string;
  /** Id of the service, 24 hexadecimal digits. Terraform: `private_link_id`. */
  readonly endpointServiceId: string;
  /** AWS: `com.amazonaws.vpce.<region>.vpce-svc-…`, the service name for the VPC endpoint. */
  readonly endpointServiceName: string;
  /** True for a service of this app. Only the deployment shows whether the app created or adopted it: `resourceId`. */
  readonly isOwned: boolean;
  /**
   * Physical id of a service of this app, which ends in `/adopted` if the service existed before; otherwise undefined.
   */
  readonly resourceId: string | undefined;
}

/** Attributes of a service, as Terraform's data source `mongodbatlas_privatelink_endpoint` has them. */
export abstract class AtlasPrivateEndpointServiceBase
  extends Construct
  implements IAtlasPrivateEndpointService
{
  abstract readonly projectId: string;
  abstract readonly isOwned: boolean;
  /** @internal */
  protected abstract readonly _resource: CustomResource;

  get resourceId(): string | undefined {
    return undefined;
  }

  get endpointServiceId(): string {
    return this.text('EndpointServiceId');
  }

  get endpointServiceName(): string {
    return this.text('EndpointServiceName');
  }

  /** Status in Atlas, an open set; AVAILABLE or WAITING_FOR_USER when it is ready. */
  get status(): string {
    return this.text('Status');
  }

  /** Region in Atlas spelling, such as `EU_WEST_1`. */
  get regionName(): string {
    return this.text('RegionName');
  }

  /** Atlas's error message; empty if there is none. */
  get errorMessage(): string {
    return this.text('ErrorMessage');
  }

  /** Cloud provider: AWS, AZURE or GCP. */
  get cloudProvider(): string {
    return this.text('CloudProvider');
  }

  /** AWS: other Regions from which VPC endpoints can connect to the service, in Atlas spelling. */
  get supportedRemoteRegions(): string[] {
    return this.list('SupportedRemoteRegions');
  }

  /** AWS: ids of the linked VPC endpoints at the last deployment of this resource. */
  get interfaceEndpoints(): string[] {
    return this.list('InterfaceEndpoints');
  }

  /** Azure: name of the private link service. */
  get privateLinkServiceName(): string {
    return this.text('PrivateLinkServiceName');
  }

  /** Azure: resource id of the private link service, `/subscriptions/…`. */
  get privateLinkServiceResourceId(): string {
    return this.text('PrivateLinkServiceResourceId');
  }

  /** Azure: resource ids of the linked private endpoints at the last deployment of this resource. */
  get privateEndpoints(): string[] {
    return this.list('PrivateEndpoints');
  }

  /** Google Cloud: names of the linked endpoint groups at the last deployment of this resource. */
  get endpointGroupNames(): string[] {
    return this.list('EndpointGroupNames');
  }

  /** Google Cloud: names of the service attachments that endpoints connect to. */
  get serviceAttachmentNames(): string[] {
    return this.list('ServiceAttachmentNames');
  }

  /** Google Cloud: whether the service is port-mapped, as the text `true` or `false`. */
  get portMappingEnabled(): string {
    return this.text('PortMappingEnabled');
  }

  private text(attribute: keyof InCloudFormation<ServiceDescription>): string {
    return this._resource.getAttString(attribute);
  }

  private list(attribute: keyof InCloudFormation<ServiceDescription>): string[] {
    return Fn.split(',', this.text(attribute));
  }
}
