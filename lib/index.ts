export type { Conclusion } from '../lambda/contract/workflow.js';
export { AtlasCredentials, type BoundAtlasCredentials } from './atlas-credentials.js';
export { AtlasPrivateEndpoint, type AtlasPrivateEndpointProps } from './atlas-private-endpoint.js';
export {
  AtlasPrivateEndpointLink,
  type AtlasPrivateEndpointLinkProps,
} from './atlas-private-endpoint-link.js';
export {
  AtlasPrivateEndpointLinkLookup,
  type AtlasPrivateEndpointLinkLookupProps,
  AtlasPrivateEndpointServiceLookup,
  type AtlasPrivateEndpointServiceLookupProps,
  AtlasPrivateEndpointServicesLookup,
  type AtlasPrivateEndpointServicesLookupProps,
  AtlasRegionalModeLookup,
  type AtlasRegionalModeLookupProps,
} from './atlas-private-endpoint-lookups.js';
export {
  AtlasPrivateEndpointService,
  type AtlasPrivateEndpointServiceAttributes,
  type AtlasPrivateEndpointServiceProps,
} from './atlas-private-endpoint-service.js';
export { AtlasPrivateLink } from './atlas-private-link.js';
export type { AtlasPrivateLinkProps, AtlasProject } from './atlas-private-link-props.js';
export {
  AtlasPrivateLinkProvider,
  type AtlasPrivateLinkProviderProps,
} from './atlas-private-link-provider.js';
export { AtlasRegionalMode, type AtlasRegionalModeProps } from './atlas-regional-mode.js';
export {
  AutomationParameter,
  type AutomationParameterProps,
  type AutomationParts,
} from './automation-parameter.js';
export type { PrivateConnectionStrings } from './connection-strings.js';
export { DeadLetterQueue } from './dead-letter-queue.js';
export { EndedRuns, type EndedRunsProps } from './ended-runs.js';
export { EndpointEvents, type EndpointEventsProps } from './endpoint-events.js';
export { EndpointSelection } from './endpoint-selection.js';
export { LastLink } from './last-link.js';
export { LinkAlarms, type LinkAlarmsProps } from './link-alarms.js';
export { LinkAttributes } from './link-attributes.js';
export { LinkDashboard, type LinkDashboardProps } from './link-dashboard.js';
export { LinkFunction, type LinkFunctionDefaults, type LinkFunctionProps } from './link-function.js';
export { LinkFunctions, type LinkFunctionsProps } from './link-functions.js';
export type { LinkNetwork, LinkNetworkProps } from './link-network.js';
export { LinkQueries, type LinkQueriesProps } from './link-queries.js';
export { LinkRegistry } from './link-registry.js';
export { LinkWorkflow, type LinkWorkflowProps } from './link-workflow.js';
export type { LinkingRules } from './linking-rules.js';
export { OpenRequests, type OpenRequestsProps } from './open-requests.js';
export {
  type AzurePrivateEndpoint,
  type GoogleCloudEndpointGroup,
  type GoogleCloudForwardingRule,
  type GoogleCloudPortMappedEndpoint,
  PrivateEndpoint,
  type PrivateEndpointProperties,
} from './private-endpoint.js';
export type { IAtlasPrivateLinkProvider } from './provider-base.js';
export { ProviderFunctions, type ProviderFunctionsProps } from './provider-functions.js';
export { ReconcileWorkflow, type ReconcileWorkflowProps } from './reconcile-workflow.js';
export { Reconciliation, type ReconciliationProps } from './reconciliation.js';
export {
  RegisteredConnectionStrings,
  type RegisteredConnectionStringsProps,
} from './registered-connection-strings.js';
export { Runbook } from './runbook.js';
export type { IAtlasPrivateEndpointService } from './service-base.js';
export type { WatchedReconciliation } from './watched-reconciliation.js';
