/** Operations on projects, which the Admin API calls groups. */
import { ApiError, invalidAttribute, missingAttribute } from './api-error.js';
import type { Project } from './atlas-world.js';
import {
  ok,
  organizationRoute,
  type ProjectRequest,
  pageOf,
  type Route,
  type RouteRequest,
  type RouteResponse,
  route,
} from './route.js';

/** A POST responds with 201, as recorded, although 200 is documented. */
export const PROJECT_ROUTES: readonly Route[] = [
  organizationRoute('GET', '/groups', (request) => listProjects(request, projectsOf(request))),
  organizationRoute('POST', '/groups', createProject),
  organizationRoute('GET', '/groups/byName/(?<groupName>[^/]+)', getProjectByName),
  {
    ...organizationRoute('GET', '/orgs/(?<orgId>[^/]+)/groups', listProjectsOfOrganization),
    budget: 'organizations',
  },
  route('GET', '', (request) => ok(projectBody(request, request.project))),
  route('PATCH', '', updateProject),
  route('DELETE', '', deleteProject),
];

/** Projects in which the caller has a role. */
function projectsOf({ world, caller }: RouteRequest): Project[] {
  return [...world.projects.values()].filter(({ id }) => caller.access.roles[id] !== undefined);
}

function listProjects(request: RouteRequest, projects: readonly Project[]): RouteResponse {
  return pageOf(
    request,
    projects.map((project) => projectBody(request, project)),
  );
}

function listProjectsOfOrganization(request: RouteRequest): RouteResponse {
  const [orgId] = request.parameters;
  return listProjects(
    request,
    projectsOf(request).filter((project) => project.orgId === orgId),
  );
}

function createProject(request: RouteRequest): RouteResponse {
  const { world, caller, identities, body } = request;
  const name = nameOf(body.name);
  const orgId = organizationIdOf(body.orgId);
  if ([...world.projects.values()].some((project) => project.name === name))
    throw new ApiError(409, 'GROUP_ALREADY_EXISTS', `A group with name "${name}" already exists.`, [name]);
  const changes = changesOf(body);
  const project = Object.assign(world.createProject(undefined, { name, orgId }), changes);
  identities.makeOwner(caller.identity, project.id);
  return { status: 201, body: projectBody(request, project) };
}

function getProjectByName(request: RouteRequest): RouteResponse {
  const [name = ''] = request.parameters;
  const project = projectsOf(request).find((one) => one.name === name);
  if (project !== undefined) return ok(projectBody(request, project));
  throw new ApiError(404, 'GROUP_NAME_NOT_FOUND', `No group with name ${name} exists.`, [name]);
}

function updateProject(request: ProjectRequest): RouteResponse {
  const { project, body } = request;
  const name = body.name === undefined ? {} : { name: nameOf(body.name) };
  Object.assign(project, name, changesOf(body));
  return ok(projectBody(request, project));
}

/** Attributes that are not given stay as they are. */
function changesOf({ tags, withDefaultAlertsSettings, regionUsageRestrictions }: RouteRequest['body']) {
  // Rejected outside of Atlas for Government, as documented.
  if (regionUsageRestrictions !== undefined && regionUsageRestrictions !== null)
    throw invalidAttribute('regionUsageRestrictions');
  return {
    ...(tags === undefined || tags === null ? {} : { tags: tagsOf(tags) }),
    ...(typeof withDefaultAlertsSettings === 'boolean' ? { withDefaultAlertsSettings } : {}),
  };
}

function tagsOf(value: unknown): Project['tags'] {
  if (!Array.isArray(value)) throw invalidAttribute('tags');
  return value.map((tag) => {
    const { key, value: text } = Object(tag) as { readonly key?: unknown; readonly value?: unknown };
    if (!isTagText(key) || !isTagText(text)) throw invalidAttribute('tags');
    return { key, value: text };
  });
}

function isTagText(text: unknown): text is string {
  return typeof text === 'string' && text.length >= 1 && text.length <= 255;
}

/** The error codes are documented, but the order of the checks is not. */
function deleteProject({ world, project }: ProjectRequest): RouteResponse {
  if (project.clusters.length > 0)
    throw cannotClose('CLUSTERS', 'active clusters; please terminate all clusters');
  if (project.services.size > 0) {
    throw cannotClose(
      'PRIVATE_ENDPOINT_SERVICES',
      'active private endpoint services; please terminate all private endpoint services',
    );
  }
  if (project.dataFederation.all.length > 0) {
    throw cannotClose(
      'DATA_FEDERATION_PRIVATE_ENDPOINTS',
      'active data federation private endpoints; please remove all of them',
    );
  }
  world.projects.delete(project.id);
  return { status: 202, body: {} };
}

function cannotClose(what: string, wording: string): ApiError {
  const detail = `Cannot close group while it has ${wording}.`;
  return new ApiError(409, `CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_${what}`, detail, []);
}

const NAME = /^[\p{L}\p{N}\-_.(),:&@+' ]{1,64}$/u;

function nameOf(value: unknown): string {
  if (value === undefined) throw missingAttribute('name');
  if (typeof value !== 'string' || !NAME.test(value)) throw invalidAttribute('name');
  return value;
}

function organizationIdOf(value: unknown): string {
  if (value === undefined || value === null) throw missingAttribute('orgId');
  if (typeof value !== 'string' || !/^[0-9a-f]{24}$/.test(value)) throw invalidAttribute('orgId');
  return value;
}

/** Names in the recorded list, including `whitelist`. */
const RELATED = ['containers', 'clusters', 'databaseUsers', 'peers', 'processes', 'whitelist'];

function projectBody({ baseUrl }: RouteRequest, project: Project): object {
  const { id, name, orgId, clusters, createdAt, tags, withDefaultAlertsSettings } = project;
  const self = `${baseUrl}/api/atlas/v2/groups/${id}`;
  return {
    clusterCount: clusters.length,
    created: new Date(createdAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    id,
    links: [
      { href: self, rel: 'self' },
      ...RELATED.map((part) => ({ href: `${self}/${part}`, rel: `https://cloud.mongodb.com/${part}` })),
    ],
    name,
    orgId,
    ...(tags.length === 0 ? {} : { tags }),
    withDefaultAlertsSettings,
  };
}
