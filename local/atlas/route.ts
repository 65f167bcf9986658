/** What an operation of the Admin API is here: a method, a path, versions, and what it replies. */
import type { AtlasWorld, Project } from './atlas-world.js';
import type { Admitted } from './auth-filter.js';
import type { Identities } from './identities.js';

export interface RouteRequest {
  readonly world: AtlasWorld;
  readonly now: number;
  /** Who asks. */
  readonly caller: Admitted;
  readonly identities: Identities;
  /** `http://127.0.0.1:8080`: what links begin with. */
  readonly baseUrl: string;
  /** As it was asked, without its query. */
  readonly path: string;
  /** Captured parts of the path, decoded, without a project's id. */
  readonly parameters: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Date of the resource's version that is answered. */
  readonly version: string;
}

export interface ProjectRequest extends RouteRequest {
  readonly project: Project;
}

export interface RouteResponse {
  readonly status: number;
  /** Undefined: no body at all. */
  readonly body: unknown;
}

/** Documented; `projects` of an organization's paths count for the caller, all others for their project. */
export type Budget = 'private-endpoints' | 'projects' | 'clusters';

interface Operation {
  readonly method: string;
  readonly path: RegExp;
  /** Dates, ascending. */
  readonly versions: readonly string[];
  /** Headers of every version but the last. */
  readonly sunset?: Readonly<Record<string, string>>;
  /** The set of operations that share a token bucket. */
  readonly budget: Budget;
}

/** Its path is below `/api/atlas/v2/groups/{groupId}`. */
export interface ProjectRoute extends Operation {
  readonly scope: 'project';
  readonly reply: (request: ProjectRequest) => RouteResponse;
}

/** Its path is below `/api/atlas/v2`, and it asks for a role in no project. */
export interface OrganizationRoute extends Operation {
  readonly scope: 'organization';
  readonly reply: (request: RouteRequest) => RouteResponse;
}

export type Route = ProjectRoute | OrganizationRoute;

const VERSIONS = ['2023-01-01'];

function operation(method: string, path: string): Operation {
  return { method, path: new RegExp(`^${path}$`), versions: VERSIONS, budget: 'projects' };
}

export function route(method: string, path: string, reply: ProjectRoute['reply']): ProjectRoute {
  return { ...operation(method, path), scope: 'project', reply };
}

export function organizationRoute(
  method: string,
  path: string,
  reply: OrganizationRoute['reply'],
): OrganizationRoute {
  return { ...operation(method, path), scope: 'organization', reply };
}

export function ok(body: unknown): RouteResponse {
  return { status: 200, body };
}

/** One page of a list, with links to itself and the next one. */
export function pageOf({ query, baseUrl, path }: RouteRequest, all: readonly unknown[]): RouteResponse {
  const size = Number(query.get('itemsPerPage') ?? 100);
  const page = Number(query.get('pageNum') ?? 1);
  const hrefOf = (number: number) => `${baseUrl}${path}?pageNum=${number}&itemsPerPage=${size}`;
  const links = [{ href: hrefOf(page), rel: 'self' }];
  if (all.length > page * size) links.push({ href: hrefOf(page + 1), rel: 'next' });
  return ok({ links, results: all.slice((page - 1) * size, page * size), totalCount: all.length });
}
