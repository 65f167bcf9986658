import type { CustomResource } from 'aws-cdk-lib';
import type { LinkDescription } from '../../lambda/contract/attributes.js';

/** Attributes of a link, as Terraform's data source `mongodbatlas_privatelink_endpoint_service` has them. */
export class LinkAttributes {
  constructor(private readonly resource: CustomResource) {}

  get projectId(): string {
    return this.text('ProjectId');
  }

  get endpointServiceId(): string {
    return this.text('EndpointServiceId');
  }

  get endpointId(): string {
    return this.text('EndpointId');
  }

  get cloudProvider(): string {
    return this.text('CloudProvider');
  }

  /** AWS: AVAILABLE once it is linked. Azure and Google Cloud: their status. */
  get connectionStatus(): string {
    return this.text('ConnectionStatus');
  }

  /** AWS. */
  get interfaceEndpointId(): string {
    return this.text('InterfaceEndpointId');
  }

  /** Azure. */
  get privateEndpointConnectionName(): string {
    return this.text('PrivateEndpointConnectionName');
  }

  /** Azure; Google Cloud when port-mapped. */
  get privateEndpointIpAddress(): string {
    return this.text('PrivateEndpointIpAddress');
  }

  /** Azure. */
  get privateEndpointResourceId(): string {
    return this.text('PrivateEndpointResourceId');
  }

  /** `true` or `false`. */
  get deleteRequested(): string {
    return this.text('DeleteRequested');
  }

  /** Empty when all is well. */
  get errorMessage(): string {
    return this.text('ErrorMessage');
  }

  /** Google Cloud: JSON of `[{EndpointName, IpAddress, Status}]`. */
  get endpoints(): string {
    return this.text('Endpoints');
  }

  /** Google Cloud. */
  get gcpProjectId(): string {
    return this.text('GcpProjectId');
  }

  /** Google Cloud; `true` or `false`. */
  get portMappingEnabled(): string {
    return this.text('PortMappingEnabled');
  }

  private text(attribute: keyof LinkDescription): string {
    return this.resource.getAttString(attribute);
  }
}
