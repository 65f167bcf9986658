import type { LinkDescription } from '../../lambda/contract/attributes.js';
import type { DataFederationLinkDescription } from '../../lambda/contract/custom-resources.js';
import type { PreviousRounds } from '../../lambda/domain/declared/changes/change-record.js';
import { emptyService } from '../../lambda/domain/declared/kinds/endpoint-service/empty-service.js';
import { emptyDescription } from '../../lambda/domain/model/link-description.js';
import type { EndpointService } from '../../lambda/domain/model/ports/atlas.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import type { LinkExecution } from '../../lambda/execution-data/workflow-input.js';

export const PROJECT_ID = '6a793f63c0eb9e7a177153f5';
/** Created in the same second as the executions of the tests. */
export const SERVICE_ID = '6a793fe1c0eb9e7a17715835';
/** Created minutes before the executions. */
export const OLDER_SERVICE_ID = '6a793f00c0eb9e7a17715835';
export const SERVICE_NAME = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';
export const ENDPOINT_ID = 'vpce-0a1b2c3d4e5f60718';
/** The automation in the samples. */
export const OWN = { owner: 'links', account: '111122223333', region: 'eu-west-1' } as const;
export const EXECUTION_ARN = `arn:aws:states:eu-west-1:111122223333:execution:links:${ENDPOINT_ID}_e1`;

export function vpcEndpoint(parts: Partial<VpcEndpoint> = {}): VpcEndpoint {
  return {
    endpointId: ENDPOINT_ID,
    state: 'pendingacceptance',
    type: 'interface',
    serviceName: SERVICE_NAME,
    serviceRegion: undefined,
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    ownerAccount: '111122223333',
    subnetIds: ['subnet-0a1b2c3d4e5f60718'],
    securityGroupIds: ['sg-0a1b2c3d4e5f60718'],
    privateDnsEnabled: false,
    tags: {},
    requesterManaged: false,
    createdAt: new Date('2026-08-10T03:05:01Z'),
    ...parts,
  };
}

export function endpointService(parts: Partial<EndpointService> = {}): EndpointService {
  return {
    endpointServiceId: SERVICE_ID,
    cloudProvider: 'AWS',
    endpointServiceName: SERVICE_NAME,
    regionName: 'EU_WEST_1',
    status: 'AVAILABLE',
    errorMessage: '',
    interfaceEndpoints: [],
    description: emptyService({
      kind: 'service',
      projectId: PROJECT_ID,
      cloudProvider: 'AWS',
      regionName: 'EU_WEST_1',
      endpointServiceId: SERVICE_ID,
    }),
    ...parts,
  };
}

export const LINK = {
  cloudProvider: 'AWS',
  projectId: PROJECT_ID,
  endpointServiceId: SERVICE_ID,
  endpointId: ENDPOINT_ID,
} as const;

export function dataFederationLink(
  parts: Partial<DataFederationLinkDescription> = {},
): DataFederationLinkDescription {
  return {
    projectId: PROJECT_ID,
    endpointId: ENDPOINT_ID,
    cloudProvider: 'AWS',
    type: 'DATA_LAKE',
    comment: '',
    region: '',
    customerEndpointDnsName: '',
    status: 'OK',
    errorMessage: '',
    ...parts,
  };
}

export function linkDescription(parts: Partial<LinkDescription> = {}): LinkDescription {
  return {
    ...emptyDescription(LINK),
    interfaceEndpointId: ENDPOINT_ID,
    connectionStatus: 'PENDING_ACCEPTANCE',
    ...parts,
  };
}

export function workflowInput(parts: Partial<LinkExecution> = {}): LinkExecution {
  return {
    version: 1,
    target: { kind: 'link', ...LINK, region: 'eu-west-1', account: '111122223333' },
    goal: 'available',
    origin: { kind: 'event', id: 'e1' },
    startedAt: '2026-08-10T03:05:05.000Z',
    deadline: '2026-08-10T04:05:05.000Z',
    ...parts,
  };
}

/** Record of an execution that has not done anything yet. */
export const FIRST_ROUND = {
  round: 0,
  conflicts: 0,
  prepared: undefined,
} satisfies PreviousRounds;
