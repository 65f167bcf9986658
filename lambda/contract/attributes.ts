/**
 * The attributes of a link. The conclusion event, `Fn::GetAtt` and command-line JSON spell them with a capital at the
 * beginning: `cloudformation-spelling.ts`.
 * All are present on all paths, empty where Atlas gives none. Sources: Atlas Admin API
 * `getPrivateEndpoint`, Terraform data source `mongodbatlas_privatelink_endpoint_service`.
 */
export interface LinkDescription {
  /** Atlas project id (Atlas: `groupId`). */
  readonly projectId: string;
  /** Atlas endpoint service id (Terraform: `private_link_id`). */
  readonly endpointServiceId: string;
  /** VPC endpoint id for AWS (Terraform: `endpoint_service_id`). */
  readonly endpointId: string;
  readonly cloudProvider: CloudProvider;
  /** `interfaceEndpointId`; AWS only. */
  readonly interfaceEndpointId: string;
  /** `privateEndpointConnectionName`; Azure only. */
  readonly privateEndpointConnectionName: string;
  /** `privateEndpointIPAddress` (Azure); `endpoints[0].ipAddress` (GCP, port-mapped). */
  readonly privateEndpointIpAddress: string;
  /** `privateEndpointResourceId`; Azure only. */
  readonly privateEndpointResourceId: string;
  /** `deleteRequested`; Atlas's null is false. */
  readonly deleteRequested: boolean;
  /** `errorMessage`; Atlas's null is the empty string. */
  readonly errorMessage: string;
  /** `connectionStatus` (AWS) or `status` (Azure, GCP): an open set, see {@link AWS_CONNECTION_STATUSES}. */
  readonly connectionStatus: string;
  /** `endpoints[]`; GCP only. */
  readonly endpoints: readonly GcpEndpointDescription[];
  /** `gcpProjectId`; GCP only. */
  readonly gcpProjectId: string;
  /** `portMappingEnabled`; GCP only. */
  readonly portMappingEnabled: boolean;
}

export interface GcpEndpointDescription {
  readonly endpointName: string;
  readonly ipAddress: string;
  readonly status: string;
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
