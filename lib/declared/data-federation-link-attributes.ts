import type { CustomResource } from 'aws-cdk-lib';
import type { InCloudFormation } from '../../lambda/contract/cloudformation-spelling.js';
import type { DataFederationLinkDescription } from '../../lambda/contract/custom-resources.js';

/**
 * Attributes of an endpoint that is registered for Data Federation, as Terraform's data source
 * `mongodbatlas_privatelink_endpoint_service_data_federation_online_archive` has them.
 */
export class DataFederationLinkAttributes {
  /**
   * Called by the constructs.
   *
   * @internal
   */
  static _of(resource: CustomResource): DataFederationLinkAttributes {
    return new DataFederationLinkAttributes(resource);
  }

  private constructor(private readonly resource: CustomResource) {}

  /** Atlas project id, 24 hexadecimal digits. */
  get projectId(): string {
    return this.text('ProjectId');
  }

  /** Id of the VPC endpoint, `vpce-…`. */
  get endpointId(): string {
    return this.text('EndpointId');
  }

  /** AWS. Terraform: `provider_name`. */
  get cloudProvider(): string {
    return this.text('CloudProvider');
  }

  /** DATA_LAKE. */
  get type(): string {
    return this.text('Type');
  }

  /** Comment in Atlas; empty if there is none. */
  get comment(): string {
    return this.text('Comment');
  }

  /** Region of the endpoint in Atlas spelling, such as `EU_WEST_1`; empty if it was registered without one. */
  get region(): string {
    return this.text('Region');
  }

  /** DNS name of the VPC endpoint; empty if it was registered without one. */
  get customerEndpointDnsName(): string {
    return this.text('CustomerEndpointDnsName');
  }

  /** An open set; OK when the endpoint is registered. */
  get status(): string {
    return this.text('Status');
  }

  /** Atlas's error message; empty if there is none. */
  get errorMessage(): string {
    return this.text('ErrorMessage');
  }

  private text(attribute: keyof InCloudFormation<DataFederationLinkDescription>): string {
    return this.resource.getAttString(attribute);
  }
}
