import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../time/world-time.js';
import {
  type CallFacts,
  createVpcEndpointRecord,
  deleteVpcEndpointsRecord,
  failedCreateVpcEndpointRecord,
  failedDeleteVpcEndpointsRecord,
  modifyVpcEndpointRecord,
} from './cloudtrail/cloud-trail.js';
import type { Trail } from './cloudtrail/trail.js';
import type { CallFailure, EndpointCalls, UnsuccessfulId } from './ec2/endpoint-calls.js';
import { DEFAULT_VPC_ID } from './ec2/network.js';
import type { EndpointChanges, LocalVpcEndpoint, NewVpcEndpoint, VpcEndpoints } from './ec2/vpc-endpoints.js';
import type { Place } from './protocol/place.js';

export interface Ec2EndpointClientOptions {
  readonly place: Place;
  readonly time: WorldTime;
  readonly endpoints: VpcEndpoints;
  readonly trail: Trail;
  /** Who calls. Default: CloudFormation, for a user. */
  readonly callerArn?: string;
  /** Id of the one call that the client makes. Default: each call has an id of its own. */
  readonly requestId?: string;
}

/** A user of the account who works with VPC endpoints; CloudTrail records the calls. */
export class Ec2EndpointClient implements EndpointCalls {
  constructor(private readonly options: Ec2EndpointClientOptions) {}

  create(request: NewVpcEndpoint): LocalVpcEndpoint {
    return this.recorded(this.options.endpoints.create(request));
  }

  createAgain(endpoint: LocalVpcEndpoint): LocalVpcEndpoint {
    return this.recorded(endpoint);
  }

  private recorded(endpoint: LocalVpcEndpoint): LocalVpcEndpoint {
    this.options.trail.record(createVpcEndpointRecord(endpoint, this.facts), [
      endpoint.endpointId,
      endpoint.vpcId,
    ]);
    return endpoint;
  }

  change(endpointId: string, changes: EndpointChanges): void {
    const { endpoints, trail } = this.options;
    endpoints.change(endpointId, changes);
    trail.record(modifyVpcEndpointRecord(endpointId, this.facts), [endpointId]);
  }

  /** A refused creation, which CloudTrail records. */
  failToCreate(request: NewVpcEndpoint, failure: CallFailure): void {
    this.options.trail.record(failedCreateVpcEndpointRecord(asAsked(request), failure, this.facts), []);
  }

  /** A refused deletion, which leaves all endpoints. */
  failToDelete(endpointIds: readonly string[], failure: CallFailure): void {
    this.options.trail.record(failedDeleteVpcEndpointsRecord(endpointIds, failure, this.facts), []);
  }

  /**
   * Deletes all endpoints in one call.
   *
   * @param refused ids that EC2 does not delete
   * @returns ids that were not deleted
   */
  delete(endpointIds: readonly string[], refused: readonly string[] = []): readonly UnsuccessfulId[] {
    const { endpoints, trail } = this.options;
    const unsuccessful = endpointIds.flatMap((endpointId) => this.refusal(endpointId, refused) ?? []);
    for (const endpointId of endpointIds) {
      if (!unsuccessful.some(({ resourceId }) => resourceId === endpointId)) endpoints.delete(endpointId);
    }
    trail.record(deleteVpcEndpointsRecord(endpointIds, unsuccessful, this.facts), endpointIds);
    return unsuccessful;
  }

  private refusal(endpointId: string, refused: readonly string[]): UnsuccessfulId | undefined {
    if (refused.includes(endpointId)) {
      const message = `The VPC endpoint '${endpointId}' cannot be deleted`;
      return { resourceId: endpointId, error: { code: 'OperationNotPermitted', message } };
    }
    const endpoint = this.options.endpoints.endpoints.get(endpointId);
    if (endpoint !== undefined && endpoint.deletedAt === undefined) return undefined;
    const message = `The VPC endpoint '${endpointId}' does not exist`;
    return { resourceId: endpointId, error: { code: 'InvalidVpcEndpoint.NotFound', message } };
  }

  private get facts(): CallFacts {
    const { place, time, callerArn, requestId = randomUUID() } = this.options;
    return { ...place, time: new Date(time.now()), callerArn, requestId };
  }
}

function asAsked(request: NewVpcEndpoint) {
  return {
    vpcId: request.vpcId ?? DEFAULT_VPC_ID,
    type: request.type ?? 'Interface',
    serviceName: request.serviceName,
    privateDnsEnabled: request.privateDnsEnabled ?? false,
    subnetIds: request.subnetIds ?? [],
    securityGroupIds: request.securityGroupIds ?? [],
    tags: new Map(Object.entries(request.tags ?? {})),
  };
}
