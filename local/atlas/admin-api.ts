/** From an authenticated request to an operation and its response. */
import { ApiError, pathParameterError } from './api-error.js';
import type { AtlasWorld, Project } from './atlas-world.js';
import type { AuthFilter, KnockingRequest } from './auth-filter.js';
import type { WorldClock } from './clock.js';
import type { WireResponse } from './faults.js';
import { mediaType, negotiate, requireDatedBody } from './media-type.js';
import type { Route } from './route.js';
import { ROUTES } from './routes.js';
import type { TokenBuckets } from './token-bucket.js';

export interface Response extends WireResponse {
  readonly identity?: string | undefined;
}

export interface ApiRequest extends KnockingRequest {
  /** The target without its query. */
  readonly path: string;
  readonly accept: string;
  readonly contentType: string;
  readonly body: string;
}

export interface AdminApiParts {
  readonly world: AtlasWorld;
  readonly clock: WorldClock;
  readonly authFilter: AuthFilter;
  readonly buckets: TokenBuckets;
}

/** An API below `/api/atlas`: v1.0, in which older clients import and read, has neither dated media types nor versions. */
const APIS = /^\/api\/atlas\/(v2|v1\.0)(\/.*)$/;
const OF_A_PROJECT = /^\/groups\/([^/]+)(\/.*)?$/;

interface Found {
  readonly route: Route;
  readonly projectId: string;
  readonly parameters: readonly string[];
  readonly isLegacy: boolean;
}

export class AdminApi {
  constructor(private readonly parts: AdminApiParts) {}

  /** @throws ApiError, UnauthorizedError */
  reply(request: ApiRequest): Response {
    const { world, clock, authFilter, buckets } = this.parts;
    const eligible = authFilter.identify(request);
    const { route, projectId, parameters, isLegacy } = findRoute(request);
    const project = this.projectOf(projectId);
    authFilter.authorize(eligible, request, projectId);
    const { version, contentType } = isLegacy ? legacyVersion(route) : datedVersion(route, request);
    const headers = route.limited ? buckets.take(projectId, request.path) : {};
    world.settle();
    const { status, body } = route.reply({
      world,
      project,
      now: clock.now(),
      path: request.path,
      parameters,
      query: new URL(request.target, 'http://atlas').searchParams,
      body: parseBody(request.body),
      version,
    });
    return {
      status,
      headers: { 'Content-Type': contentType, ...headers },
      body: JSON.stringify(body),
      identity: eligible.identity,
    };
  }

  private projectOf(projectId: string): Project {
    const project = this.parts.world.projects.get(projectId);
    if (project !== undefined) return project;
    throw new ApiError(404, 'GROUP_NOT_FOUND', `No group with ID ${projectId} exists.`, [projectId]);
  }
}

/** @throws ApiError 404 for an unknown path, 405 with nothing but a code for an unknown method */
function findRoute({ method, path }: ApiRequest): Found {
  const [, api, below = ''] = APIS.exec(path) ?? [];
  const [, projectId = '', rest = ''] = OF_A_PROJECT.exec(below) ?? [];
  const found = projectId === '' ? [] : ROUTES.filter((route) => route.path.test(rest));
  if (found.length === 0)
    throw new ApiError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]);
  const route = found.find((candidate) => candidate.method === method);
  if (route === undefined) throw new ApiError(405, 'METHOD_NOT_ALLOWED', '', []);
  const parameters = (route.path.exec(rest) ?? []).slice(1).map((part) => decoded(part, path));
  return { route, projectId, parameters, isLegacy: api !== 'v2' };
}

/** @throws ApiError 400 for an encoding that is none */
function decoded(part: string, path: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw pathParameterError(path);
  }
}

function datedVersion(route: Route, { accept, contentType, body }: ApiRequest) {
  const version = negotiate(accept, route.versions);
  if (body !== '') requireDatedBody(contentType);
  return { version, contentType: mediaType(version) };
}

function legacyVersion({ versions }: Route) {
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
