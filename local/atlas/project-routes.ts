/** A project itself: a group, as the Admin API calls it. */
import { ok, type ProjectRequest, type Route, type RouteResponse, route } from './route.js';

export const PROJECT_ROUTES: readonly Route[] = [{ ...route('GET', '', getProject), limited: false }];

function getProject({ project }: ProjectRequest): RouteResponse {
  const { id, clusters } = project;
  return ok({ clusterCount: clusters.length, id, links: [], name: `project-${id.slice(-4)}` });
}
