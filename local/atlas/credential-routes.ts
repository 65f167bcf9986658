/**
 * API keys and service accounts of a project, with their roles. Documented for everyone who may read the project; not
 * recorded.
 */
import type { Project } from './atlas-world.js';
import { type Access, ROLE_NAMES } from './identities.js';
import { hashedId } from './object-id.js';
import { type ProjectRequest, pageOf, type Route, type RouteResponse, route } from './route.js';

export const CREDENTIAL_ROUTES: readonly Route[] = [
  route('GET', '/apiKeys', listApiKeys),
  { ...route('GET', '/serviceAccounts', listServiceAccounts), versions: ['2024-08-05'] },
];

function listApiKeys(request: ProjectRequest): RouteResponse {
  const { project, identities } = request;
  const keys = [...identities.apiKeys.values()].filter((key) => isIn(key, project));
  return pageOf(
    request,
    keys.map((key) => ({
      desc: `API key ${key.publicKey}`,
      id: hashedId(key.publicKey),
      links: [],
      // Redacted, as documented; the form is a guess.
      privateKey: '********-****-****-************',
      publicKey: key.publicKey,
      roles: rolesOfKey(key, project),
    })),
  );
}

/** Roles of all projects and of the organization, of which every key is a member. */
function rolesOfKey({ roles }: Access, { orgId }: Project): object[] {
  const ofProjects = Object.entries(roles).map(([groupId, role]) => ({
    groupId,
    roleName: ROLE_NAMES[role],
  }));
  return [...ofProjects, { orgId, roleName: 'ORG_MEMBER' }];
}

function listServiceAccounts(request: ProjectRequest): RouteResponse {
  const { project, identities } = request;
  const accounts = [...identities.serviceAccounts.values()].filter((account) => isIn(account, project));
  const createdAt = new Date(project.createdAt).toISOString();
  return pageOf(
    request,
    accounts.map((account) => ({
      clientId: account.clientId,
      createdAt,
      description: '',
      name: `Service account ${account.clientId.slice(-4)}`,
      roles: [account.roles[project.id]].flatMap((role) => (role === undefined ? [] : ROLE_NAMES[role])),
      secrets: [],
    })),
  );
}

function isIn({ roles }: Access, { id }: Project): boolean {
  return roles[id] !== undefined;
}
