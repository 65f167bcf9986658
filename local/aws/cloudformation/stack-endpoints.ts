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

/** The resource of a template. */
export interface StackResource {
  readonly stackName: string;
  readonly logicalId: string;
}

/** From EC2's response to CloudFormation's report, which waits for EC2 to show the endpoint. */
const MADE_AFTER_SECONDS = 10;
/** CloudFormation waits until EC2 shows it no more. */
const DELETED_AFTER_SECONDS = 25;

/** CloudFormation at work on VPC endpoints: CloudTrail records its calls, and the bus hears of its resources. */
export class StackEndpoints {
  constructor(private readonly options: StackEndpointsOptions) {}

  create(request: NewVpcEndpoint, resource: StackResource): LocalVpcEndpoint {
    const endpoint = this.make(request, resource, 'CREATE_IN_PROGRESS');
    this.later(MADE_AFTER_SECONDS, resource, endpoint.endpointId, 'CREATE_COMPLETE');
    return endpoint;
  }

  /** Another endpoint in place of one that stays until the clean-up: an update of the resource, with another id. */
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

  /** EC2 refuses the creation; the rollback then deletes what has no id. */
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
