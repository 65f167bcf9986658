/** Documented, but not recorded. */
import { ApiError } from './api-error.js';
import {
  FEDERATED_DATABASE_TYPES,
  type FederatedDatabase,
  type FederatedDatabaseType,
} from './federated-databases.js';
import { ok, type ProjectRequest, type Route, type RouteResponse, route } from './route.js';

export const FEDERATED_DATABASE_ROUTES: readonly Route[] = [
  { ...route('GET', '/dataFederation', listFederatedDatabases), budget: 'data-federation' },
];

/** The response is a list without pages. */
function listFederatedDatabases(request: ProjectRequest): RouteResponse {
  const type = askedType(request);
  const found = request.project.federatedDatabases.filter((one) => one.type === type);
  return ok(found.map((one) => bodyOf(request, one)));
}

function askedType({ query }: ProjectRequest): FederatedDatabaseType {
  const value = query.get('type') ?? 'USER';
  const found = FEDERATED_DATABASE_TYPES.find((type) => type === value);
  if (found !== undefined) return found;
  const detail = `An invalid enumeration value ${value} was specified.`;
  throw new ApiError(400, 'INVALID_ENUM_VALUE', detail, [value]);
}

function bodyOf({ project, world }: ProjectRequest, database: FederatedDatabase): object {
  return {
    groupId: project.id,
    hostnames: database.hostnames,
    name: database.name,
    privateEndpointHostnames: database.privateHostnames(project.dataFederation, world.hostnameLabel),
    state: 'ACTIVE',
    storage: { databases: [], stores: [] },
  };
}
