/**
 * Calls that create, change and delete VPC endpoints. CloudTrail records them, and creations and deletions that EC2 refuses
 * as well.
 */
import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import { createdVpcEndpoint, listOf, unsuccessfulSet } from './ec2-api.js';
import { describedEndpoint, requireWellFormed } from './ec2-endpoints.js';
import type { CallFailure, EndpointCalls } from './endpoint-calls.js';
import type { Network } from './network.js';
import {
  askedEndpoint,
  checkedEndpoint,
  checkGroups,
  checkPrivateDns,
  checkSubnets,
} from './new-endpoint.js';
import type { AskedEndpoint, LocalVpcEndpoint, VpcEndpoints } from './vpc-endpoints.js';

export interface Ec2ChangeStores extends Place {
  readonly endpoints: VpcEndpoints;
  readonly network: Network;
  /** Updates Atlas's links, and with them the states of the endpoints, to the current time. */
  readonly settle: () => void;
  /** Makes the changes with their records, in the name of this caller. */
  readonly endpointClientOf: (callerArn: string) => EndpointCalls;
}

export const EC2_CHANGE_ACTIONS: ApiActions<Ec2ChangeStores> = {
  'ec2:CreateVpcEndpoint': createVpcEndpoint,
  'ec2:DeleteVpcEndpoints': deleteVpcEndpoints,
  'ec2:ModifyVpcEndpoint': modifyVpcEndpoint,
};

function createVpcEndpoint(request: ApiRequest, stores: Ec2ChangeStores): string {
  const { network, endpoints } = stores;
  const asked = askedEndpoint(request.input);
  const client = stores.endpointClientOf(request.caller.callerArn);
  return recordingRefusals(
    (failure) => client.failToCreate(asked, failure),
    () => {
      authorizeCreation(request, stores, asked);
      const token = request.input.ClientToken === undefined ? undefined : String(request.input.ClientToken);
      const known = token === undefined ? undefined : endpoints.createdWith(token);
      if (known !== undefined) requireSame(known.asked, asked);
      const endpoint =
        known === undefined
          ? client.create(checkedEndpoint(asked, network))
          : client.createAgain(known.endpoint);
      if (token !== undefined) endpoints.keepToken(token, { asked, endpoint });
      return createdVpcEndpoint(endpoint, token);
    },
  );
}

/** Authorizes CreateVpcEndpoint on each resource that it names, and CreateTags if the request has tags. */
function authorizeCreation(
  request: ApiRequest,
  { account, region }: Place,
  { vpcId, subnetIds, securityGroupIds, serviceName, tags }: AskedEndpoint,
): void {
  const arn = (what: string) => `arn:aws:ec2:${region}:${account}:${what}`;
  const keys = Object.keys(tags);
  const ofTags = {
    'aws:TagKeys': keys,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, [value]])),
  };
  request.authorize(arn(`vpc/${vpcId}`));
  for (const subnetId of subnetIds) request.authorize(arn(`subnet/${subnetId}`));
  for (const groupId of securityGroupIds) request.authorize(arn(`security-group/${groupId}`));
  const context = { 'ec2:VpceServiceName': [serviceName], ...ofTags };
  request.authorize(arn('vpc-endpoint/*'), { context });
  if (keys.length > 0)
    request.authorize(arn('vpc-endpoint/*'), {
      action: 'ec2:CreateTags',
      context: { 'ec2:CreateAction': ['CreateVpcEndpoint'], ...ofTags },
    });
}

function requireSame(before: AskedEndpoint, now: AskedEndpoint): void {
  if (JSON.stringify(before) === JSON.stringify(now)) return;
  throw new AwsError(
    'IdempotentParameterMismatch',
    'The parameters of this request do not match those of an earlier request with the same client token.',
  );
}

function deleteVpcEndpoints(request: ApiRequest, stores: Ec2ChangeStores): string {
  const ids = listOf(request.input, 'VpcEndpointId');
  const client = stores.endpointClientOf(request.caller.callerArn);
  return recordingRefusals(
    (failure) => client.failToDelete(ids, failure),
    () => {
      if (ids.length === 0)
        throw new AwsError('MissingParameter', 'The request must contain the parameter VpcEndpointId');
      requireWellFormed(ids);
      for (const id of ids) request.authorize(endpointArn(stores, id));
      // Decisions of Atlas take effect at their time, and not at the next read.
      stores.settle();
      return unsuccessfulSet(client.delete(ids));
    },
  );
}

/** Subnets are removed before others are added, so that a subnet may be replaced by one of its zone. */
function modifyVpcEndpoint(request: ApiRequest, stores: Ec2ChangeStores): string {
  const { network, endpoints } = stores;
  const id = String(request.input.VpcEndpointId ?? '');
  requireWellFormed([id]);
  request.authorize(endpointArn(stores, id));
  const endpoint = describedEndpoint(endpoints, id);
  const [subnetIds, securityGroupIds] = [
    changed(request, endpoint.subnetIds, 'SubnetId'),
    changed(request, endpoint.securityGroupIds, 'SecurityGroupId'),
  ];
  checkSubnets(subnetIds, endpoint, network);
  checkGroups(securityGroupIds, network);
  const privateDnsEnabled = privateDnsOf(request, endpoint);
  if (privateDnsEnabled) checkPrivateDns(endpoint.serviceName, network);
  stores.endpointClientOf(request.caller.callerArn).change(id, {
    subnetIds,
    securityGroupIds,
    privateDnsEnabled,
  });
  return '<return>true</return>';
}

function changed({ input }: ApiRequest, before: readonly string[], what: string): string[] {
  const removed = listOf(input, `Remove${what}`);
  const left = before.filter((id) => !removed.includes(id));
  return [...left, ...listOf(input, `Add${what}`).filter((id) => !left.includes(id))];
}

function privateDnsOf({ input }: ApiRequest, endpoint: LocalVpcEndpoint): boolean {
  const asked = input.PrivateDnsEnabled;
  return asked === undefined ? endpoint.privateDnsEnabled : asked === 'true';
}

function endpointArn({ account, region }: Place, id: string): string {
  return `arn:aws:ec2:${region}:${account}:vpc-endpoint/${id}`;
}

function recordingRefusals<Result>(record: (failure: CallFailure) => void, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwsError) record(error);
    throw error;
  }
}
