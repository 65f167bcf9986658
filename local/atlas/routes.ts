/** All operations of the simulator. */
import { CLUSTER_ROUTES } from './cluster-routes.js';
import { DATA_FEDERATION_ROUTES } from './data-federation-routes.js';
import { PRIVATE_ENDPOINT_ROUTES } from './private-endpoint-routes.js';
import { PROJECT_FACTS_ROUTES } from './project-facts-routes.js';
import { PROJECT_ROUTES } from './project-routes.js';
import type { Route } from './route.js';

export const ROUTES: readonly Route[] = [
  ...PROJECT_ROUTES,
  ...PROJECT_FACTS_ROUTES,
  ...PRIVATE_ENDPOINT_ROUTES,
  ...CLUSTER_ROUTES,
  ...DATA_FEDERATION_ROUTES,
];
