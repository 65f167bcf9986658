/** Terraform's names for our attributes, for the migration guide and for comparisons. */
import type { LinkDescription } from '../../lambda/contract/attributes.js';
import type { InCloudFormation } from '../../lambda/contract/cloudformation-spelling.js';
import type {
  DataFederationLinkDescription,
  ServiceDescription,
} from '../../lambda/contract/custom-resources.js';

export interface AttributeRow<Description> {
  readonly terraform: string;
  /** Name in `Fn::GetAtt`. */
  readonly ours: keyof InCloudFormation<Description> & string;
  /** Field of the Admin API, or its position in the path. */
  readonly atlas: string;
}

/** All attributes of the data source `mongodbatlas_privatelink_endpoint_service`. */
export const LINK_ATTRIBUTE_ROWS: readonly AttributeRow<LinkDescription>[] = [
  { terraform: 'project_id', ours: 'ProjectId', atlas: 'groupId (path)' },
  { terraform: 'private_link_id', ours: 'EndpointServiceId', atlas: 'endpointServiceId (path)' },
  { terraform: 'endpoint_service_id', ours: 'EndpointId', atlas: 'endpointId (path)' },
  { terraform: 'provider_name', ours: 'CloudProvider', atlas: 'cloudProvider (path)' },
  { terraform: 'interface_endpoint_id', ours: 'InterfaceEndpointId', atlas: 'interfaceEndpointId' },
  {
    terraform: 'private_endpoint_connection_name',
    ours: 'PrivateEndpointConnectionName',
    atlas: 'privateEndpointConnectionName',
  },
  {
    terraform: 'private_endpoint_ip_address',
    ours: 'PrivateEndpointIpAddress',
    atlas: 'privateEndpointIPAddress',
  },
  {
    terraform: 'private_endpoint_resource_id',
    ours: 'PrivateEndpointResourceId',
    atlas: 'privateEndpointResourceId',
  },
  { terraform: 'delete_requested', ours: 'DeleteRequested', atlas: 'deleteRequested' },
  { terraform: 'error_message', ours: 'ErrorMessage', atlas: 'errorMessage' },
  { terraform: 'aws_connection_status', ours: 'ConnectionStatus', atlas: 'connectionStatus' },
  { terraform: 'azure_status', ours: 'ConnectionStatus', atlas: 'status' },
  { terraform: 'gcp_status', ours: 'ConnectionStatus', atlas: 'status' },
  { terraform: 'endpoints', ours: 'Endpoints', atlas: 'endpoints' },
  { terraform: 'gcp_endpoint_status', ours: 'Endpoints', atlas: 'endpoints[0].status' },
  { terraform: 'gcp_project_id', ours: 'GcpProjectId', atlas: 'gcpProjectId' },
  { terraform: 'port_mapping_enabled', ours: 'PortMappingEnabled', atlas: 'portMappingEnabled' },
];

/** All attributes of the data source `mongodbatlas_privatelink_endpoint`. */
export const SERVICE_ATTRIBUTE_ROWS: readonly AttributeRow<ServiceDescription>[] = [
  { terraform: 'project_id', ours: 'ProjectId', atlas: 'groupId (path)' },
  { terraform: 'private_link_id', ours: 'EndpointServiceId', atlas: 'id' },
  { terraform: 'provider_name', ours: 'CloudProvider', atlas: 'cloudProvider (path)' },
  { terraform: 'region_name', ours: 'RegionName', atlas: 'regionName' },
  { terraform: 'status', ours: 'Status', atlas: 'status' },
  { terraform: 'error_message', ours: 'ErrorMessage', atlas: 'errorMessage' },
  { terraform: 'endpoint_service_name', ours: 'EndpointServiceName', atlas: 'endpointServiceName' },
  { terraform: 'interface_endpoints', ours: 'InterfaceEndpoints', atlas: 'interfaceEndpoints' },
  {
    terraform: 'supported_remote_regions',
    ours: 'SupportedRemoteRegions',
    atlas: 'supportedRemoteRegions',
  },
  { terraform: 'private_endpoints', ours: 'PrivateEndpoints', atlas: 'privateEndpoints' },
  {
    terraform: 'private_link_service_name',
    ours: 'PrivateLinkServiceName',
    atlas: 'privateLinkServiceName',
  },
  {
    terraform: 'private_link_service_resource_id',
    ours: 'PrivateLinkServiceResourceId',
    atlas: 'privateLinkServiceResourceId',
  },
  { terraform: 'endpoint_group_names', ours: 'EndpointGroupNames', atlas: 'endpointGroupNames' },
  {
    terraform: 'service_attachment_names',
    ours: 'ServiceAttachmentNames',
    atlas: 'serviceAttachmentNames',
  },
  { terraform: 'port_mapping_enabled', ours: 'PortMappingEnabled', atlas: 'portMappingEnabled' },
];

/** All attributes of the data source `mongodbatlas_privatelink_endpoint_service_data_federation_online_archive`. */
export const DATA_FEDERATION_ATTRIBUTE_ROWS: readonly AttributeRow<DataFederationLinkDescription>[] = [
  { terraform: 'project_id', ours: 'ProjectId', atlas: 'groupId (path)' },
  { terraform: 'endpoint_id', ours: 'EndpointId', atlas: 'endpointId' },
  { terraform: 'provider_name', ours: 'CloudProvider', atlas: 'provider' },
  { terraform: 'type', ours: 'Type', atlas: 'type' },
  { terraform: 'comment', ours: 'Comment', atlas: 'comment' },
  { terraform: 'region', ours: 'Region', atlas: 'region' },
  {
    terraform: 'customer_endpoint_dns_name',
    ours: 'CustomerEndpointDnsName',
    atlas: 'customerEndpointDNSName',
  },
];
