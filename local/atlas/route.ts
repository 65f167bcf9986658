/** What an operation of the Admin API is here: a method, a path, versions, and what it replies. */
import type { AtlasWorld, Project } from './atlas-world.js';

export interface RouteRequest {
  readonly world: AtlasWorld;
  readonly now: number;
  /** As it was asked, without its query. */
  readonly path: string;
  /** Captured parts of the path after the project's id, decoded. */
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
  readonly body: unknown;
}

export interface Route {
  readonly method: string;
  /** Below `/api/atlas/v2/groups/{groupId}`. */
  readonly path: RegExp;
  readonly versions: readonly string[];
  /** Counts against the token bucket of private endpoints. */
  readonly limited: boolean;
  readonly reply: (request: ProjectRequest) => RouteResponse;
}

const VERSIONS = ['2023-01-01'];

export function route(method: string, path: string, reply: Route['reply']): Route {
  return { method, path: new RegExp(`^${path}$`), versions: VERSIONS, limited: true, reply };
}

export function ok(body: unknown): RouteResponse {
  return { status: 200, body };
}
