/** Rate limits, as the description has them; not recorded. They are the limits that the simulator itself applies. */
import { ApiError } from './api-error.js';
import type { LimitedSet, Scope } from './endpoint-sets.js';
import { ok, organizationRoute, pageOf, type Route, type RouteRequest, type RouteResponse } from './route.js';

const RATE_LIMITS = { versions: ['2025-03-12'], budget: 'rate-limits' } as const;

export const RATE_LIMIT_ROUTES: readonly Route[] = [
  { ...organizationRoute('GET', '/rateLimits', listRateLimits), ...RATE_LIMITS },
  { ...organizationRoute('GET', '/rateLimits/(?<endpointSetId>[^/]+)', getRateLimit), ...RATE_LIMITS },
];

function listRateLimits(request: RouteRequest): RouteResponse {
  const { query } = request;
  const scope = askedScope(request);
  const names = query.getAll('name');
  const paths = query.getAll('endpointPath');
  const found = request.endpointSets.filter(
    (one) =>
      (scope === undefined || one.scope === scope) &&
      (names.length === 0 || names.includes(one.name)) &&
      (paths.length === 0 || one.endpoints.some(({ path }) => paths.includes(path))),
  );
  return pageOf(request, found.map(setBody));
}

function getRateLimit(request: RouteRequest): RouteResponse {
  const [id = ''] = request.parameters;
  askedScope(request);
  const found = request.endpointSets.find((one) => idOf(one) === id);
  if (found !== undefined) return ok(setBody(found));
  throw new ApiError(404, 'ENDPOINT_SET_NOT_FOUND', `No endpoint set with ID ${id} exists.`, [id]);
}

/** The form of the documented example. */
function idOf({ name, scope }: LimitedSet): string {
  const [first = '', ...others] = name.split(' ');
  return `${first.toLowerCase()}${others.join('')}_${scope.toLowerCase()}`;
}

/** A default is returned only where another value applies. */
function setBody(set: LimitedSet): object {
  const { name, scope, endpoints, applied, limit } = set;
  const value = (now: number, byDefault: number) => ({
    defaultValue: now === byDefault ? null : byDefault,
    value: now,
  });
  return {
    capacity: value(applied.capacity, limit.capacity),
    endpointSetId: idOf(set),
    endpointSetName: name,
    endpoints,
    refillDurationSeconds: value(60, 60),
    refillRate: value(applied.refillPerMinute, limit.refillPerMinute),
    scope,
  };
}

/** Whom each parameter concerns, and whether the caller may ask about it. */
const PARAMETERS: readonly (readonly [
  name: string,
  scope: Scope,
  may: (request: RouteRequest, value: string) => boolean,
])[] = [
  ['groupId', 'GROUP', ({ caller }, id) => caller.access.roles[id] !== undefined],
  // It needs the role Organization Read Only, and the keys of the simulator are members only.
  ['orgId', 'ORGANIZATION', () => false],
  ['userId', 'USER', ({ caller }, id) => caller.identity === id],
  ['ipAddress', 'IP', ({ address }, asked) => address === asked],
];

/**
 * @returns undefined if the query has no such parameter
 * @throws ApiError 403
 */
function askedScope(request: RouteRequest): Scope | undefined {
  for (const [name, scope, may] of PARAMETERS) {
    const value = request.query.get(name);
    if (value === null) continue;
    if (may(request, value)) return scope;
    throw new ApiError(
      403,
      'USER_UNAUTHORIZED',
      'Current user is not authorized to perform this action.',
      [],
    );
  }
  return undefined;
}
