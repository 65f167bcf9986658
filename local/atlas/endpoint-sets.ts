/**
 * Sets of operations that share a rate limit, as documented; the capacities of private endpoints, Data Federation, projects
 * and clusters have been recorded as well.
 */
import type { RateLimit } from './token-bucket.js';

/** What has a token bucket of its own: each project, organization or caller. */
export type Scope = 'GROUP' | 'ORGANIZATION' | 'USER' | 'IP';

export interface EndpointSet {
  readonly name: string;
  readonly scope: Scope;
  readonly limit: RateLimit;
}

const SMALL: RateLimit = { capacity: 1200, refillPerMinute: 500 };

function set(name: string, scope: Scope, limit: RateLimit = SMALL): EndpointSet {
  return { name, scope, limit };
}

export const ENDPOINT_SETS = {
  'private-endpoints': set('Private Endpoint Services', 'GROUP', { capacity: 4000, refillPerMinute: 2000 }),
  'data-federation': set('Data Federation', 'GROUP'),
  projects: set('Projects', 'GROUP'),
  'own-projects': set('Projects', 'USER'),
  organizations: set('Organizations', 'ORGANIZATION', { capacity: 500, refillPerMinute: 250 }),
  clusters: set('Clusters', 'GROUP', { capacity: 10_000, refillPerMinute: 5000 }),
  'network-peering': set('Network Peering', 'GROUP', { capacity: 2000, refillPerMinute: 1000 }),
  teams: set('Teams', 'GROUP'),
  users: set('MongoDB Cloud Users', 'GROUP'),
  'performance-advisor': set('Performance Advisor', 'GROUP'),
  'api-keys': set('Programmatic API Keys', 'GROUP'),
  'service-accounts': set('Service Accounts', 'GROUP'),
  'rate-limits': set('Rate Limits Inspection', 'USER', { capacity: 300, refillPerMinute: 100 }),
} as const satisfies Readonly<Record<string, EndpointSet>>;

/** A set as the simulator has it. */
export interface LimitedSet extends EndpointSet {
  /** The limit that applies; `limit` is the default. */
  readonly applied: RateLimit;
  readonly endpoints: readonly { readonly method: string; readonly path: string }[];
}

export type Budget = keyof typeof ENDPOINT_SETS;
