/** The custom resources: their types and attributes, for templates and functions. */
import type { LinkDescription } from './attributes.js';
import { nameInCloudFormation } from './cloudformation-spelling.js';
import type { AtlasRegion } from './regions.js';

export const CustomResource = {
  SERVICE: 'Custom::AtlasPrivateEndpointService',
  LINK: 'Custom::AtlasPrivateEndpointLink',
  LINK_LOOKUP: 'Custom::AtlasPrivateEndpointLinkLookup',
  SERVICE_LOOKUP: 'Custom::AtlasPrivateEndpointServiceLookup',
  SERVICES_LOOKUP: 'Custom::AtlasPrivateEndpointServicesLookup',
  REGIONAL_MODE: 'Custom::AtlasRegionalMode',
  REGIONAL_MODE_LOOKUP: 'Custom::AtlasRegionalModeLookup',
  DATA_FEDERATION_LINK: 'Custom::AtlasDataFederationLink',
  DATA_FEDERATION_LINK_LOOKUP: 'Custom::AtlasDataFederationLinkLookup',
  DATA_FEDERATION_LINKS_LOOKUP: 'Custom::AtlasDataFederationLinksLookup',
} as const;
export type CustomResourceType = (typeof CustomResource)[keyof typeof CustomResource];

/**
 * What deleting a link does if it is the last one of its endpoint service, because Atlas then deletes the service as
 * well: keep the link, or remove both.
 */
export const LAST_LINK_RULES = ['keep', 'remove'] as const;
export type LastLinkRule = (typeof LAST_LINK_RULES)[number];

/** Attributes of an endpoint service. All are present on all paths, empty where Atlas gives none. */
export interface ServiceDescription {
  readonly projectId: string;
  /** Terraform: `private_link_id`. */
  readonly endpointServiceId: string;
  readonly cloudProvider: string;
  readonly regionName: AtlasRegion;
  /** Open set; AVAILABLE or WAITING_FOR_USER when the service is ready. */
  readonly status: string;
  readonly errorMessage: string;
  /** AWS: `com.amazonaws.vpce.<region>.vpce-svc-…`. */
  readonly endpointServiceName: string;
  /** AWS: ids of the linked VPC endpoints. */
  readonly interfaceEndpoints: readonly string[];
  /** AWS. */
  readonly supportedRemoteRegions: readonly AtlasRegion[];
  /** Azure. */
  readonly privateEndpoints: readonly string[];
  readonly privateLinkServiceName: string;
  readonly privateLinkServiceResourceId: string;
  /** Google Cloud. */
  readonly endpointGroupNames: readonly string[];
  readonly serviceAttachmentNames: readonly string[];
  readonly portMappingEnabled: boolean;
}

/** Attributes of all endpoint services of a cloud provider in a project: lists in the same order. */
export interface ServicesDescription {
  readonly projectId: string;
  readonly cloudProvider: string;
  readonly endpointServiceIds: readonly string[];
  readonly regionNames: readonly AtlasRegion[];
  readonly statuses: readonly string[];
  /** AWS: `com.amazonaws.vpce.…`; Azure: the Private Link service; Google Cloud: the first service attachment. */
  readonly endpointServiceNames: readonly string[];
}

/** Attributes of a project's regional mode. */
export interface RegionalModeDescription {
  readonly projectId: string;
  readonly enabled: boolean;
}

/**
 * Attributes of an endpoint that is registered for Federated Database Instances and Online Archives. Source: Atlas
 * Admin API `getDataFederationPrivateEndpoint`, Terraform data source
 * `mongodbatlas_privatelink_endpoint_service_data_federation_online_archive`.
 */
export interface DataFederationLinkDescription {
  readonly projectId: string;
  readonly endpointId: string;
  /** `provider`: AWS or AZURE. */
  readonly cloudProvider: string;
  /** DATA_LAKE. */
  readonly type: string;
  readonly comment: string;
  /** Empty together with the DNS name. */
  readonly region: AtlasRegion;
  /** `customerEndpointDNSName`. */
  readonly customerEndpointDnsName: string;
  /** Open set: PENDING, OK, FAILED, DELETING. */
  readonly status: string;
  readonly errorMessage: string;
}

/** Host name of a federated database for one endpoint. Source: Admin API `listGroupDataFederation`. */
export interface FederatedHostname {
  /** Name of the Federated Database Instance. */
  readonly database: string;
  readonly hostname: string;
}

/** Attributes of a lookup of one registration. The two lists are in the same order. */
export interface DataFederationLookupDescription extends DataFederationLinkDescription {
  /** Federated databases that have a host name for the endpoint. */
  readonly databaseNames: readonly string[];
  readonly hostnames: readonly string[];
}

/** Attributes of all endpoints that are registered in a project: lists in the same order. */
export interface DataFederationLinksDescription {
  readonly projectId: string;
  readonly endpointIds: readonly string[];
  readonly cloudProviders: readonly string[];
  readonly statuses: readonly string[];
  /** Empty where an endpoint has none. */
  readonly regions: readonly AtlasRegion[];
  readonly customerEndpointDnsNames: readonly string[];
}

/** Attributes of each kind of declared resource. */
export interface DescriptionByKind {
  readonly link: LinkDescription;
  readonly service: ServiceDescription;
  readonly 'regional-mode': RegionalModeDescription;
  readonly 'data-federation-link': DataFederationLinkDescription;
}

/** What deleting a regional mode resource does: nothing, or restore the value from before its creation. */
export const ON_DELETE_RULES = ['keep', 'restore'] as const;
export type OnDeleteRule = (typeof ON_DELETE_RULES)[number];

/** Private connection strings of one cluster for one endpoint; empty where Atlas has none. */
export interface ClusterConnectionStrings {
  readonly cluster: string;
  /** `mongodb+srv://…-pl-0…`: use this one, because the ports behind it may change. */
  readonly srv: string;
  readonly standard: string;
  /** Sharded clusters. */
  readonly srvShardOptimized: string;
}

/** Kinds of private connection strings of a cluster. */
export const CONNECTION_STRING_KINDS = ['srv', 'standard', 'srvShardOptimized'] as const;
export type ConnectionStringKind = (typeof CONNECTION_STRING_KINDS)[number];

/** `Fn::GetAtt` name of one connection string of a link. */
export function connectionStringAttribute(cluster: string, kind: ConnectionStringKind): string {
  return `ConnectionStrings.${cluster}.${nameInCloudFormation(kind)}`;
}

/** Further attributes of a link resource: SRV strings by cluster as JSON, and why some are missing. */
export const CONNECTION_STRINGS_ATTRIBUTE = 'ConnectionStrings';
export const CONNECTION_STRINGS_MESSAGE_ATTRIBUTE = 'ConnectionStringsMessage';

/** Private connection strings appear three to five minutes after AVAILABLE. */
export const DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS = 900;

/** Output of the stack that holds the provider; templates of other stacks import it as their `ServiceToken`. */
export const SERVICE_TOKEN_EXPORT = 'AtlasPrivateLinkServiceToken';

/** CloudFormation waits this long at most, and by default, for a custom resource. */
export const MAX_SERVICE_TIMEOUT_SECONDS = 3600;
/** Terraform waits as long for a registration of Data Federation. */
export const DEFAULT_DATA_FEDERATION_TIMEOUT_SECONDS = 600;
/** Part of that time that is reserved for the response and for delays before it. */
export const RESPONSE_MARGIN_SECONDS = 300;
/** Atlas completes no change faster. */
export const MIN_RESOURCE_TIMEOUT_SECONDS = 60;
export const MAX_RESOURCE_TIMEOUT_SECONDS = MAX_SERVICE_TIMEOUT_SECONDS - RESPONSE_MARGIN_SECONDS;
/** The state machine ends an execution that hangs while CloudFormation still waits for a response. */
export const PROVIDER_EXECUTION_TIMEOUT_SECONDS = MAX_SERVICE_TIMEOUT_SECONDS - 120;
/** Attribute of a response whose lists were cut because of the size limit: names them, and the number of items left. */
export const ATTRIBUTES_CUT = 'AttributesCut';
/** Limit of the whole response, in bytes. */
export const RESPONSE_LIMIT_BYTES = 4096;
