import type { CustomResource } from 'aws-cdk-lib';
import type { LinkDescription } from '../../lambda/contract/attributes.js';
import type { InCloudFormation } from '../../lambda/contract/cloudformation-spelling.js';

/** Attributes of a link, as Terraform's data source `mongodbatlas_privatelink_endpoint_service` has them. */
export class LinkAttributes {
  /**
   * Called by the constructs.
   *
   * @internal
   */
  static _of(resource: CustomResource): LinkAttributes {
    return new LinkAttributes(resource);
  }

  private constructor(private readonly resource: CustomResource) {}

  /** Atlas project id, 24 hexadecimal digits. */
  get projectId(): string {
    return this.text('ProjectId');
  }

  /** Id of the endpoint service, 24 hexadecimal digits. Terraform: `private_link_id`. */
  get endpointServiceId(): string {
    return this.text('EndpointServiceId');
  }

  /**
   * AWS: id of the VPC endpoint. Azure: resource id of the private endpoint. Google Cloud: name of the endpoint group.
   */
  get endpointId(): string {
    return this.text('EndpointId');
  }

  /** Cloud provider: AWS, AZURE or GCP. */
  get cloudProvider(): string {
    return this.text('CloudProvider');
  }

  /** AWS: AVAILABLE when it is linked. Azure and Google Cloud: their status. */
  get connectionStatus(): string {
    return this.text('ConnectionStatus');
  }

  /** AWS: id of the VPC endpoint, `vpce-…`. */
  get interfaceEndpointId(): string {
    return this.text('InterfaceEndpointId');
  }

  /** Azure: name of the connection in Atlas. */
  get privateEndpointConnectionName(): string {
    return this.text('PrivateEndpointConnectionName');
  }

  /** IPv4 address of the endpoint: Azure, and Google Cloud when port-mapped. */
  get privateEndpointIpAddress(): string {
    return this.text('PrivateEndpointIpAddress');
  }

  /** Azure: resource id of the private endpoint, `/subscriptions/…`. */
  get privateEndpointResourceId(): string {
    return this.text('PrivateEndpointResourceId');
  }

  /** Whether Atlas is removing the link, as the text `true` or `false`. */
  get deleteRequested(): string {
    return this.text('DeleteRequested');
  }

  /** Atlas's error message; empty if there is none. */
  get errorMessage(): string {
    return this.text('ErrorMessage');
  }

  /** Google Cloud: JSON of `[{EndpointName, IpAddress, Status}]`. */
  get endpoints(): string {
    return this.text('Endpoints');
  }

  /** Google Cloud: project of the endpoints. */
  get gcpProjectId(): string {
    return this.text('GcpProjectId');
  }

  /** Google Cloud: whether the service is port-mapped, as the text `true` or `false`. */
  get portMappingEnabled(): string {
    return this.text('PortMappingEnabled');
  }

  private text(attribute: keyof InCloudFormation<LinkDescription>): string {
    return this.resource.getAttString(attribute);
  }
}
