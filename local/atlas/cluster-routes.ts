/** Clusters, as far as private endpoints touch them. */

import { ApiError } from './api-error.js';
import { clusterBody } from './responses.js';
import { ok, type ProjectRequest, type Route, type RouteResponse, route } from './route.js';

export const CLUSTER_ROUTES: readonly Route[] = [
  {
    ...route('GET', '/clusters', listClusters),
    versions: ['2023-01-01', '2023-02-01', '2024-08-05'],
    limited: false,
  },
  {
    ...route('GET', '/clusters/([^/]+)', getCluster),
    versions: ['2023-01-01', '2024-08-05'],
    limited: false,
  },
];

function listClusters({ project, world, now, query }: ProjectRequest): RouteResponse {
  const size = Number(query.get('itemsPerPage') ?? 100);
  const page = Number(query.get('pageNum') ?? 1);
  const results = project.clusters.slice((page - 1) * size, page * size);
  const more = project.clusters.length > page * size;
  const links = [{ rel: 'self', href: `/clusters?pageNum=${page}` }];
  if (more) links.push({ rel: 'next', href: `/clusters?pageNum=${page + 1}` });
  const body = results.map((cluster) =>
    clusterBody(project, cluster, now, world.timings.connectionStringsSeconds),
  );
  return ok({ links, results: body, totalCount: project.clusters.length });
}

function getCluster({ project, world, now, parameters }: ProjectRequest): RouteResponse {
  const cluster = project.clusters.find(({ name }) => name === parameters[0]);
  if (cluster !== undefined)
    return ok(clusterBody(project, cluster, now, world.timings.connectionStringsSeconds));
  throw new ApiError(
    404,
    'CLUSTER_NOT_FOUND',
    `No cluster named ${parameters[0]} exists in group ${project.id}.`,
    [],
  );
}
