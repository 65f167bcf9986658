/**
 * Teams of a project with their roles. Documented, but not recorded. Organizations and their teams are not simulated, so
 * any well-formed id is accepted.
 */
import { ApiError, invalidAttribute, missingAttribute } from './api-error.js';
import { ok, type ProjectRequest, pageOf, type Route, type RouteResponse, route } from './route.js';

export const TEAM_ROUTES: readonly Route[] = [
  route('GET', '/teams', listTeams),
  route('POST', '/teams', addTeams),
  route('GET', '/teams/(?<teamId>[^/]+)', (request) => ok(teamBody(teamOf(request)))),
  route('PATCH', '/teams/(?<teamId>[^/]+)', updateTeam),
  route('DELETE', '/teams/(?<teamId>[^/]+)', removeTeam),
].map((one) => ({ ...one, budget: 'teams' }));

type Team = readonly [teamId: string, roleNames: readonly string[]];

function listTeams(request: ProjectRequest): RouteResponse {
  return pageOf(request, [...request.project.teams].map(teamBody));
}

function teamBody([teamId, roleNames]: Team): object {
  return { links: [], roleNames, teamId };
}

/** A list as the body, which Terraform also sends empty; a team that the project has gets the new roles. */
function addTeams(request: ProjectRequest): RouteResponse {
  if (!Array.isArray(request.body)) throw missingAttribute('teamId');
  const asked: readonly unknown[] = request.body;
  const teams = asked.map((one) => readTeam(Object(one)));
  for (const [teamId, roleNames] of teams) request.project.teams.set(teamId, roleNames);
  return listTeams(request);
}

function readTeam({ teamId, roleNames }: { readonly teamId?: unknown; readonly roleNames?: unknown }): Team {
  if (teamId === undefined) throw missingAttribute('teamId');
  if (typeof teamId !== 'string' || !/^[0-9a-f]{24}$/.test(teamId)) throw invalidAttribute('teamId');
  return [teamId, rolesOf(roleNames)];
}

function rolesOf(roleNames: unknown): readonly string[] {
  if (roleNames === undefined) throw missingAttribute('roleNames');
  if (!Array.isArray(roleNames) || !roleNames.every((role) => /^GROUP_[A-Z_]+$/.test(String(role))))
    throw invalidAttribute('roleNames');
  return [...new Set(roleNames.map(String))].sort();
}

function updateTeam(request: ProjectRequest): RouteResponse {
  const [teamId] = teamOf(request);
  request.project.teams.set(teamId, rolesOf(request.body.roleNames));
  return listTeams(request);
}

function removeTeam(request: ProjectRequest): RouteResponse {
  request.project.teams.delete(teamOf(request)[0]);
  return { status: 204, body: undefined };
}

/** @throws ApiError 404 for a team that the project does not have */
function teamOf({ project, parameters }: ProjectRequest): Team {
  const [teamId = ''] = parameters;
  const roles = project.teams.get(teamId);
  if (roles !== undefined) return [teamId, roles];
  throw new ApiError(404, 'TEAM_NOT_FOUND', `No team with ID ${teamId} exists.`, [teamId]);
}
