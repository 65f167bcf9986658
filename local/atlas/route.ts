/** An operation of the Admin API: method, path, versions and response. */
import type { AtlasWorld, Project } from './atlas-world.js';
import type { Admitted } from './auth-filter.js';
import type { Budget, LimitedSet } from './endpoint-sets.js';
import type { Identities } from './identities.js';

export interface RouteRequest {
  readonly world: AtlasWorld;
  readonly now: number;
  /** The authenticated caller. */
  readonly caller: Admitted;
  readonly identities: Identities;
  /** IP address of the caller. */
  readonly address: string;
  readonly endpointSets: readonly LimitedSet[];
  /** Beginning of links in responses, such as `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** Path as requested, without the query. */
  readonly path: string;
  /** Captured and decoded parts of the path, without the project id. */
  readonly parameters: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Date of the resource's version in the response. */
  readonly version: string;
}

export interface ProjectRequest extends RouteRequest {
  readonly project: Project;
}

export interface RouteResponse {
  readonly status: number;
  /** Undefined for a response without a body. */
  readonly body: unknown;
}

interface Operation {
  readonly method: string;
  readonly path: RegExp;
  /** With names for the variable parts: `/clusters/{clusterName}`. */
  readonly template: string;
  /** Dates in ascending order. */
  readonly versions: readonly string[];
  /** Headers of every version except the last. */
  readonly sunset?: Readonly<Record<string, string>>;
  /** Set of operations with which this one shares a token bucket. */
  readonly budget: Budget;
}

/** An operation below `/api/atlas/v2/groups/{groupId}`. */
export interface ProjectRoute extends Operation {
  readonly scope: 'project';
  readonly reply: (request: ProjectRequest) => RouteResponse;
}

/** An operation below `/api/atlas/v2` that requires no role in a project. */
export interface OrganizationRoute extends Operation {
  readonly scope: 'organization';
  readonly reply: (request: RouteRequest) => RouteResponse;
}

export type Route = ProjectRoute | OrganizationRoute;

const VERSIONS = ['2023-01-01'];

function operation(method: string, path: string): Operation {
  const template = path.replace(/\(\?<(\w+)>[^)]+\)/g, '{$1}');
  return { method, path: new RegExp(`^${path}$`), template, versions: VERSIONS, budget: 'projects' };
}

export function route(method: string, path: string, reply: ProjectRoute['reply']): ProjectRoute {
  return { ...operation(method, path), scope: 'project', reply };
}

export function organizationRoute(
  method: string,
  path: string,
  reply: OrganizationRoute['reply'],
): OrganizationRoute {
  return { ...operation(method, path), scope: 'organization', budget: 'own-projects', reply };
}

export function ok(body: unknown): RouteResponse {
  return { status: 200, body };
}

/** One page of a list, with links to this page and the next one. */
export function pageOf({ query, baseUrl, path }: RouteRequest, all: readonly unknown[]): RouteResponse {
  const size = Number(query.get('itemsPerPage') ?? 100);
  const page = Number(query.get('pageNum') ?? 1);
  const hrefOf = (number: number) => `${baseUrl}${path}?pageNum=${number}&itemsPerPage=${size}`;
  const links = [{ href: hrefOf(page), rel: 'self' }];
  if (all.length > page * size) links.push({ href: hrefOf(page + 1), rel: 'next' });
  return ok({ links, results: all.slice((page - 1) * size, page * size), totalCount: all.length });
}
