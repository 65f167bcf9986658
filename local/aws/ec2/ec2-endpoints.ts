import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import { listOf, vpcEndpointSet } from './ec2-api.js';
import { filtersOf, idsOf, matchesFilters, pageOf, tagValues } from './ec2-filters.js';
import { requireTags } from './tag-limits.js';
import type { LocalVpcEndpoint, VpcEndpoints } from './vpc-endpoints.js';

/** Stores on which the API operates. */
export interface Ec2EndpointStores extends Place {
  readonly endpoints: VpcEndpoints;
  /** Updates Atlas's links, and with them the states of the endpoints, to the current time. */
  readonly settle: () => void;
}

export const EC2_ENDPOINT_ACTIONS: ApiActions<Ec2EndpointStores> = {
  'ec2:DescribeVpcEndpoints': describeVpcEndpoints,
  'ec2:CreateTags': createTags,
  'ec2:DeleteTags': deleteTags,
};

function describeVpcEndpoints(request: ApiRequest, { endpoints, settle }: Ec2EndpointStores): string {
  request.authorize('*');
  settle();
  const ids = idsOf(request.input, 'VpcEndpointId');
  requireWellFormed(ids);
  const named = ids.length === 0 ? endpoints.shown : ids.map((id) => describedEndpoint(endpoints, id));
  const filters = filtersOf(request.input);
  const matching = named.filter((endpoint) => matchesFilters(endpoint, filters, filterValues));
  const { items, nextToken } = pageOf(matching, request.input);
  return vpcEndpointSet(items) + nextToken;
}

function filterValues(endpoint: LocalVpcEndpoint, filterName: string): readonly string[] | undefined {
  switch (filterName) {
    case 'service-name':
      return [endpoint.serviceName];
    case 'vpc-id':
      return [endpoint.vpcId];
    case 'vpc-endpoint-id':
      return [endpoint.endpointId];
    case 'vpc-endpoint-state':
      return [endpoint.state];
    case 'vpc-endpoint-type':
      return [endpoint.type];
    case 'service-region':
      return endpoint.serviceRegion === undefined ? [] : [endpoint.serviceRegion];
    default:
      return tagValues(endpoint.tags, filterName);
  }
}

function createTags(request: ApiRequest, services: Ec2EndpointStores): string {
  const tags = tagsOf(request);
  const ids = authorized(request, services, Object.keys(tags));
  if (Object.keys(tags).length === 0)
    throw new AwsError('InvalidParameterValue', 'You must specify one or more tags to create');
  for (const id of ids) requireTags(describedEndpoint(services.endpoints, id).tags.keys(), tags);
  for (const id of ids) services.endpoints.tag(id, tags);
  return '<return>true</return>';
}

function deleteTags(request: ApiRequest, services: Ec2EndpointStores): string {
  const asked = tagsOf(request);
  for (const id of authorized(request, services, Object.keys(asked)))
    services.endpoints.untag(
      id,
      keysToDelete(request, asked, describedEndpoint(services.endpoints, id).tags),
    );
  return '<return>true</return>';
}

/** As documented: a value has to be that of the tag, and no tags at all means all tags that AWS has not generated. */
function keysToDelete(
  { input }: ApiRequest,
  asked: Readonly<Record<string, string>>,
  tags: ReadonlyMap<string, string>,
): string[] {
  const keys = Object.keys(asked);
  if (keys.length === 0) return [...tags.keys()].filter((key) => !key.startsWith('aws:'));
  const withValue = new Set(
    Object.keys(input)
      .filter((name) => /^Tag\.\d+\.Value$/.test(name))
      .map((name) => String(input[name.replace('Value', 'Key')])),
  );
  return keys.filter((key) => !withValue.has(key) || tags.get(key) === asked[key]);
}

function tagsOf({ input }: ApiRequest): Record<string, string> {
  const names = Object.keys(input).filter((name) => /^Tag\.\d+\.Key$/.test(name));
  return Object.fromEntries(
    names.map((name) => [String(input[name]), String(input[name.replace('Key', 'Value')] ?? '')]),
  );
}

/** Authorizes the tag keys for all endpoints, and returns the endpoints' ids. */
function authorized(
  request: ApiRequest,
  { account, region, endpoints }: Ec2EndpointStores,
  keys: readonly string[],
): string[] {
  const ids = listOf(request.input, 'ResourceId');
  if (ids.length === 0)
    throw new AwsError('MissingParameter', 'The request must contain the parameter resourceIdSet');
  for (const id of ids) requireTaggable(id);
  for (const id of ids) {
    request.authorize(`arn:aws:ec2:${region}:${account}:vpc-endpoint/${id}`, {
      context: { 'aws:TagKeys': keys },
    });
    describedEndpoint(endpoints, id);
  }
  return ids;
}

/**
 * The form that EC2's error message describes. The length of an id is not documented, so a short id is unknown, not
 * malformed.
 */
const WELL_FORMED_ID = /^vpce-[a-z0-9]+$/;

/** EC2 validates all ids before it searches for any. */
export function requireWellFormed(ids: readonly string[]): void {
  const malformed = ids.find((id) => !WELL_FORMED_ID.test(id));
  if (malformed === undefined) return;
  throw new AwsError(
    'InvalidVpcEndpointId.Malformed',
    `Invalid Id: '${malformed}' (expecting 'vpce-...; the Id may only contain lowercase alphanumeric characters and a single dash')`,
  );
}

/** CreateTags accepts ids of all resource types, and its error does not say what is wrong with an id. */
function requireTaggable(id: string): void {
  if (!WELL_FORMED_ID.test(id)) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
}

/** @throws AwsError for an endpoint that EC2 does not show */
export function describedEndpoint(endpoints: VpcEndpoints, id: string): LocalVpcEndpoint {
  const endpoint = endpoints.describe(id);
  if (endpoint !== undefined) return endpoint;
  throw new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
}
