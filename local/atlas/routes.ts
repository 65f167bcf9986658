/** All operations of the simulator. */
import { CLUSTER_ROUTES } from './cluster-routes.js';
import { CONTAINER_ROUTES } from './container-routes.js';
import { CREDENTIAL_ROUTES } from './credential-routes.js';
import { DATA_FEDERATION_ROUTES } from './data-federation-routes.js';
import { FEDERATED_DATABASE_ROUTES } from './federated-database-routes.js';
import { LIMIT_ROUTES } from './limits.js';
import { PRIVATE_ENDPOINT_ROUTES } from './private-endpoint-routes.js';
import { PROJECT_FACTS_ROUTES } from './project-facts-routes.js';
import { PROJECT_ROUTES } from './project-routes.js';
import { RATE_LIMIT_ROUTES } from './rate-limit-routes.js';
import type { Route } from './route.js';
import { TEAM_ROUTES } from './team-routes.js';

export const ROUTES: readonly Route[] = [
  ...PROJECT_ROUTES,
  ...PROJECT_FACTS_ROUTES,
  ...LIMIT_ROUTES,
  ...TEAM_ROUTES,
  ...CONTAINER_ROUTES,
  ...PRIVATE_ENDPOINT_ROUTES,
  ...CLUSTER_ROUTES,
  ...DATA_FEDERATION_ROUTES,
  ...FEDERATED_DATABASE_ROUTES,
  ...CREDENTIAL_ROUTES,
  ...RATE_LIMIT_ROUTES,
];

const API = '/api/atlas/v2';
const PROJECT = /^\/groups\/[^/]+/;

/**
 * True if the simulator has this operation.
 *
 * @param method in upper or lower case
 * @param path beginning with `/api/atlas/v2`, with any values for its parameters
 */
export function simulates(method: string, path: string): boolean {
  if (!path.startsWith(`${API}/`)) return false;
  const below = path.slice(API.length);
  return ROUTES.some((one) => {
    if (one.method !== method.toUpperCase()) return false;
    if (one.scope === 'organization') return one.path.test(below);
    return PROJECT.test(below) && one.path.test(below.replace(PROJECT, ''));
  });
}
