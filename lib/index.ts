import './engine/require-supported-versions.js';

/** The public API. Everything else may change in any release. */
export { AtlasMembers, type AtlasMembersOptions } from './automation/atlas-members.js';
export { AtlasPrivateLink } from './automation/atlas-private-link.js';
export type { AtlasPrivateLinkProps } from './automation/atlas-private-link-props.js';
export { EndpointSelection } from './automation/endpoint-selection.js';
export { LinkOutcome } from './automation/link-outcome.js';
export {
  RegisteredConnectionStrings,
  type RegisteredConnectionStringsProps,
} from './automation/registered-connection-strings.js';
export {
  AtlasDataFederationEndpoint,
  type AtlasDataFederationEndpointProps,
} from './declared/atlas-data-federation-endpoint.js';
export {
  AtlasDataFederationLink,
  type AtlasDataFederationLinkProps,
} from './declared/atlas-data-federation-link.js';
export {
  AtlasDataFederationLinkLookup,
  type AtlasDataFederationLinkLookupProps,
  AtlasDataFederationLinksLookup,
  type AtlasDataFederationLinksLookupProps,
} from './declared/atlas-data-federation-lookups.js';
export { AtlasPrivateEndpoint, type AtlasPrivateEndpointProps } from './declared/atlas-private-endpoint.js';
export {
  AtlasPrivateEndpointLink,
  type AtlasPrivateEndpointLinkProps,
} from './declared/atlas-private-endpoint-link.js';
export {
  AtlasPrivateEndpointLinkLookup,
  type AtlasPrivateEndpointLinkLookupProps,
  AtlasPrivateEndpointServiceLookup,
  type AtlasPrivateEndpointServiceLookupProps,
  AtlasPrivateEndpointServicesLookup,
  type AtlasPrivateEndpointServicesLookupProps,
  AtlasRegionalModeLookup,
  type AtlasRegionalModeLookupProps,
} from './declared/atlas-private-endpoint-lookups.js';
export {
  AtlasPrivateEndpointService,
  type AtlasPrivateEndpointServiceAttributes,
  type AtlasPrivateEndpointServiceProps,
} from './declared/atlas-private-endpoint-service.js';
export {
  AtlasPrivateEndpointServiceBase,
  type IAtlasPrivateEndpointService,
} from './declared/atlas-private-endpoint-service-base.js';
export {
  AtlasPrivateLinkProvider,
  type AtlasPrivateLinkProviderProps,
} from './declared/atlas-private-link-provider.js';
export { AtlasRegionalMode, type AtlasRegionalModeProps } from './declared/atlas-regional-mode.js';
export { DataFederationLinkAttributes } from './declared/data-federation-link-attributes.js';
export { LinkAttributes } from './declared/link-attributes.js';
export {
  type AzurePrivateEndpoint,
  type GoogleCloudEndpointGroup,
  type GoogleCloudForwardingRule,
  type GoogleCloudPortMappedEndpoint,
  PrivateEndpoint,
} from './declared/private-endpoint.js';
export type { IAtlasPrivateLinkProvider } from './declared/provider-interface.js';
export { AtlasCredentials } from './engine/atlas-credentials.js';
export type { AtlasHub } from './engine/atlas-hub.js';
export type { AtlasProject } from './engine/atlas-project.js';
export type { PrivateConnectionStrings } from './engine/connection-strings.js';
export { LastLink } from './engine/last-link.js';
export type { LinkEngineProps } from './engine/link-engine-props.js';
export {
  AtlasPrivateLinkMember,
  type AtlasPrivateLinkMemberProps,
} from './member/atlas-private-link-member.js';
export { AtlasPrivateLinkMembers } from './member/atlas-private-link-members.js';
export type { AtlasPrivateLinkMembersProps } from './member/atlas-private-link-members-props.js';
export { MemberParts } from './member/member-parts.js';
export type { MembersOperation } from './member/members-operation.js';
export type { ILinkAlarms } from './monitoring/link-alarms.js';
