/** Clusters, as far as private endpoints touch them. */

import { ApiError } from './api-error.js';
import type { Cluster } from './cluster.js';
import { clusterBody } from './cluster-body.js';
import { ok, type ProjectRequest, pageOf, type Route, type RouteResponse, route } from './route.js';

const LIST_VERSIONS = ['2023-01-01', '2023-02-01', '2024-08-05'];
const VERSIONS = ['2023-01-01', '2024-08-05'];

export const CLUSTER_ROUTES: readonly Route[] = [
  { ...route('GET', '/clusters', listClusters), versions: LIST_VERSIONS, budget: 'clusters' },
  { ...route('GET', '/clusters/([^/]+)', getCluster), versions: VERSIONS, budget: 'clusters' },
  {
    ...route('GET', '/clusters/([^/]+)/processArgs', getProcessArguments),
    versions: VERSIONS,
    budget: 'clusters',
  },
];

function listClusters(request: ProjectRequest): RouteResponse {
  return pageOf(
    request,
    request.project.clusters.map((cluster) => bodyOf(request, cluster)),
  );
}

function getCluster(request: ProjectRequest): RouteResponse {
  return ok(bodyOf(request, clusterOf(request)));
}

function bodyOf({ project, world, now }: ProjectRequest, cluster: Cluster): object {
  return clusterBody(project, cluster, now, world.timings.connectionStringsSeconds);
}

/** @throws ApiError 404 */
function clusterOf({ project, parameters }: ProjectRequest): Cluster {
  const [name = ''] = parameters;
  const cluster = project.clusters.find((one) => one.name === name);
  if (cluster !== undefined) return cluster;
  const detail = `No cluster named ${name} exists in group ${project.id}.`;
  throw new ApiError(404, 'CLUSTER_NOT_FOUND', detail, []);
}

/** Documented, with the defaults of MongoDB; null is what nobody has set. */
function getProcessArguments(request: ProjectRequest): RouteResponse {
  clusterOf(request);
  return ok({
    changeStreamOptionsPreAndPostImagesExpireAfterSeconds: null,
    chunkMigrationConcurrency: null,
    customOpensslCipherConfigTls12: [],
    customOpensslCipherConfigTls13: [],
    defaultMaxTimeMS: null,
    defaultReadConcern: null,
    defaultWriteConcern: null,
    javascriptEnabled: true,
    minimumEnabledTlsProtocol: 'TLS1_2',
    noTableScan: false,
    oplogMinRetentionHours: null,
    oplogSizeMB: null,
    queryStatsLogVerbosity: 1,
    sampleRefreshIntervalBIConnector: null,
    sampleSizeBIConnector: null,
    tlsCipherConfigMode: 'DEFAULT',
    transactionLifetimeLimitSeconds: null,
  });
}
