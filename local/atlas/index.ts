export { AtlasServer, type AtlasServerOptions } from './atlas-server.js';
export {
  type AtlasWorld,
  type EndpointFinder,
  LAST_LINK_RULES,
  type LastLinkRule,
  ORGANIZATION_ID,
  type Project,
  type ProviderSide,
} from './atlas-world.js';
export { machineClock, type WorldClock } from './clock.js';
export type { Cluster, ClusterRequest } from './cluster.js';
export type { EndpointService } from './endpoint-service.js';
export type { Fault, FaultEffect, WireResponse } from './faults.js';
export { HOSTNAME_LABELS, type HostnameLabel } from './federated-databases.js';
export type { JournalEntry } from './journal.js';
export { type Link, NOT_FOUND_MESSAGE } from './link.js';
export {
  FOREIGN_RESPONSES,
  type ForeignResponse,
  STALE_RESPONSES,
  type StaleResponse,
} from './lying-proxy.js';
export { type PrivateStrings, privateStringsOf } from './private-strings.js';
export { POLICY_STATUSES, type PolicyStatus, type ResourcePolicy } from './resource-policy.js';
export { simulates } from './routes.js';
export { DEFAULT_TIMINGS, type Timings } from './timings.js';
