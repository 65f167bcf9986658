/** Operations with further data of a project that Terraform and the Atlas CLI read. Documented, but not recorded. */

import { ok, type ProjectRequest, pageOf, type Route, type RouteResponse, route } from './route.js';

const ADVISOR = { budget: 'performance-advisor' } as const;

export const PROJECT_FACTS_ROUTES: readonly Route[] = [
  // Only API keys and service accounts are simulated, which are not users.
  {
    ...route('GET', '/users', (request) => pageOf(request, [])),
    versions: ['2023-01-01', '2025-02-19'],
    budget: 'users',
  },
  route('GET', '/ipAddresses', ({ project }) => ok({ groupId: project.id, services: { clusters: [] } })),
  route('GET', '/settings', ({ project }) => ok(project.settings)),
  route('PATCH', '/settings', updateSettings),
  { ...route('GET', '/managedSlowMs', ({ project }) => ok(project.managesSlowOperations)), ...ADVISOR },
  { ...route('POST', '/managedSlowMs/enable', (request) => manageSlowOperations(request, true)), ...ADVISOR },
  {
    ...route('DELETE', '/managedSlowMs/disable', (request) => manageSlowOperations(request, false)),
    ...ADVISOR,
  },
];

function updateSettings({ project, body }: ProjectRequest): RouteResponse {
  for (const [name, value] of Object.entries(body))
    if (Object.hasOwn(project.settings, name) && typeof value === 'boolean') project.settings[name] = value;
  return ok(project.settings);
}

function manageSlowOperations({ project }: ProjectRequest, isOn: boolean): RouteResponse {
  project.managesSlowOperations = isOn;
  return { status: 204, body: undefined };
}
