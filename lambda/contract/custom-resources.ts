/** The custom resources: their types, properties and attributes, as templates and functions both spell them. */

export const CustomResource = {
  SERVICE: 'Custom::AtlasPrivateEndpointService',
  LINK: 'Custom::AtlasPrivateEndpointLink',
  LINK_LOOKUP: 'Custom::AtlasPrivateEndpointLinkLookup',
  SERVICE_LOOKUP: 'Custom::AtlasPrivateEndpointServiceLookup',
} as const;
export type CustomResourceType = (typeof CustomResource)[keyof typeof CustomResource];

/**
 * What deleting a link does when it is the last one of its endpoint service, since Atlas then removes the service
 * with it: leave it, or remove both.
 */
export const LAST_LINK_RULES = ['keep', 'remove'] as const;
export type LastLinkRule = (typeof LAST_LINK_RULES)[number];

/** Attributes of an endpoint service. All are present on all paths, empty where Atlas gives none. */
export interface ServiceDescription {
  readonly ProjectId: string;
  /** Terraform: `private_link_id`. */
  readonly EndpointServiceId: string;
  readonly CloudProvider: string;
  /** Atlas spelling. */
  readonly RegionName: string;
  /** Open set; AVAILABLE or WAITING_FOR_USER when it is ready. */
  readonly Status: string;
  readonly ErrorMessage: string;
  /** AWS: `com.amazonaws.vpce.<region>.vpce-svc-…`. */
  readonly EndpointServiceName: string;
  /** AWS: ids of the linked VPC endpoints. */
  readonly InterfaceEndpoints: readonly string[];
  /** AWS, Atlas spelling. */
  readonly SupportedRemoteRegions: readonly string[];
  /** Azure. */
  readonly PrivateEndpoints: readonly string[];
  readonly PrivateLinkServiceName: string;
  readonly PrivateLinkServiceResourceId: string;
  /** Google Cloud. */
  readonly EndpointGroupNames: readonly string[];
  readonly ServiceAttachmentNames: readonly string[];
  readonly PortMappingEnabled: boolean;
}

/** Output of the stack that holds the provider; templates of other stacks import it as their `ServiceToken`. */
export const SERVICE_TOKEN_EXPORT = 'AtlasPrivateLinkServiceToken';

/** CloudFormation waits this long at most, and by default, for a custom resource. */
export const MAX_SERVICE_TIMEOUT_SECONDS = 3600;
/** Kept back from it, for the answer and for what goes wrong on the way to it. */
export const ANSWER_MARGIN_SECONDS = 300;
/** All of an answer, in bytes. */
export const ANSWER_LIMIT_BYTES = 4096;
