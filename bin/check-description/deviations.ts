/**
 * Where Atlas, or this simulator, differs from MongoDB's description, each with the reason. `check:description` applies
 * them to the description, and fails if one of them is no longer needed.
 */
import {
  type Amendment,
  answers,
  anyText,
  anything,
  chooses,
  hasField,
  mayBeEmpty,
  notExclusive,
  nullable,
  optional,
  refuses,
  writable,
} from './amend.js';

export interface Deviation {
  readonly name: string;
  /**
   * `recorded`: in responses of Atlas. `documented`: on other pages of MongoDB. `reported`: by users of Atlas, or in
   * tests of MongoDB's clients. `assumed`: none of these; a client must not rely on it.
   */
  readonly evidence: 'recorded' | 'documented' | 'reported' | 'assumed';
  readonly reason: string;
  readonly amendments: readonly Amendment[];
  /** True if a request of the fuzzer is needed to see it. */
  readonly fuzzerOnly?: true;
}

const SERVICES = '/groups/{groupId}/privateEndpoint/endpointService';
const OF_PROVIDER = '/groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService';
const SERVICE = `${OF_PROVIDER}/{endpointServiceId}`;
const LINK = `${SERVICE}/endpoint/{endpointId}`;
const REGIONAL_MODE = '/groups/{groupId}/privateEndpoint/regionalMode';

export const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'the creation of a service and of a project is answered with 201',
    evidence: 'recorded',
    reason: 'all recorded creations have 201, where the description has 200',
    amendments: [answers(`POST ${SERVICES}`, 201, 200), answers('POST /groups', 201, 200)],
  },
  {
    name: 'the creation of a link and of a network container is answered with 201',
    evidence: 'assumed',
    reason: 'like the other creations; none of these has been recorded, and the description has 200',
    amendments: [
      answers(`POST ${SERVICE}/endpoint`, 201, 200),
      answers('POST /groups/{groupId}/containers', 201, 200),
    ],
  },
  {
    name: 'the deletion of a service and of a project is answered with 202 and an empty object',
    evidence: 'recorded',
    reason: 'the description has 204 without a body',
    amendments: [answers(`DELETE ${SERVICE}`, 202, '{}'), answers('DELETE /groups/{groupId}', 202, '{}')],
  },
  {
    name: 'the deletion of a link is answered with 202 and an empty object',
    evidence: 'documented',
    reason: 'the pages of the older API show an empty object; no deletion of a link has been recorded',
    amendments: [answers(`DELETE ${LINK}`, 202, '{}')],
  },
  {
    name: 'a change of the regional mode is answered with 202',
    evidence: 'recorded',
    reason: 'the description has 200',
    amendments: [answers(`PATCH ${REGIONAL_MODE}`, 202, 200)],
  },
  {
    name: 'fields of services and links without a value are null',
    evidence: 'recorded',
    reason: 'recorded for services; the description marks almost none of its fields as nullable',
    amendments: [
      nullable('AWSPrivateLinkConnection', 'endpointServiceName', 'errorMessage'),
      nullable(
        'AzurePrivateLinkConnection',
        'errorMessage',
        'privateLinkServiceName',
        'privateLinkServiceResourceId',
      ),
      nullable('GCPEndpointService', 'errorMessage'),
      ...['EndpointService', 'PrivateLinkEndpoint', 'AWSInterfaceEndpoint', 'AzurePrivateEndpoint'].map(
        (schema) => nullable(schema, 'errorMessage'),
      ),
      nullable('PrivateGCPEndpointGroup', 'errorMessage'),
    ],
  },
  {
    name: 'the endpoints of a service on AWS are ids of VPC endpoints',
    evidence: 'documented',
    reason:
      'the request of a link has such an id; the description requires 24 hexadecimal digits in the list',
    amendments: [anyText('AWSPrivateLinkConnection', 'interfaceEndpoints')],
  },
  {
    name: 'service attachments of Google Cloud are paths without a host',
    evidence: 'recorded',
    reason: 'the description requires a URL',
    amendments: [anyText('GCPEndpointService', 'serviceAttachmentNames')],
  },
  {
    name: 'the Region of a cluster’s node is a text',
    evidence: 'recorded',
    reason: 'the description lists names, but says that the value is an object',
    amendments: ['CloudRegionConfig', 'CloudRegionConfig20240805'].map((schema) =>
      anything(schema, 'regionName'),
    ),
  },
  {
    name: 'the hardware of a node fits several cloud providers',
    evidence: 'recorded',
    reason: 'the description requires exactly one of its alternatives, which have common fields and sizes',
    amendments: ['HardwareSpec', 'HardwareSpec20240805'].map(notExclusive),
  },
  {
    name: 'a network container without clusters has null for what the cloud provider names',
    evidence: 'documented',
    reason: 'the texts of the fields say so for Azure and Google Cloud; for AWS it is assumed',
    amendments: [
      nullable('AWSCloudProviderContainer', 'vpcId'),
      nullable('AzureCloudProviderContainer', 'azureSubscriptionId', 'vnetName'),
      nullable('GCPCloudProviderContainer', 'gcpProjectId', 'networkName'),
    ],
  },
  {
    name: 'settings of a cluster’s processes that were not made are null',
    evidence: 'recorded',
    reason: 'the description has numbers and texts only',
    amendments: ['ClusterDescriptionProcessArgs', 'ClusterDescriptionProcessArgs20240805'].map((schema) =>
      nullable(
        schema,
        'changeStreamOptionsPreAndPostImagesExpireAfterSeconds',
        'chunkMigrationConcurrency',
        'defaultMaxTimeMS',
        'defaultReadConcern',
        'failIndexKeyTooLong',
        'queryStatsLogVerbosity',
        'sampleRefreshIntervalBIConnector',
        'sampleSizeBIConnector',
        'transactionLifetimeLimitSeconds',
      ),
    ),
  },
  {
    name: 'the settings of a project contain isAtlasHomePageAiAssistantEnabled',
    evidence: 'recorded',
    reason: 'the description does not have it',
    amendments: [hasField('GroupSettings', 'isAtlasHomePageAiAssistantEnabled', { type: 'boolean' })],
  },
  {
    name: 'parameters of errors are texts and numbers',
    evidence: 'recorded',
    reason: 'the description has objects',
    amendments: [anything('ApiError', 'parameters')],
  },
  {
    name: 'the refusal of missing or wrong credentials has no error code',
    evidence: 'recorded',
    reason: 'recorded with and without one; the description requires it',
    amendments: [optional('ApiError', 'errorCode')],
  },
  {
    name: 'the refusal of missing or wrong credentials has no body',
    evidence: 'recorded',
    reason: 'one of three recorded forms',
    amendments: [mayBeEmpty('*', 401)],
  },
  {
    name: 'a creation without a payment method is refused with 402',
    evidence: 'assumed',
    reason:
      'the description has 402 for a link only, and its text says that a service needs a payment method as well',
    amendments: [refuses(`POST ${SERVICES}`, 402)],
  },
  {
    name: 'a second service of a Region is refused with 409',
    evidence: 'reported',
    reason: 'in issues of Terraform’s provider, with the error code; the description has no 409 for it',
    amendments: [refuses(`POST ${SERVICES}`, 409)],
  },
  {
    name: 'the deletion of a service with links is refused with 409',
    evidence: 'documented',
    reason: 'in MongoDB’s list of error codes; the description has no 409 for it',
    amendments: [refuses(`DELETE ${SERVICE}`, 409)],
  },
  {
    name: 'a regional mode without a value is refused with 400',
    evidence: 'assumed',
    reason: 'like other missing attributes; the description has no 400 for it',
    amendments: [refuses(`PATCH ${REGIONAL_MODE}`, 400)],
  },
  {
    name: 'the removal of an endpoint of Data Federation with a malformed id is refused with 400',
    evidence: 'assumed',
    reason: 'the description has 400 for a look at the same path, and not for its removal',
    amendments: [refuses('DELETE /groups/{groupId}/privateNetworkSettings/endpointIds/{endpointId}', 400)],
  },
  {
    name: 'federated databases of a type that does not exist are refused with 400',
    evidence: 'assumed',
    reason:
      'like other values outside an enumeration; the description lists the types, and has no 400 for it',
    amendments: [refuses('GET /groups/{groupId}/dataFederation', 400)],
  },
  {
    name: 'a request may contain the name of a limit',
    evidence: 'reported',
    reason:
      'MongoDB’s clients send it; in the description it is read-only, and chooses the form of the same body',
    amendments: ['DataFederationLimit', 'DefaultLimit'].map((schema) => writable(schema, 'name')),
    fuzzerOnly: true,
  },
  {
    name: 'limits of Data Federation have the form of other limits',
    evidence: 'documented',
    reason: 'the text of the operation lists their names; the schema has no form for these names',
    amendments: [
      chooses(
        'DataFederationLimit',
        'DefaultLimit',
        ...['query', 'daily', 'weekly', 'monthly'].map((span) => `dataFederation.bytesProcessed.${span}`),
      ),
    ],
  },
  {
    name: 'a request without a version that the resource has is refused with 406',
    evidence: 'documented',
    reason: 'on the page about versions; the description does not name the status',
    amendments: [refuses('*', 406)],
  },
];
