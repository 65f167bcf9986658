/** Operations on clusters, as far as they concern private endpoints. */

import { ApiError } from './api-error.js';
import type { Cluster } from './cluster.js';
import { clusterBody } from './cluster-body.js';
import { ok, type ProjectRequest, pageOf, type Route, type RouteResponse, route } from './route.js';

/** Recorded values. */
const SUNSET = {
  Deprecation: 'Mon, 5 Aug 2024 00:00:00 GMT',
  Sunset: 'Thu, 1 Jul 2027 00:00:00 GMT',
};

const CLUSTERS = {
  versions: ['2023-01-01', '2023-02-01', '2024-08-05'],
  sunset: SUNSET,
  budget: 'clusters',
} as const;

const FLEX = { versions: ['2024-11-13'], budget: 'clusters' } as const;

export const CLUSTER_ROUTES: readonly Route[] = [
  { ...route('GET', '/clusters', listClusters), ...CLUSTERS },
  { ...route('GET', '/clusters/(?<clusterName>[^/]+)', getCluster), ...CLUSTERS },
  // No cluster of the simulator is a flex cluster.
  { ...route('GET', '/flexClusters', (request) => pageOf(request, [])), ...FLEX },
  { ...route('GET', '/flexClusters/(?<name>[^/]+)', (request) => refuseUnknown(request)), ...FLEX },
  {
    ...route('GET', '/clusters/(?<clusterName>[^/]+)/processArgs', getProcessArguments),
    ...CLUSTERS,
    versions: ['2023-01-01', '2024-08-05'],
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

function bodyOf({ project, world, now, baseUrl, version }: ProjectRequest, cluster: Cluster): object {
  const { connectionStringsSeconds } = world.timings;
  return clusterBody({ project, cluster, now, baseUrl, version, stringsSeconds: connectionStringsSeconds });
}

/** @throws ApiError 404 if the cluster does not exist */
function clusterOf({ project, parameters }: ProjectRequest): Cluster {
  const [name = ''] = parameters;
  const cluster = project.clusters.find((one) => one.name === name);
  return cluster ?? refuseUnknown({ project, parameters });
}

function refuseUnknown({ project, parameters }: Pick<ProjectRequest, 'project' | 'parameters'>): never {
  const [name = ''] = parameters;
  const detail = `No cluster named ${name} exists in group ${project.id}.`;
  throw new ApiError(404, 'CLUSTER_NOT_FOUND', detail, [name, project.id]);
}

/** Fields of the first version only. */
const LEGACY_PROCESS_ARGUMENTS = { defaultReadConcern: null, failIndexKeyTooLong: null };

/** The recorded values of a cluster for which nothing was set. */
function getProcessArguments(request: ProjectRequest): RouteResponse {
  clusterOf(request);
  return ok({
    ...(request.version === '2023-01-01' ? LEGACY_PROCESS_ARGUMENTS : {}),
    changeStreamOptionsPreAndPostImagesExpireAfterSeconds: null,
    chunkMigrationConcurrency: null,
    customOpensslCipherConfigTls12: [],
    customOpensslCipherConfigTls13: [],
    defaultMaxTimeMS: null,
    defaultWriteConcern: 'majority',
    javascriptEnabled: true,
    minimumEnabledTlsProtocol: 'TLS1_2',
    noTableScan: false,
    oplogMinRetentionHours: null,
    oplogSizeMB: null,
    queryStatsLogVerbosity: null,
    sampleRefreshIntervalBIConnector: null,
    sampleSizeBIConnector: null,
    tlsCipherConfigMode: 'DEFAULT',
    transactionLifetimeLimitSeconds: null,
  });
}
