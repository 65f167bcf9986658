/**
 * A description of our own, from what has been recorded or documented of Atlas: the statuses and the nulls are those of
 * its responses. MongoDB's description, with which `npm run check:description` compares, is not part of this repository.
 */
import type { Description, Schema } from '../../../bin/check-description/description.js';

const FIRST = '2023-01-01';
const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };
const objectId = matching('^[0-9a-f]{24}$');
const time = matching('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$');
const errorMessage = orNull(text);

function matching(pattern: string): Schema {
  return { type: 'string', pattern };
}

function orNull(schema: Schema): Schema {
  return { ...schema, nullable: true };
}

function oneOf(...values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}

function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

/** An object with exactly these fields, of which all but the optional ones are required. */
function object(properties: Readonly<Record<string, Schema>>, ...optional: readonly string[]): Schema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  };
}

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function pageOf(results: Schema): Schema {
  return object({ links: listOf(ref('Link')), results: listOf(results), totalCount: count });
}

const SERVICE = {
  cloudProvider: text,
  errorMessage,
  id: objectId,
  regionName: matching('^[A-Z]+(_[A-Z0-9]+)*$'),
  status: oneOf('INITIATING', 'AVAILABLE', 'FAILED', 'DELETING'),
};
const LINK = { cloudProvider: text, deleteRequested: flag, errorMessage };
const OTHER_STATUS = oneOf('INITIATING', 'AVAILABLE', 'FAILED', 'DELETING');

function byProvider(prefix: string): Schema {
  const mapping = Object.fromEntries(
    ['AWS', 'AZURE', 'GCP'].map((provider) => [provider, `#/components/schemas/${provider}${prefix}`]),
  );
  return { discriminator: { propertyName: 'cloudProvider', mapping } };
}

const SCHEMAS: Description['components']['schemas'] = {
  Link: object({ href: text, rel: text }),
  Service: byProvider('Service'),
  AWSService: object({
    ...SERVICE,
    endpointServiceName: orNull(matching('^com\\.amazonaws\\.vpce\\.[a-z0-9-]+\\.vpce-svc-[0-9a-f]{17}$')),
    interfaceEndpoints: listOf(matching('^vpce-[0-9a-f]{17}$')),
    supportedRemoteRegions: orNull(listOf(text)),
  }),
  AZUREService: object({
    ...SERVICE,
    privateEndpoints: listOf(matching('^/subscriptions/')),
    privateLinkServiceName: orNull(matching('^pls_[0-9a-f]{24}$')),
    privateLinkServiceResourceId: orNull(matching('^/subscriptions/[0-9a-f-]{36}/resourceGroups/rg_')),
  }),
  GCPService: object({
    ...SERVICE,
    endpointGroupNames: listOf(text),
    portMappingEnabled: flag,
    serviceAttachmentNames: listOf(
      matching('^projects/p-[0-9a-z]{24}/regions/[a-z0-9-]+/serviceAttachments/sa-'),
    ),
  }),
  Endpoint: byProvider('Endpoint'),
  AWSEndpoint: object({
    ...LINK,
    connectionStatus: oneOf('PENDING_ACCEPTANCE', 'PENDING', 'AVAILABLE', 'REJECTED', 'DELETING'),
    interfaceEndpointId: matching('^vpce-[0-9a-f]{17}$'),
  }),
  AZUREEndpoint: object({
    ...LINK,
    privateEndpointConnectionName: matching('^[0-9a-f-]{36}%2F.+%2F.+$'),
    privateEndpointIPAddress: text,
    privateEndpointResourceId: matching('^/subscriptions/'),
    status: OTHER_STATUS,
  }),
  GCPEndpoint: object({
    ...LINK,
    endpointGroupName: text,
    endpoints: listOf(object({ endpointName: text, ipAddress: text, status: OTHER_STATUS })),
    gcpProjectId: matching('^p-[0-9a-z]{24}$'),
    portMappingEnabled: flag,
    status: OTHER_STATUS,
  }),
  RegionalMode: object({ enabled: flag }),
  Nothing: { type: 'object', properties: {} },
  Project: object({
    clusterCount: count,
    created: time,
    id: objectId,
    links: listOf(ref('Link')),
    name: text,
    orgId: objectId,
    withDefaultAlertsSettings: flag,
  }),
  Cluster: object({
    clusterType: oneOf('REPLICASET', 'SHARDED'),
    connectionStrings: ref('Strings'),
    createDate: time,
    groupId: objectId,
    id: objectId,
    links: listOf(ref('Link')),
    mongoDBMajorVersion: text,
    mongoDBVersion: text,
    name: text,
    paused: flag,
    replicationSpecs: listOf({ type: 'object' }),
    stateName: oneOf('IDLE', 'CREATING', 'UPDATING'),
  }),
  Strings: {
    type: 'object',
    properties: {
      awsPrivateLink: { type: 'object', additionalProperties: matching('^mongodb://') },
      awsPrivateLinkSrv: { type: 'object', additionalProperties: matching('^mongodb\\+srv://') },
      privateEndpoint: listOf(ref('PrivateStrings')),
      standard: matching('^mongodb://'),
      standardSrv: matching('^mongodb\\+srv://'),
    },
  },
  PrivateStrings: object(
    {
      connectionString: matching('^mongodb://pl-'),
      endpoints: listOf(
        object({ endpointId: text, providerName: oneOf('AWS', 'AZURE', 'GCP'), region: text }),
      ),
      srvConnectionString: matching('^mongodb\\+srv://'),
      srvShardOptimizedConnectionString: matching('^mongodb\\+srv://.*-lb\\.'),
      type: oneOf('MONGOD', 'MONGOS'),
    },
    'srvShardOptimizedConnectionString',
  ),
  Refusal: object({
    detail: text,
    error: count,
    errorCode: matching('^[A-Z_]+$'),
    parameters: listOf({}),
    reason: text,
  }),
  Challenge: object(
    { detail: text, error: count, errorCode: oneOf('UNEXPECTED_ERROR'), reason: oneOf('Unauthorized') },
    'errorCode',
  ),
};

/** Statuses of the refusals that every operation may have, as `application/json`. */
const REFUSALS = [400, 402, 403, 404, 406, 409, 429];

function operation(status: number, schema: Schema, ...versions: readonly string[]) {
  const dates = versions.length > 0 ? versions : [FIRST];
  const content = Object.fromEntries(
    dates.map((date) => [`application/vnd.atlas.${date}+json`, { schema }] as const),
  );
  const refusal = { content: { 'application/json': { schema: ref('Refusal') } } };
  return {
    responses: {
      [status]: { content },
      401: { content: { 'application/json': { schema: ref('Challenge') } }, 'x-may-be-empty': true },
      ...Object.fromEntries(REFUSALS.map((one) => [one, refusal])),
    },
  };
}

const PROJECT = '/api/atlas/v2/groups/{groupId}';
const SERVICES = `${PROJECT}/privateEndpoint/{cloudProvider}/endpointService`;
const CLUSTER_DATES = ['2023-01-01', '2023-02-01', '2024-08-05'];

export const OWN_DESCRIPTION: Description = {
  openapi: '3.0.1',
  paths: {
    [`${PROJECT}/privateEndpoint/endpointService`]: { post: operation(201, ref('Service')) },
    [`${PROJECT}/privateEndpoint/endpointService/{endpointServiceId}`]: {
      patch: operation(200, ref('AWSService')),
    },
    [SERVICES]: { get: operation(200, listOf(ref('Service'))) },
    [`${SERVICES}/{endpointServiceId}`]: {
      get: operation(200, ref('Service')),
      delete: operation(202, ref('Nothing')),
    },
    [`${SERVICES}/{endpointServiceId}/endpoint`]: { post: operation(201, ref('Endpoint')) },
    [`${SERVICES}/{endpointServiceId}/endpoint/{endpointId}`]: {
      get: operation(200, ref('Endpoint')),
      delete: operation(202, ref('Nothing')),
    },
    [`${PROJECT}/privateEndpoint/regionalMode`]: {
      get: operation(200, ref('RegionalMode')),
      patch: operation(202, ref('RegionalMode')),
    },
    [`${PROJECT}/clusters`]: { get: operation(200, pageOf(ref('Cluster')), ...CLUSTER_DATES) },
    [`${PROJECT}/clusters/{clusterName}`]: { get: operation(200, ref('Cluster'), ...CLUSTER_DATES) },
    '/api/atlas/v2/groups': {
      get: operation(200, pageOf(ref('Project'))),
      post: operation(201, ref('Project')),
    },
    [PROJECT]: {
      get: operation(200, ref('Project')),
      patch: operation(200, ref('Project')),
      delete: operation(202, ref('Nothing')),
    },
    '/api/atlas/v2/groups/byName/{groupName}': { get: operation(200, ref('Project')) },
  },
  components: { schemas: SCHEMAS, responses: {} },
};
