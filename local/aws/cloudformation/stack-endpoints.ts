import type { WorldTime } from '../../time/world-time.js';
import type { LocalVpcEndpoint, NewVpcEndpoint } from '../ec2/vpc-endpoints.js';
import type { EventBus } from '../event-bridge/event-bus.js';
import type { Place } from '../protocol/place.js';
import { reportResource } from './resource-events.js';

export const VPC_ENDPOINT = 'AWS::EC2::VPCEndpoint';

export interface StackEndpointsOptions {
  readonly place: Place;
  readonly time: WorldTime;
  readonly bus: EventBus;
  readonly create: (request: NewVpcEndpoint) => LocalVpcEndpoint;
  readonly delete: (endpointId: string) => void;
}

/** A resource of a stack. */
export interface StackResource {
  readonly stackName: string;
  readonly logicalId: string;
}

/** Time from EC2's response to CloudFormation's report. CloudFormation waits until EC2 shows the endpoint. */
const MADE_AFTER_SECONDS = 10;
/** Time until EC2 no longer shows a deleted endpoint, for which CloudFormation waits. */
const DELETED_AFTER_SECONDS = 25;

/**
 * VPC endpoints of stacks: CloudTrail records CloudFormation's calls, and the bus receives its events of the resources.
 */
export class StackEndpoints {
  constructor(private readonly options: StackEndpointsOptions) {}

  create(request: NewVpcEndpoint, resource: StackResource): LocalVpcEndpoint {
    const endpoint = this.make(request, resource, 'CREATE_IN_PROGRESS');
    this.later(MADE_AFTER_SECONDS, resource, endpoint.endpointId, 'CREATE_COMPLETE');
    return endpoint;
  }

  /**
   * Creates a replacement for an endpoint, which is retained until the clean-up. The update of the resource has the new
   * id.
   */
  replace(request: NewVpcEndpoint, resource: StackResource): LocalVpcEndpoint {
    const endpoint = this.make(request, resource, 'UPDATE_IN_PROGRESS');
    this.later(MADE_AFTER_SECONDS, resource, endpoint.endpointId, 'UPDATE_COMPLETE');
    return endpoint;
  }

  delete(endpointId: string, resource: StackResource): void {
    this.report(resource, endpointId, 'DELETE_IN_PROGRESS');
    this.options.delete(endpointId);
    this.later(DELETED_AFTER_SECONDS, resource, endpointId, 'DELETE_COMPLETE');
  }

  /** EC2 refuses the creation; the rollback then deletes a resource that has no physical id. */
  failToCreate(resource: StackResource): void {
    for (const status of ['CREATE_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_COMPLETE'])
      this.report(resource, undefined, status);
  }

  private make(request: NewVpcEndpoint, resource: StackResource, status: string): LocalVpcEndpoint {
    this.report(resource, undefined, status);
    const tags = { 'aws:cloudformation:stack-name': resource.stackName, ...request.tags };
    const endpoint = this.options.create({ ...request, tags });
    this.report(resource, endpoint.endpointId, status);
    return endpoint;
  }

  private later(seconds: number, resource: StackResource, endpointId: string, status: string): void {
    this.options.time.after(seconds, () => this.report(resource, endpointId, status));
  }

  private report(resource: StackResource, physicalId: string | undefined, status: string): void {
    const { bus, place } = this.options;
    reportResource(bus, place, { ...resource, physicalId, type: VPC_ENDPOINT, status });
  }
}
