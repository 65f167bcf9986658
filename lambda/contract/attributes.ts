/**
 * The attributes of a link, in the spelling of the conclusion event, `Fn::GetAtt` and command-line JSON.
 * All are present on all paths, empty where Atlas gives none. Sources: Atlas Admin API
 * `getPrivateEndpoint`, Terraform data source `mongodbatlas_privatelink_endpoint_service`.
 */
export interface LinkDescription {
  /** Atlas project id (Atlas: `groupId`). */
  readonly ProjectId: string;
  /** Atlas endpoint service id (Terraform: `private_link_id`). */
  readonly EndpointServiceId: string;
  /** VPC endpoint id for AWS (Terraform: `endpoint_service_id`). */
  readonly EndpointId: string;
  readonly CloudProvider: CloudProvider;
  /** `interfaceEndpointId`; AWS only. */
  readonly InterfaceEndpointId: string;
  /** `privateEndpointConnectionName`; Azure only. */
  readonly PrivateEndpointConnectionName: string;
  /** `privateEndpointIPAddress` (Azure); `endpoints[0].ipAddress` (GCP, port-mapped). */
  readonly PrivateEndpointIpAddress: string;
  /** `privateEndpointResourceId`; Azure only. */
  readonly PrivateEndpointResourceId: string;
  /** `deleteRequested`; Atlas's null is false. */
  readonly DeleteRequested: boolean;
  /** `errorMessage`; Atlas's null is the empty string. */
  readonly ErrorMessage: string;
  /** `connectionStatus` (AWS) or `status` (Azure, GCP): an open set, see {@link AWS_CONNECTION_STATUSES}. */
  readonly ConnectionStatus: string;
  /** `endpoints[]`; GCP only. */
  readonly Endpoints: readonly GcpEndpointDescription[];
  /** `gcpProjectId`; GCP only. */
  readonly GcpProjectId: string;
  /** `portMappingEnabled`; GCP only. */
  readonly PortMappingEnabled: boolean;
}

export interface GcpEndpointDescription {
  readonly EndpointName: string;
  readonly IpAddress: string;
  readonly Status: string;
}

export const CLOUD_PROVIDERS = ['AWS', 'AZURE', 'GCP'] as const;
export type CloudProvider = (typeof CLOUD_PROVIDERS)[number];

/** Documented values of `connectionStatus`; the API may send others. */
export const AWS_CONNECTION_STATUSES = [
  'NONE',
  'PENDING_ACCEPTANCE',
  'PENDING',
  'AVAILABLE',
  'REJECTED',
  'DELETING',
] as const;
