import { CustomResource, SERVICE_TOKEN_EXPORT } from '../../lambda/contract/custom-resources.js';
import type { JsonObject } from '../template/option.js';
import { REGION } from './emulator.js';

/** Variable parts of the stack that declares links. */
export interface DeclaredStack {
  /** Which of its two VPC endpoints is linked. */
  readonly endpoint: 'First' | 'Second';
  readonly lastLink: 'keep' | 'remove';
  /** True to add a service, and a link that cannot be created. */
  readonly isBroken: boolean;
}

/** Default VPC of every account in MiniStack. */
const DEFAULT_VPC_ID = 'vpc-00000001';
const NO_SERVICE_ID = '000000000000000000000000';

export function declaredTemplate(projectId: string, stack: DeclaredStack): JsonObject {
  const custom = (type: string, properties: JsonObject): JsonObject => ({
    Type: type,
    Properties: {
      ServiceToken: { 'Fn::ImportValue': SERVICE_TOKEN_EXPORT },
      ServiceTimeout: '600',
      ProjectId: projectId,
      ...properties,
    },
  });
  return {
    Resources: {
      Service: custom(CustomResource.SERVICE, { Region: REGION }),
      First: vpcEndpoint(),
      Second: vpcEndpoint(),
      Link: custom(CustomResource.LINK, {
        EndpointServiceId: { 'Fn::GetAtt': ['Service', 'EndpointServiceId'] },
        EndpointId: { Ref: stack.endpoint },
        LastLink: stack.lastLink,
        EndpointServiceResource: { Ref: 'Service' },
      }),
      ...(stack.isBroken ? broken(custom) : {}),
    },
    Outputs: { ConnectionStatus: { Value: { 'Fn::GetAtt': ['Link', 'ConnectionStatus'] } } },
  };
}

function vpcEndpoint(): JsonObject {
  return {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      ServiceName: { 'Fn::GetAtt': ['Service', 'EndpointServiceName'] },
      VpcEndpointType: 'Interface',
      VpcId: DEFAULT_VPC_ID,
      Tags: [{ Key: 'atlas-privatelink:declared-by', Value: 'cloudformation' }],
    },
  };
}

function broken(custom: (type: string, properties: JsonObject) => JsonObject): JsonObject {
  return {
    OtherService: custom(CustomResource.SERVICE, { Region: 'us-east-1' }),
    Broken: {
      ...custom(CustomResource.LINK, { EndpointServiceId: NO_SERVICE_ID, EndpointId: { Ref: 'First' } }),
      DependsOn: 'OtherService',
    },
  };
}
