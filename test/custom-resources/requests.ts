import { CustomResource } from '../../lambda/contract/custom-resources.js';
import { type CloudFormationRequest, parseRequest } from '../../lambda/custom-resources/request.js';
import type { RespondTo } from '../../lambda/execution-data/workflow-input.js';
import { ENDPOINT_ID, PROJECT_ID, SERVICE_ID } from '../domain/samples.js';

export const LINK_PROPERTIES = {
  ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:requests',
  ProjectId: PROJECT_ID,
  EndpointServiceId: SERVICE_ID,
  EndpointId: ENDPOINT_ID,
};
export const SERVICE_PROPERTIES = {
  ServiceToken: LINK_PROPERTIES.ServiceToken,
  ProjectId: PROJECT_ID,
  Region: 'eu-west-1',
};

export const AZURE_ENDPOINT_ID =
  '/subscriptions/cba6d9c6-1d3f-3c11-03cb-c705d895e636/resourceGroups/network/providers/Microsoft.Network/privateEndpoints/atlas';

type Parts = Omit<CloudFormationRequest, 'respondTo'>;

/** A request as CloudFormation sends it, parsed. */
export function request(parts: Partial<Parts> = {}): CloudFormationRequest {
  const given: Parts = {
    requestType: 'Create',
    responseUrl: RESPONSE_URL,
    requestId: RESPOND_TO.requestId,
    logicalResourceId: RESPOND_TO.logicalResourceId,
    resourceType: CustomResource.LINK,
    physicalResourceId: '',
    resourceProperties: LINK_PROPERTIES,
    oldResourceProperties: {},
    ...parts,
  };
  return parseRequest({
    RequestType: given.requestType,
    ResponseURL: given.responseUrl,
    StackId: RESPOND_TO.stackId,
    RequestId: given.requestId,
    LogicalResourceId: given.logicalResourceId,
    ResourceType: given.resourceType,
    PhysicalResourceId: given.physicalResourceId,
    ResourceProperties: given.resourceProperties,
    OldResourceProperties: given.oldResourceProperties,
  });
}

export const RESPONSE_URL = 'https://example.com/answer?signature=s3cr3t';

export const RESPOND_TO: RespondTo = {
  requestType: 'Create',
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Declared/1',
  requestId: 'f1e2d3c4',
  logicalResourceId: 'Link',
  physicalResourceId: '',
};
