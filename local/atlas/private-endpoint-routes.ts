/** Operations on private endpoints and their services. */

import { ApiError, missingAttribute, pathParameterError } from './api-error.js';
import type { Project } from './atlas-world.js';
import { type EndpointService, PROVIDERS, type Provider } from './endpoint-service.js';
import type { Link } from './link.js';
import { linkIdOf } from './link-request.js';
import { regionNameOf } from './regions.js';
import { remoteRegionsOf } from './remote-regions.js';
import { checkPolicy } from './resource-policy.js';
import { linkBody, serviceBody } from './responses.js';
import {
  ok,
  type ProjectRequest,
  type ProjectRoute,
  type Route,
  type RouteResponse,
  route,
} from './route.js';

const SERVICES = `/privateEndpoint/(?<cloudProvider>[^/]+)/endpointService`;

/** The status codes are the recorded ones if they differ from the documented ones: 201 and 202. */
export const PRIVATE_ENDPOINT_ROUTES: readonly Route[] = [
  route('POST', `/privateEndpoint/endpointService`, underPolicy('POST', createService)),
  route(
    'PATCH',
    `/privateEndpoint/endpointService/(?<endpointServiceId>[^/]+)`,
    underPolicy('PATCH', updateService),
  ),
  route('GET', SERVICES, listServices),
  route('GET', `${SERVICES}/(?<endpointServiceId>[^/]+)`, (request) => ok(serviceBody(serviceOf(request)))),
  route('DELETE', `${SERVICES}/(?<endpointServiceId>[^/]+)`, underPolicy('DELETE', deleteService)),
  route('POST', `${SERVICES}/(?<endpointServiceId>[^/]+)/endpoint`, underPolicy('POST', createLink)),
  route('GET', `${SERVICES}/(?<endpointServiceId>[^/]+)/endpoint/(?<endpointId>[^/]+)`, (request) =>
    ok(linkBody(serviceOf(request), linkOf(request))),
  ),
  route(
    'DELETE',
    `${SERVICES}/(?<endpointServiceId>[^/]+)/endpoint/(?<endpointId>[^/]+)`,
    underPolicy('DELETE', deleteLink),
  ),
  route('GET', '/privateEndpoint/regionalMode', ({ project }) => ok({ enabled: project.regionalMode })),
  route('PATCH', '/privateEndpoint/regionalMode', setRegionalMode),
].map((one) => ({ ...one, budget: 'private-endpoints' }));

/** Which requests a policy concerns is assumed; the regional mode is not an endpoint. */
function underPolicy(method: string, reply: ProjectRoute['reply']): ProjectRoute['reply'] {
  return (request) => {
    checkPolicy(request.world.resourcePolicy, method);
    return reply(request);
  };
}

function createService({ world, project, body }: ProjectRequest): RouteResponse {
  requirePayment(project);
  const provider = providerOf(body.providerName);
  const regionName = regionNameOf(body.region, provider);
  const remoteRegions = remoteRegionsOf(body.supportedRemoteRegions, provider, regionName);
  const service = world.createService(project, provider, regionName);
  service.portMappingEnabled = provider === 'GCP' && body.portMappingEnabled === true;
  service.supportedRemoteRegions = remoteRegions;
  return { status: 201, body: serviceBody(service) };
}

function updateService(request: ProjectRequest): RouteResponse {
  const service = findService(request, request.parameters[0]);
  const { provider, regionName } = service;
  const regions = remoteRegionsOf(request.body.supportedRemoteRegions ?? [], provider, regionName);
  request.world.changeRemoteRegions(service, regions);
  return ok(serviceBody(service));
}

function listServices({ project, parameters }: ProjectRequest): RouteResponse {
  const provider = providerOf(parameters[0]);
  return ok(
    [...project.services.values()].filter((service) => service.provider === provider).map(serviceBody),
  );
}

function deleteService(request: ProjectRequest): RouteResponse {
  request.world.deleteService(serviceOf(request));
  return { status: 202, body: {} };
}

function createLink(request: ProjectRequest): RouteResponse {
  requirePayment(request.project);
  const service = serviceOf(request);
  const id = linkIdOf(request.body, service.provider);
  const link = request.world.createLink(service, id, request.body);
  return { status: 201, body: linkBody(service, link) };
}

function deleteLink(request: ProjectRequest): RouteResponse {
  request.world.deleteLink(linkOf(request));
  return { status: 202, body: {} };
}

function setRegionalMode({ world, project, body }: ProjectRequest): RouteResponse {
  if (typeof body.enabled !== 'boolean') {
    throw missingAttribute('enabled');
  }
  world.setRegionalMode(project, body.enabled);
  return { status: 202, body: { enabled: body.enabled } };
}

function requirePayment(project: Project): void {
  if (project.hasPaymentMethod) return;
  throw new ApiError(
    402,
    'NO_PAYMENT_INFORMATION_FOUND',
    `No payment information was found for group ${project.id}.`,
    [project.id],
  );
}

function providerOf(value: unknown): Provider {
  if (PROVIDERS.includes(String(value))) return value as Provider;
  throw new ApiError(400, 'INVALID_ENUM_VALUE', `An invalid enumeration value ${value} was specified.`, [
    String(value),
  ]);
}

function serviceOf(request: ProjectRequest): EndpointService {
  const provider = providerOf(request.parameters[0]);
  const service = findService(request, request.parameters[1]);
  if (service.provider === provider) return service;
  throw serviceNotFound(service.id);
}

function findService({ project, path }: ProjectRequest, id = ''): EndpointService {
  if (!/^[0-9a-f]{24}$/.test(id)) throw pathParameterError(path);
  const service = project.services.get(id);
  if (service === undefined) throw serviceNotFound(id);
  return service;
}

function serviceNotFound(id: string): ApiError {
  return new ApiError(
    404,
    'PRIVATE_ENDPOINT_SERVICE_NOT_FOUND',
    `Private endpoint service ${id} was not found.`,
    [id],
  );
}

function linkOf(request: ProjectRequest): Link {
  const id = request.parameters[2] ?? '';
  const link = serviceOf(request).links.get(id);
  const stale =
    link !== undefined &&
    link.ageSeconds < request.world.timings.staleReadSeconds &&
    request.query.size === 0;
  if (link !== undefined && !stale) return link;
  throw new ApiError(404, 'INTERFACE_ENDPOINT_NOT_FOUND', `Interface endpoint ${id} was not found.`, [id]);
}
