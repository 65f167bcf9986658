import type { AtlasServer, EndpointService, Project } from './atlas/index.js';
import { atlasRegionOf } from './atlas-provider.js';
import { StackEndpoints, type StackResource } from './aws/cloudformation/stack-endpoints.js';
import type { LocalVpcEndpoint, NewVpcEndpoint } from './aws/ec2/vpc-endpoints.js';
import { Ec2EndpointClient } from './aws/ec2-endpoint-client.js';
import type { BusEvent } from './aws/event-bridge/event-bus.js';
import { ForwardedEvents } from './aws/forwarded-events.js';
import type { LocalAws } from './aws/local-aws.js';
import type { Place } from './aws/protocol/place.js';
import type { WorldTime } from './time/world-time.js';

export interface WorldPlaceParts {
  readonly time: WorldTime;
  readonly atlas: AtlasServer;
  readonly aws: LocalAws;
  /** Atlas projects, in the order of their creation. */
  readonly projects: Project[];
}

/** A stack of an application, without resources of the automation. */
const NETWORK: StackResource = { stackName: 'network', logicalId: 'Endpoint' };
/** Time until CloudFormation has updated the other resources of the stack. */
const CLEAN_UP_AFTER_SECONDS = 300;

/** An account in a Region, with the actions of its users on VPC endpoints. */
export class WorldPlace {
  readonly time: WorldTime;
  readonly atlas: AtlasServer;
  readonly aws: LocalAws;
  readonly projects: Project[];
  /** All events that have passed over the default bus. */
  readonly events: BusEvent[] = [];
  protected readonly stackEndpoints: StackEndpoints;
  private readonly owner: Ec2EndpointClient;

  constructor({ time, atlas, aws, projects }: WorldPlaceParts) {
    this.time = time;
    this.atlas = atlas;
    this.aws = aws;
    this.projects = projects;
    const { endpoints, trail, bus, account, region } = aws;
    const place = { account, region };
    this.owner = new Ec2EndpointClient({ place, time, endpoints, trail });
    this.stackEndpoints = new StackEndpoints({
      place,
      time,
      bus,
      create: (request) => this.owner.create(request),
      delete: (endpointId) => this.deleteVpcEndpoints([endpointId]),
    });
  }

  /** Records the events of the default bus in `events` from now on. */
  listen(): void {
    this.aws.bus.listen((event) => this.events.push(event));
  }

  /** The first project's endpoint service in this Region; without one, its first service. */
  get service(): EndpointService {
    return this.serviceOf(0);
  }

  serviceOf(projectIndex: number): EndpointService {
    const services = [...(this.projects[projectIndex]?.services.values() ?? [])];
    const name = atlasRegionOf(this.aws.region);
    const service = services.find(({ regionName }) => regionName === name) ?? services[0];
    if (service === undefined) throw new Error(`Project ${projectIndex} has no endpoint service`);
    return service;
  }

  /** Events of one detail type that the automation has put on this default bus. */
  published(detailType: string): BusEvent[] {
    return this.events.filter(
      (event) => event.source === 'atlas-privatelink' && event['detail-type'] === detailType,
    );
  }

  /** Creates a VPC endpoint as a user. CloudTrail reports it a little later. */
  createVpcEndpoint(request: Partial<NewVpcEndpoint> = {}): LocalVpcEndpoint {
    return this.owner.create(this.toAtlas(request));
  }

  /** Deletes VPC endpoints in one call. EC2 does not delete those in `unsuccessful`. */
  deleteVpcEndpoints(
    endpointIds: readonly string[],
    { unsuccessful = [] }: { readonly unsuccessful?: readonly string[] } = {},
  ): void {
    // Decisions of Atlas take effect at their time, and not at the next read.
    this.atlas.world.settle();
    this.owner.delete(endpointIds, unsuccessful);
  }

  /** Creates a VPC endpoint with a stack. CloudFormation reports it; so does CloudTrail if there is a trail. */
  createVpcEndpointByCloudFormation(request: Partial<NewVpcEndpoint> = {}): LocalVpcEndpoint {
    return this.stackEndpoints.create(this.toAtlas(request), NETWORK);
  }

  /** Updates a stack so that it replaces the endpoint. The old one is deleted after the update of the stack. */
  replaceVpcEndpointByCloudFormation(
    oldEndpointId: string,
    request: Partial<NewVpcEndpoint> = {},
  ): LocalVpcEndpoint {
    const endpoint = this.stackEndpoints.replace(this.toAtlas(request), NETWORK);
    this.time.after(CLEAN_UP_AFTER_SECONDS, () => this.deleteVpcEndpointByCloudFormation(oldEndpointId));
    return endpoint;
  }

  deleteVpcEndpointByCloudFormation(endpointId: string): void {
    this.stackEndpoints.delete(endpointId, NETWORK);
  }

  /** Plays a stack whose endpoint EC2 refuses, and which is rolled back. */
  rollBackVpcEndpointThatWasNeverMade(): void {
    this.stackEndpoints.failToCreate(NETWORK);
  }

  /** Tags an endpoint. EC2 reports this without a trail. */
  tagEndpoint(endpointId: string, tags: Readonly<Record<string, string>>): void {
    this.aws.endpoints.tag(endpointId, tags);
  }

  untagEndpoint(endpointId: string, keys: readonly string[]): void {
    this.aws.endpoints.untag(endpointId, keys);
  }

  /** Events of another account or Region that a rule there forwards to this bus. */
  forwardedFrom(origin: Partial<Place>): ForwardedEvents {
    const { account, region } = this.aws;
    return new ForwardedEvents({
      bus: this.aws.bus,
      time: this.time,
      origin: { account, region, ...origin },
    });
  }

  /** True if a trail delivers API calls to the bus. */
  get trail(): boolean {
    return this.aws.trail.mode === 'logging';
  }

  set trail(isLogging: boolean) {
    this.aws.trail.mode = isLogging ? 'logging' : 'none';
  }

  /** Drops this number of CloudTrail records before they reach the bus. */
  loseEvents(count: number): void {
    this.aws.trail.lose(count);
  }

  protected toAtlas(request: Partial<NewVpcEndpoint>): NewVpcEndpoint {
    const { serviceName = this.service.serviceName } = request;
    return { ...request, serviceName };
  }
}
