/** Routes authenticated requests to operations, and makes their responses. */
import { alphabeticalJson } from './alphabetical.js';
import { ApiError, pathParameterError } from './api-error.js';
import type { AtlasWorld, Project } from './atlas-world.js';
import type { Admitted, AuthFilter, KnockingRequest } from './auth-filter.js';
import type { WorldClock } from './clock.js';
import { type Budget, ENDPOINT_SETS, type LimitedSet } from './endpoint-sets.js';
import type { WireResponse } from './faults.js';
import type { Identities } from './identities.js';
import { mediaType, negotiate, requireDatedBody } from './media-type.js';
import type { Route, RouteRequest, RouteResponse } from './route.js';
import { ROUTES } from './routes.js';
import type { TokenBuckets } from './token-bucket.js';

export interface Response extends WireResponse {
  readonly identity?: string | undefined;
}

export interface ApiRequest extends KnockingRequest {
  /** Request target without the query. */
  readonly path: string;
  readonly baseUrl: string;
  readonly accept: string;
  readonly contentType: string;
  readonly body: string;
}

export interface AdminApiParts {
  readonly world: AtlasWorld;
  readonly clock: WorldClock;
  readonly authFilter: AuthFilter;
  readonly identities: Identities;
  readonly buckets: Readonly<Record<Budget, TokenBuckets>>;
}

/**
 * APIs below `/api/atlas`. Older clients import and read with v1.0, which has neither dated media types nor versions.
 */
const APIS = /^\/api\/atlas\/(v2|v1\.0)(\/.*)$/;
const OF_A_PROJECT = /^\/groups\/([^/]+)(\/.*)?$/;

interface Found {
  readonly route: Route;
  readonly parameters: readonly string[];
  readonly isLegacy: boolean;
}

/** The authorized caller, and the operation that responds. */
interface Entry {
  readonly caller: Admitted;
  readonly respond: (request: RouteRequest) => RouteResponse;
  /** Key of the token bucket: project id, organization id, or the caller's identity. */
  readonly budgetOf: string;
}

export class AdminApi {
  private readonly endpointSets: readonly LimitedSet[];

  constructor(private readonly parts: AdminApiParts) {
    this.endpointSets = limitedSets(parts.buckets);
  }

  /** @throws ApiError for a request that is refused, UnauthorizedError for a missing or wrong authentication */
  reply(request: ApiRequest): Response {
    const { world, clock, authFilter, identities, buckets } = this.parts;
    const eligible = authFilter.identify(request);
    const found = findRoute(request);
    const { caller, respond, budgetOf } = this.enter(found, eligible, request);
    const { route, parameters, isLegacy } = found;
    const {
      version,
      contentType,
      notices = {},
    } = isLegacy ? legacyVersion(route) : datedVersion(route, request);
    const headers = buckets[route.budget].take(budgetOf, request.path);
    world.settle();
    const { status, body } = withHeaders(headers, () =>
      respond({
        world,
        now: clock.now(),
        caller,
        identities,
        address: request.address,
        endpointSets: this.endpointSets,
        baseUrl: request.baseUrl,
        path: request.path,
        parameters: parameters.slice(route.scope === 'project' ? 1 : 0),
        query: new URL(request.target, 'http://atlas').searchParams,
        body: parseBody(request.body),
        version,
      }),
    );
    return {
      status,
      headers: { ...(body === undefined ? {} : { 'Content-Type': contentType }), ...notices, ...headers },
      body: body === undefined ? '' : alphabeticalJson(body),
      identity: caller.identity,
    };
  }

  private enter({ route, parameters }: Found, caller: Admitted, request: ApiRequest): Entry {
    const { authFilter } = this.parts;
    if (route.scope === 'organization') {
      authFilter.checkAddress(caller, request);
      const isOfOrganization = ENDPOINT_SETS[route.budget].scope === 'ORGANIZATION';
      const budgetOf = isOfOrganization ? (parameters[0] ?? '') : caller.identity;
      return { caller, respond: route.reply, budgetOf };
    }
    const [projectId = ''] = parameters;
    const project = this.projectOf(projectId);
    authFilter.authorize(caller, request, projectId);
    return { caller, respond: (one) => route.reply({ ...one, project }), budgetOf: projectId };
  }

  private projectOf(projectId: string): Project {
    const project = this.parts.world.projects.get(projectId);
    if (project !== undefined) return project;
    throw new ApiError(404, 'GROUP_NOT_FOUND', `No group with ID ${projectId} exists.`, [projectId]);
  }
}

/** The sets with the operations of the simulator in them. */
function limitedSets(buckets: AdminApiParts['buckets']): LimitedSet[] {
  return BUDGETS.map((budget) => ({
    ...ENDPOINT_SETS[budget],
    applied: buckets[budget].limit,
    endpoints: ROUTES.filter((route) => route.budget === budget).map(({ method, scope, template }) => ({
      method,
      path: `/api/atlas/v2${scope === 'project' ? '/groups/{groupId}' : ''}${template}`,
    })),
  }));
}

const BUDGETS = Object.keys(ENDPOINT_SETS) as Budget[];

/** @throws ApiError 404 for an unknown path, 405 without a body for an unknown method */
function findRoute({ method, path }: ApiRequest): Found {
  const [, api, below = ''] = APIS.exec(path) ?? [];
  const found = ROUTES.flatMap((route) => {
    const match = matchOf(route, below);
    return match === undefined ? [] : [{ route, match }];
  });
  if (found.length === 0)
    throw new ApiError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]);
  const one = found.find(({ route }) => route.method === method);
  if (one === undefined) throw new ApiError(405, 'METHOD_NOT_ALLOWED', '', []);
  const parameters = one.match.map((part) => decoded(part, path));
  return { route: one.route, parameters, isLegacy: api !== 'v2' };
}

/** @returns captured parts of the path, beginning with the project id */
function matchOf({ scope, path }: Route, below: string): readonly string[] | undefined {
  if (scope === 'organization') return path.exec(below)?.slice(1);
  const [, projectId, rest = ''] = OF_A_PROJECT.exec(below) ?? [];
  const match = projectId === undefined ? null : path.exec(rest);
  return match === null || projectId === undefined ? undefined : [projectId, ...match.slice(1)];
}

/** @throws ApiError 400 for a malformed percent-encoding */
function decoded(part: string, path: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw pathParameterError(path);
  }
}

/** Adds the rate-limit headers to errors as well, as recorded. */
function withHeaders<T>(headers: Readonly<Record<string, string>>, respond: () => T): T {
  try {
    return respond();
  } catch (error) {
    throw error instanceof ApiError ? error.withHeaders(headers) : error;
  }
}

interface Version {
  readonly version: string;
  readonly contentType: string;
  /** Headers that announce the end of the version. */
  readonly notices?: Readonly<Record<string, string>>;
}

function datedVersion(route: Route, { accept, contentType, body }: ApiRequest): Version {
  const version = negotiate(accept, route.versions);
  if (body !== '') requireDatedBody(contentType);
  const notices = version === route.versions.at(-1) ? {} : (route.sunset ?? {});
  return { version, contentType: mediaType(version), notices };
}

function legacyVersion({ versions }: Route): Version {
  return { version: versions[0] ?? '', contentType: 'application/json' };
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  if (body === '') return {};
  try {
    return Object(JSON.parse(body)) as Readonly<Record<string, unknown>>;
  } catch {
    throw new ApiError(400, 'MALFORMED_JSON', 'Received JSON is malformed.', []);
  }
}
