import { type CustomResource, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ServiceDescription } from '../../lambda/contract/custom-resources.js';

/** An endpoint service of this app, or one that is there already. */
export interface IAtlasPrivateEndpointService {
  readonly projectId: string;
  /** Terraform: `private_link_id`. */
  readonly endpointServiceId: string;
  /** `com.amazonaws.vpce.<region>.vpce-svc-…`, for the VPC endpoint. */
  readonly endpointServiceName: string;
  /** True for a service of this app. Whether it was made by it or adopted shows at deployment: `resourceId`. */
  readonly isOwned: boolean;
  /** Of a service of this app: its physical id, which ends in `/adopted` when the service was there before. */
  readonly resourceId?: string;
}

/** Attributes of a service, as Terraform's data source `mongodbatlas_privatelink_endpoint` has them. */
export abstract class AtlasPrivateEndpointServiceBase
  extends Construct
  implements IAtlasPrivateEndpointService
{
  abstract readonly projectId: string;
  abstract readonly isOwned: boolean;
  protected abstract readonly resource: CustomResource;

  get endpointServiceId(): string {
    return this.text('EndpointServiceId');
  }

  get endpointServiceName(): string {
    return this.text('EndpointServiceName');
  }

  /** Open set; AVAILABLE or WAITING_FOR_USER when it is ready. */
  get status(): string {
    return this.text('Status');
  }

  /** Atlas spelling. */
  get regionName(): string {
    return this.text('RegionName');
  }

  get errorMessage(): string {
    return this.text('ErrorMessage');
  }

  get cloudProvider(): string {
    return this.text('CloudProvider');
  }

  /** AWS, Atlas spelling. */
  get supportedRemoteRegions(): string[] {
    return this.list('SupportedRemoteRegions');
  }

  /** Ids of the linked VPC endpoints at the last deployment of this resource. */
  get interfaceEndpoints(): string[] {
    return this.list('InterfaceEndpoints');
  }

  /** Azure. */
  get privateLinkServiceName(): string {
    return this.text('PrivateLinkServiceName');
  }

  /** Azure. */
  get privateLinkServiceResourceId(): string {
    return this.text('PrivateLinkServiceResourceId');
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
    return this.text('PortMappingEnabled');
  }

  private text(attribute: keyof ServiceDescription): string {
    return this.resource.getAttString(attribute);
  }

  private list(attribute: keyof ServiceDescription): string[] {
    return Fn.split(',', this.text(attribute));
  }
}
