/**
 * Limits of a project that its owner may change. Names, defaults and largest values are documented; not recorded. Those of
 * Google Cloud are left out.
 */
import { ApiError, invalidAttribute, missingAttribute } from './api-error.js';
import type { Project } from './atlas-world.js';
import { ok, type ProjectRequest, type Route, type RouteResponse, route } from './route.js';

interface Known {
  readonly name: string;
  /** Undefined: there is no limit until one is set. */
  readonly byDefault?: number;
  /** Largest value that the API accepts. Undefined: any. */
  readonly largest?: number;
  readonly usageOf?: (project: Project) => number;
}

const LIMITS: readonly Known[] = [
  {
    name: 'atlas.project.deployment.clusters',
    byDefault: 25,
    largest: 100,
    usageOf: ({ clusters }) => clusters.length,
  },
  { name: 'atlas.project.deployment.nodesPerPrivateLinkRegion', byDefault: 50, largest: 90 },
  { name: 'atlas.project.security.databaseAccess.customRoles', byDefault: 100, largest: 1400 },
  { name: 'atlas.project.security.databaseAccess.users', byDefault: 100, largest: 100 },
  { name: 'atlas.project.security.networkAccess.crossRegionEntries', byDefault: 40, largest: 220 },
  // The description prints 20 as the largest value, which is less than the default.
  { name: 'atlas.project.security.networkAccess.entries', byDefault: 200 },
  { name: 'dataFederation.bytesProcessed.query' },
  { name: 'dataFederation.bytesProcessed.daily' },
  { name: 'dataFederation.bytesProcessed.weekly' },
  { name: 'dataFederation.bytesProcessed.monthly' },
];

export const LIMIT_ROUTES: readonly Route[] = [
  route('GET', '/limits', ({ project }) => ok(LIMITS.flatMap((known) => bodyOf(known, project) ?? []))),
  route('GET', '/limits/(?<limitName>[^/]+)', getLimit),
  route('PATCH', '/limits/(?<limitName>[^/]+)', setLimit),
  route('DELETE', '/limits/(?<limitName>[^/]+)', removeLimit),
];

function getLimit(request: ProjectRequest): RouteResponse {
  const known = knownOf(request);
  return ok(bodyOf(known, request.project) ?? refuseUnset(known.name));
}

function setLimit(request: ProjectRequest): RouteResponse {
  const { project, body } = request;
  const { name, largest = Number.POSITIVE_INFINITY, ...known } = knownOf(request);
  const { value } = body;
  if (value === undefined) throw missingAttribute('value');
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > largest)
    throw invalidAttribute('value');
  project.limits.set(name, value);
  return ok(bodyOf({ ...known, name, largest }, project));
}

function removeLimit(request: ProjectRequest): RouteResponse {
  request.project.limits.delete(knownOf(request).name);
  return { status: 204, body: undefined };
}

/** @throws ApiError for another name; its code is not documented */
function knownOf({ parameters }: ProjectRequest): Known {
  const [name = ''] = parameters;
  const known = LIMITS.find((one) => one.name === name);
  if (known !== undefined) return known;
  throw new ApiError(400, 'INVALID_LIMIT_NAME', `The limit name ${name} is invalid.`, [name]);
}

function bodyOf({ name, byDefault, largest, usageOf }: Known, project: Project): object | undefined {
  const value = project.limits.get(name) ?? byDefault;
  if (value === undefined) return undefined;
  return {
    ...(usageOf === undefined ? {} : { currentUsage: usageOf(project) }),
    ...(byDefault === undefined ? {} : { defaultLimit: byDefault }),
    ...(largest === undefined || !Number.isFinite(largest) ? {} : { maximumLimit: largest }),
    name,
    value,
  };
}

function refuseUnset(name: string): never {
  throw new ApiError(404, 'LIMIT_NOT_FOUND', `The limit ${name} is not set.`, [name]);
}
