export type { Conclusion } from '../lambda/contract/workflow.js';
export { AtlasPrivateLink } from './automation/atlas-private-link.js';
export type { AtlasPrivateLinkProps } from './automation/atlas-private-link-props.js';
export {
  AutomationParameter,
  type AutomationParameterProps,
  type AutomationParts,
} from './automation/automation-parameter.js';
export { EndpointEvents, type EndpointEventsProps } from './automation/endpoint-events.js';
export { EndpointSelection } from './automation/endpoint-selection.js';
export { LinkFunctions, type LinkFunctionsProps } from './automation/link-functions.js';
export type { LinkingRules } from './automation/linking-rules.js';
export { ReconcileWorkflow, type ReconcileWorkflowProps } from './automation/reconcile-workflow.js';
export { Reconciliation, type ReconciliationProps } from './automation/reconciliation.js';
export {
  RegisteredConnectionStrings,
  type RegisteredConnectionStringsProps,
} from './automation/registered-connection-strings.js';
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
  AtlasPrivateLinkProvider,
  type AtlasPrivateLinkProviderProps,
} from './declared/atlas-private-link-provider.js';
export { AtlasRegionalMode, type AtlasRegionalModeProps } from './declared/atlas-regional-mode.js';
export { LinkAttributes } from './declared/link-attributes.js';
export {
  type AzurePrivateEndpoint,
  type GoogleCloudEndpointGroup,
  type GoogleCloudForwardingRule,
  type GoogleCloudPortMappedEndpoint,
  PrivateEndpoint,
  type PrivateEndpointProperties,
} from './declared/private-endpoint.js';
export type { IAtlasPrivateLinkProvider } from './declared/provider-base.js';
export { ProviderFunctions, type ProviderFunctionsProps } from './declared/provider-functions.js';
export type { IAtlasPrivateEndpointService } from './declared/service-base.js';
export { AtlasCredentials, type BoundAtlasCredentials } from './engine/atlas-credentials.js';
export type { AtlasProject } from './engine/atlas-project.js';
export type { PrivateConnectionStrings } from './engine/connection-strings.js';
export { DeadLetterQueue } from './engine/dead-letter-queue.js';
export { EndedRuns, type EndedRunsProps } from './engine/ended-runs.js';
export { LastLink } from './engine/last-link.js';
export type { LinkEngineProps } from './engine/link-engine-props.js';
export { LinkFunction, type LinkFunctionDefaults, type LinkFunctionProps } from './engine/link-function.js';
export type { LinkNetwork } from './engine/link-network.js';
export { LinkRegistry } from './engine/link-registry.js';
export { LinkWorkflow, type LinkWorkflowProps } from './engine/link-workflow.js';
export { OpenRequests, type OpenRequestsProps } from './engine/open-requests.js';
export { LinkAlarms, type LinkAlarmsProps } from './monitoring/link-alarms.js';
export { LinkDashboard, type LinkDashboardProps } from './monitoring/link-dashboard.js';
export { LinkQueries, type LinkQueriesProps } from './monitoring/link-queries.js';
export { Runbook } from './monitoring/runbook.js';
export type { WatchedReconciliation } from './monitoring/watched-reconciliation.js';
