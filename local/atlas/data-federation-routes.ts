/** Operations on private endpoints of Federated Database Instances and Online Archives. */

import { ApiError, invalidAttribute, missingAttribute, pathParameterError } from './api-error.js';
import type { Registration, RegistrationRequest } from './data-federation.js';
import { regionNameOf } from './regions.js';
import { ok, type ProjectRequest, pageOf, type Route, type RouteResponse, route } from './route.js';

const ENDPOINT_IDS = '/privateNetworkSettings/endpointIds';

/** The status codes are recorded: 201 with a page of all endpoints, 204 without a body. */
export const DATA_FEDERATION_ROUTES: readonly Route[] = [
  route('GET', ENDPOINT_IDS, listRegistrations),
  route('POST', ENDPOINT_IDS, register),
  route('GET', `${ENDPOINT_IDS}/(?<endpointId>[^/]+)`, (request) => ok(bodyOf(registrationOf(request)))),
  route('DELETE', `${ENDPOINT_IDS}/(?<endpointId>[^/]+)`, remove),
].map((one) => ({ ...one, budget: 'data-federation' }));

function listRegistrations(request: ProjectRequest): RouteResponse {
  return pageOf(request, request.project.dataFederation.all.map(bodyOf));
}

function register(request: ProjectRequest): RouteResponse {
  request.project.dataFederation.register(registrationRequestOf(request.body));
  return { ...listRegistrations(request), status: 201 };
}

function remove(request: ProjectRequest): RouteResponse {
  request.project.dataFederation.remove(registrationOf(request));
  return { status: 204, body: undefined };
}

/** The code of this 404 is neither recorded nor documented. */
function registrationOf({ project, parameters, path }: ProjectRequest): Registration {
  const [endpointId = ''] = parameters;
  if (!Object.values(ENDPOINT_ID).some((pattern) => pattern.test(endpointId))) throw pathParameterError(path);
  const found = project.dataFederation.find(endpointId);
  if (found !== undefined) return found;
  throw new ApiError(
    404,
    'DATA_FEDERATION_PRIVATE_ENDPOINT_NOT_FOUND',
    `No private endpoint with ID ${endpointId} exists in group ${project.id}.`,
    [endpointId, project.id],
  );
}

/** Documented patterns; an id of Azure is a path. */
const ENDPOINT_ID = {
  AWS: /^vpce-[0-9a-f]{17}$/,
  AZURE:
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/privateEndpoints\/[^/]+$/i,
} as const;

type Body = Readonly<Record<string, unknown>>;

/** The endpoint is not searched for: a well-formed id of no endpoint was accepted in a recording. */
function registrationRequestOf(body: Body): RegistrationRequest {
  const provider = providerOf(body);
  const endpointId = textOf(body, 'endpointId');
  if (endpointId === undefined) throw missingAttribute('endpointId');
  if (!ENDPOINT_ID[provider].test(endpointId)) throw invalidAttribute('endpointId');
  requireType(body);
  const dnsName = textOf(body, 'customerEndpointDNSName');
  const region = textOf(body, 'region');
  requirePair(region, dnsName);
  return {
    endpointId,
    provider,
    comment: textOf(body, 'comment', true),
    region: region === undefined ? undefined : regionNameOf(region, provider),
    customerEndpointDNSName: dnsName,
    customerEndpointIPAddress: textOf(body, 'customerEndpointIPAddress'),
  };
}

function providerOf({ provider = 'AWS' }: Body): RegistrationRequest['provider'] {
  if (provider === 'AWS' || provider === 'AZURE') return provider;
  throw invalidEnumeration(provider);
}

function requireType({ type = 'DATA_LAKE' }: Body): void {
  if (type !== 'DATA_LAKE') throw invalidEnumeration(type);
}

function invalidEnumeration(value: unknown): ApiError {
  const detail = `An invalid enumeration value ${String(value)} was specified.`;
  return new ApiError(400, 'INVALID_ENUM_VALUE', detail, [String(value)]);
}

/** Each of the two is documented to require the other. The code of the refusal is not. */
function requirePair(region: string | undefined, dnsName: string | undefined): void {
  if (region !== undefined && dnsName === undefined) throw missingAttribute('customerEndpointDNSName');
  if (region === undefined && dnsName !== undefined) throw missingAttribute('region');
}

/** @returns undefined for a text that is missing, null or, unless it may be, empty */
function textOf(body: Body, name: string, mayBeEmpty = false): string | undefined {
  const value = body[name];
  if (value === undefined || value === null || (value === '' && !mayBeEmpty)) return undefined;
  if (typeof value !== 'string') throw invalidAttribute(name);
  return value;
}

/** The recorded object has five fields; the others are absent while they have no value. */
function bodyOf(registration: Registration): object {
  const { request, comment, failure, status } = registration;
  const { provider, endpointId, region, customerEndpointDNSName, customerEndpointIPAddress } = request;
  return withoutUndefined({
    comment,
    customerEndpointDNSName,
    customerEndpointIPAddress,
    endpointId,
    errorMessage: failure,
    provider,
    region,
    status,
    type: 'DATA_LAKE',
  });
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
