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
  /** Of Atlas, in the order in which they were made. */
  readonly projects: Project[];
}

/** A stack of an application, which has nothing of the automation. */
const NETWORK: StackResource = { stackName: 'network', logicalId: 'Endpoint' };
/** Other resources of the stack are updated first. */
const CLEAN_UP_AFTER_SECONDS = 300;

/** An account in a Region, with somebody who works on VPC endpoints there. */
export class WorldPlace {
  readonly time: WorldTime;
  readonly atlas: AtlasServer;
  readonly aws: LocalAws;
  readonly projects: Project[];
  /** Everything that has passed over the default bus. */
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

  /** From now on, `events` has what passes over the default bus. */
  listen(): void {
    this.aws.bus.listen((event) => this.events.push(event));
  }

  /** The first project's endpoint service in this Region, or its first one. */
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

  /** Events of the automation on this default bus, of one detail type. */
  published(detailType: string): BusEvent[] {
    return this.events.filter(
      (event) => event.source === 'atlas-privatelink' && event['detail-type'] === detailType,
    );
  }

  /** Somebody creates a VPC endpoint; CloudTrail reports it a little later. */
  createVpcEndpoint(request: Partial<NewVpcEndpoint> = {}): LocalVpcEndpoint {
    return this.owner.create(this.toAtlas(request));
  }

  /** Somebody deletes VPC endpoints in one call; those of `unsuccessful` EC2 leaves standing. */
  deleteVpcEndpoints(
    endpointIds: readonly string[],
    { unsuccessful = [] }: { readonly unsuccessful?: readonly string[] } = {},
  ): void {
    // What Atlas decides is decided in time, not when somebody looks next.
    this.atlas.world.settle();
    this.owner.delete(endpointIds, unsuccessful);
  }

  /** A stack has one made; CloudFormation reports it, and CloudTrail where there is a trail. */
  createVpcEndpointByCloudFormation(request: Partial<NewVpcEndpoint> = {}): LocalVpcEndpoint {
    return this.stackEndpoints.create(this.toAtlas(request), NETWORK);
  }

  /** An update of a stack has another one made in place of this, which is deleted once the stack is updated. */
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

  /** A stack whose endpoint EC2 refuses is rolled back. */
  rollBackVpcEndpointThatWasNeverMade(): void {
    this.stackEndpoints.failToCreate(NETWORK);
  }

  /** Somebody tags an endpoint, which EC2 reports without a trail. */
  tagEndpoint(endpointId: string, tags: Readonly<Record<string, string>>): void {
    this.aws.endpoints.tag(endpointId, tags);
  }

  untagEndpoint(endpointId: string, keys: readonly string[]): void {
    this.aws.endpoints.untag(endpointId, keys);
  }

  /** Events of another account or Region that somebody forwards to the bus of this one. */
  forwardedFrom(origin: Partial<Place>): ForwardedEvents {
    const { account, region } = this.aws;
    return new ForwardedEvents({
      bus: this.aws.bus,
      time: this.time,
      origin: { account, region, ...origin },
    });
  }

  /** Whether a trail brings calls to the bus. */
  get trail(): boolean {
    return this.aws.trail.mode === 'logging';
  }

  set trail(isLogging: boolean) {
    this.aws.trail.mode = isLogging ? 'logging' : 'none';
  }

  /** The next records of CloudTrail do not reach the bus. */
  loseEvents(count: number): void {
    this.aws.trail.lose(count);
  }

  protected toAtlas(request: Partial<NewVpcEndpoint>): NewVpcEndpoint {
    return { serviceName: this.service.serviceName, ...request };
  }
}
