import type { Automation } from '../../cli/automation/automation.js';
import type { DoctorFacts } from '../../cli/doctor/facts/doctor-facts.js';
import type { LinkRecord } from '../../lambda/contract/registry.js';
import type { Cluster } from '../../lambda/domain/model/ports/atlas.js';
import { ENDPOINT_ID, endpointService, linkDescription, PROJECT_ID, vpcEndpoint } from '../domain/samples.js';

const WORKFLOW_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine';
export const NOW = new Date('2026-08-10T04:00:00Z');

export function automation(parts: Partial<Automation> = {}): Automation {
  return {
    serviceName: 'Links-0a1b2c3d',
    stackName: 'links',
    owner: 'Links-0a1b2c3d',
    projects: [{ projectId: PROJECT_ID, secretId: 'atlas/automation' }],
    atlasBaseUrl: 'https://cloud.mongodb.com',
    selection: { kind: 'all' },
    lastLink: 'keep',
    unlinkDeselected: false,
    linkTimeoutSeconds: 3600,
    connectionStringsTimeoutSeconds: 900,
    workflowArn: `${WORKFLOW_ARN}:links`,
    reconcileWorkflowArn: `${WORKFLOW_ARN}:reconcile`,
    deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters',
    receiverFunctionName: 'receiver',
    finalizerFunctionName: 'finalizer',
    createdRuleName: 'created',
    deletedRuleName: 'deleted',
    stackRuleName: 'stack',
    region: 'eu-west-1',
    account: '111122223333',
    home: { account: '111122223333', region: 'eu-west-1' },
    dataFederationServiceNames: [],
    members: undefined,
    ...parts,
  };
}

export function linkRecord(parts: Partial<LinkRecord> = {}): LinkRecord {
  return {
    version: 1,
    state: 'available',
    link: linkDescription({ connectionStatus: 'AVAILABLE' }),
    region: 'eu-west-1',
    account: '111122223333',
    owner: 'Links-0a1b2c3d',
    execution: `${ENDPOINT_ID}_e1`,
    executionStartedAt: '2026-08-10T03:05:05.000Z',
    firstSeenAt: '2026-08-10T03:05:05.000Z',
    lastSeenAt: '2026-08-10T03:06:40.000Z',
    message: '',
    advice: '',
    warnings: [],
    ...parts,
  };
}

export const STRINGS = {
  cluster: 'Main',
  srv: 'mongodb+srv://main-pl-0.abcde.mongodb.net',
  standard: 'mongodb://pl-0-eu-west-1.abcde.mongodb.net:1024/?ssl=true',
  srvShardOptimized: '',
};

export function cluster(parts: Partial<Cluster> = {}): Cluster {
  return {
    name: 'Main',
    stateName: 'IDLE',
    isPaused: false,
    regions: [
      {
        cloudProvider: 'AWS',
        regionName: 'EU_WEST_1',
        instanceSize: 'M10',
        backingProvider: '',
        nodeCount: 3,
      },
    ],
    privateEndpoints: [
      { endpointIds: [ENDPOINT_ID], srv: STRINGS.srv, standard: STRINGS.standard, srvShardOptimized: '' },
    ],
    ...parts,
  };
}

/** Facts of an endpoint that works. */
export function doctorFacts(parts: Partial<DoctorFacts> = {}): DoctorFacts {
  const service = endpointService({ interfaceEndpoints: [ENDPOINT_ID] });
  return {
    endpointId: ENDPOINT_ID,
    now: NOW,
    automation: automation(),
    member: undefined,
    projects: [{ projectId: PROJECT_ID, services: [service] }],
    endpoint: { value: vpcEndpoint({ state: 'available' }) },
    history: { value: { createdAt: undefined, deletedAt: undefined } },
    trails: { value: [{ name: 'main', isLogging: true, logsManagementWrites: true }] },
    otherTrails: { value: [] },
    rules: { value: [{ name: 'created', state: 'enabled' }] },
    deadLetters: { value: [] },
    record: { value: linkRecord() },
    federated: undefined,
    place: { projectId: PROJECT_ID, service },
    ownRoles: { value: ['GROUP_OWNER', 'ORG_MEMBER'] },
    link: { value: linkDescription({ connectionStatus: 'AVAILABLE' }) },
    isRunning: { value: false },
    warnings: { value: [] },
    clusters: { value: [cluster()] },
    recordedStrings: { value: [STRINGS] },
    names: {
      value: [
        { host: 'main-pl-0.abcde.mongodb.net', targets: ['pl-0'], addresses: ['10.0.0.4'], problem: '' },
      ],
    },
    ...parts,
  };
}

/** Facts of an endpoint without a link in Atlas and without a record. */
export function unlinkedFacts(parts: Partial<DoctorFacts> = {}): DoctorFacts {
  return doctorFacts({
    endpoint: { value: vpcEndpoint() },
    record: { value: undefined },
    link: { value: undefined },
    place: { projectId: PROJECT_ID, service: endpointService() },
    clusters: { value: [] },
    recordedStrings: { value: [] },
    names: { value: [] },
    ...parts,
  });
}
