import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AtlasServer,
  type AtlasServerOptions,
  type EndpointService,
  NOT_FOUND_MESSAGE,
  type Project,
} from './atlas/index.js';
import { ResponseServer } from './aws/cloudformation/response-server.js';
import { StackEndpoints, type StackResource, VPC_ENDPOINT } from './aws/cloudformation/stack-endpoints.js';
import { PLAYED_STACK, StackPlayer } from './aws/cloudformation/stack-player.js';
import {
  type LiveResource,
  type Resource,
  type StackFacts,
  type StackInputs,
  StackTemplate,
} from './aws/cloudformation/stack-template.js';
import type { LocalVpcEndpoint, NewVpcEndpoint } from './aws/ec2/vpc-endpoints.js';
import { Ec2EndpointClient } from './aws/ec2-endpoint-client.js';
import type { BusEvent } from './aws/event-bridge/event-bus.js';
import { ForwardedEvents } from './aws/forwarded-events.js';
import { LocalAws } from './aws/local-aws.js';
import type { Place } from './aws/protocol/place.js';
import type { ThrottleLimit } from './aws/throttles.js';
import { DnsServer } from './dns/dns-server.js';
import { PrivateNames } from './dns/private-names.js';
import { WorldTime } from './time/world-time.js';

export const STACK: StackFacts = {
  account: '111122223333',
  region: 'eu-west-1',
  stackName: 'AtlasPrivateLink',
};
export const SECRET_NAME = 'atlas/automation';
export const API_KEY = { publicKey: 'localkey', privateKey: '00000000-aaaa-4bbb-8ccc-000000000001' };
export const SERVICE_ACCOUNT = {
  clientId: 'mdb_sa_id_000000000000000000000001',
  clientSecret: 'mdb_sa_sk_local-secret_1',
};

/** What a synthesis for this world has to put into the template. */
export interface SynthesisSettings {
  readonly outputFolder: string;
  readonly atlasBaseUrl: string;
  readonly projectIds: readonly string[];
  readonly secretName: string;
}

export interface WorldOptions
  extends Pick<
    AtlasServerOptions,
    'timings' | 'rateLimit' | 'maxLiveTokens' | 'nonces' | 'nonceCounts' | 'lastLinkTakesService'
  > {
  /** Synthesizes the stack into the folder; returns the name of the template file. */
  readonly synthesize: (settings: SynthesisSettings) => string;
  /** Parameters of the template. Default: none, or their defaults. */
  readonly parameters?: (settings: SynthesisSettings) => Readonly<Record<string, string>>;
  /** World seconds for each real second. Default: as fast as the machine can. */
  readonly speed?: number;
  /** Containers of one function that work at the same time. Default 8. */
  readonly concurrency?: number;
  /** AWS's limits on calls. Default: those of a real account. */
  readonly throttles?: readonly ThrottleLimit[];
  /** Invocations that the account may have at the same time. Default: Lambda's own. */
  readonly accountConcurrency?: number;
  /** Kind of credentials in the secret. Default `digest`. */
  readonly auth?: 'digest' | 'oauth';
  /** Number of Atlas projects. Default 1. */
  readonly projects?: number;
  /** For jitter of the state machine. */
  readonly random?: () => number;
  /** CloudFormation says on the bus that the stack is there. Default false: executions are about what a test does. */
  readonly announceDeployment?: boolean;
  /** What is there before the stack is. */
  readonly prepare?: (aws: LocalAws) => void;
  /** Schedules come for the first time when they are deployed, as on AWS. Default false, likewise. */
  readonly schedulesBeginAtOnce?: boolean;
}

const START = new Date('2026-08-10T03:05:00Z');
/** A stack of an application, which has nothing of the automation. */
const NETWORK: StackResource = { stackName: 'network', logicalId: 'Endpoint' };

/** An AWS account and an Atlas organization in a box, with the synthesized stack deployed into them. */
export class World {
  readonly time: WorldTime;
  readonly atlas: AtlasServer;
  readonly aws: LocalAws;
  readonly projects: Project[] = [];
  /** Everything that has passed over the bus. */
  readonly events: BusEvent[] = [];
  private readonly owner: Ec2EndpointClient;
  private readonly stackEndpoints: StackEndpoints;
  private readonly dns: DnsServer;
  private readonly responses = new ResponseServer();
  private readonly folders: string[] = [];
  private stackId = '';

  private constructor(private readonly options: WorldOptions) {
    this.time = new WorldTime(START, options.speed);
    this.atlas = new AtlasServer({ ...options, clock: this.time });
    this.aws = new LocalAws({
      stack: STACK,
      time: this.time,
      concurrency: options.concurrency ?? 8,
      throttles: options.throttles,
      accountConcurrency: options.accountConcurrency,
      random: options.random ?? Math.random,
      schedulesBeginAtOnce: options.schedulesBeginAtOnce ?? false,
      settle: () => this.atlas.world.settle(),
    });
    const { endpoints, trail } = this.aws;
    this.owner = new Ec2EndpointClient({ place: STACK, time: this.time, endpoints, trail });
    this.stackEndpoints = new StackEndpoints({
      place: STACK,
      time: this.time,
      bus: this.aws.bus,
      create: (request) => this.owner.create(request),
      delete: (endpointId) => this.deleteVpcEndpoints([endpointId]),
    });
    const names = new PrivateNames(this.atlas.world, endpoints, () => this.time.now());
    this.dns = new DnsServer(() => names.records());
  }

  static async start(options: WorldOptions): Promise<World> {
    const world = new World(options);
    await Promise.all([world.atlas.start(), world.aws.start(), world.responses.start(), world.dns.start()]);
    world.prepareAtlas();
    options.prepare?.(world.aws);
    try {
      await world.deploy();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  /** Events that the stack has published, of one detail type. */
  published(detailType: string): BusEvent[] {
    return this.events.filter(
      (event) => event.source === 'atlas-privatelink' && event['detail-type'] === detailType,
    );
  }

  /** The first project's endpoint service in the stack's Region. */
  get service(): EndpointService {
    return this.serviceOf(0);
  }

  serviceOf(projectIndex: number): EndpointService {
    const [service] = this.projects[projectIndex]?.services.values() ?? [];
    if (service === undefined) throw new Error(`Project ${projectIndex} has no endpoint service`);
    return service;
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
    const { account, region } = STACK;
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

  /** Name server that knows the hosts of private connection strings: `127.0.0.1:<port>`. */
  get dnsServer(): string {
    return this.dns.address;
  }

  /** An API key with the role Project Owner in every project. */
  addApiKey(key: { readonly publicKey: string; readonly privateKey: string }): void {
    this.atlas.identities.addApiKey({ ...key, roles: this.ownerRoles() });
  }

  /** A service account with the role Project Owner in every project. */
  addServiceAccount(account: { readonly clientId: string; readonly clientSecret: string }): void {
    this.atlas.identities.addServiceAccount({ ...account, roles: this.ownerRoles() });
  }

  /** A template for this world; more than one, where a stack changes. */
  async synthesize(synthesize: WorldOptions['synthesize']): Promise<StackTemplate> {
    const outputFolder = await mkdtemp(join(tmpdir(), 'atlas-privatelink-'));
    this.folders.push(outputFolder);
    const settings = {
      outputFolder,
      atlasBaseUrl: this.atlas.url,
      projectIds: this.projects.map(({ id }) => id),
      secretName: SECRET_NAME,
    };
    const templateFile = synthesize(settings);
    const parameters = this.options.parameters?.(settings) ?? {};
    return new StackTemplate(outputFolder, templateFile, STACK, { parameters });
  }

  /** A template that was not synthesized. */
  template(folder: string, file: string, inputs: StackInputs): StackTemplate {
    return new StackTemplate(folder, file, STACK, inputs);
  }

  /** CloudFormation's part for a stack with custom resources and VPC endpoints. */
  stackPlayer(): StackPlayer {
    return new StackPlayer({
      time: this.time,
      functions: this.aws.functions,
      responses: this.responses,
      natives: {
        create: (resource) => this.makeNative('create', resource),
        replace: (resource) => this.makeNative('replace', resource),
        delete: ({ logicalId, type }, physicalId) => {
          if (type !== VPC_ENDPOINT) return;
          this.stackEndpoints.delete(physicalId, { stackName: PLAYED_STACK, logicalId });
        },
      },
    });
  }

  /** Answers that have arrived at response URLs. */
  get responsesReceived() {
    return this.responses.received;
  }

  /** The next answers find S3 unavailable. */
  refuseResponses(times: number): void {
    this.responses.refusals = times;
  }

  private toAtlas(request: Partial<NewVpcEndpoint>): NewVpcEndpoint {
    return { serviceName: this.service.serviceName, ...request };
  }

  private makeNative(
    how: 'create' | 'replace',
    { logicalId, type, properties }: Resource,
  ): LiveResource | undefined {
    if (type !== VPC_ENDPOINT) return undefined;
    const request = this.toAtlas(requestOf(properties));
    const { endpointId } = this.stackEndpoints[how](request, { stackName: PLAYED_STACK, logicalId });
    return { physicalId: endpointId, attributes: {} };
  }

  async close(): Promise<void> {
    await this.aws.close();
    await this.atlas.close();
    await this.responses.close();
    await this.dns.close();
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }

  private prepareAtlas(): void {
    const { world } = this.atlas;
    for (let count = 0; count < (this.options.projects ?? 1); count += 1) {
      const project = world.createProject();
      world.createService(project, 'AWS', 'EU_WEST_1', true);
      this.projects.push(project);
    }
    this.addApiKey(API_KEY);
    this.addServiceAccount(SERVICE_ACCOUNT);
    this.aws.secrets.put(SECRET_NAME, this.options.auth === 'oauth' ? SERVICE_ACCOUNT : API_KEY);
    const { endpoints } = this.aws;
    world.connectProvider({
      find: (endpointId, serviceName) => this.decide(endpointId, serviceName),
      onState: (endpointId, state) => endpoints.setState(endpointId, state),
      // So that EC2 tells of it in time, and not when somebody looks next.
      onLinked: (times) => {
        // Past the moment: the world's time is in whole milliseconds.
        for (const at of times) this.time.at(Math.ceil(at) + 1, () => world.settle(), true);
      },
      onUnlinked: (endpointId) => endpoints.setState(endpointId, 'rejected'),
      isDeleted: (endpointId) => endpoints.isDeleted(endpointId),
    });
  }

  private ownerRoles(): Record<string, 'owner'> {
    return Object.fromEntries(this.projects.map(({ id }) => [id, 'owner']));
  }

  /** What Atlas finds when it searches for the endpoint in AWS. */
  private decide(endpointId: string, serviceName: string) {
    if (!this.aws.endpoints.isWaitingFor(endpointId, serviceName))
      return { kind: 'rejected', message: NOT_FOUND_MESSAGE } as const;
    return { kind: 'accepted' } as const;
  }

  private async deploy(): Promise<void> {
    const template = await this.synthesize(this.options.synthesize);
    this.aws.deploy(template);
    this.aws.bus.listen((event) => this.events.push(event));
    this.stackId = template.stackId;
    if (this.options.announceDeployment === true) this.announceDeployment();
  }

  /** What CloudFormation says on the bus when a stack has been made. */
  announceDeployment(): void {
    const detail = {
      'stack-id': this.stackId,
      'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
      'client-request-token': '',
    };
    this.aws.bus.put('aws.cloudformation', 'CloudFormation Stack Status Change', detail, [this.stackId]);
  }
}

/** Other resources of the stack are updated first. */
const CLEAN_UP_AFTER_SECONDS = 300;

/** From the properties of an `AWS::EC2::VPCEndpoint`. */
function requestOf(properties: Readonly<Record<string, unknown>>): Partial<NewVpcEndpoint> {
  const { ServiceName, ServiceRegion, VpcId, SubnetIds, SecurityGroupIds, PrivateDnsEnabled, Tags } =
    properties;
  const tags = Array.isArray(Tags) ? (Tags as { readonly Key: string; readonly Value: string }[]) : [];
  return {
    serviceName: String(ServiceName),
    ...(VpcId === undefined ? {} : { vpcId: String(VpcId) }),
    ...(ServiceRegion === undefined ? {} : { serviceRegion: String(ServiceRegion) }),
    ...(Array.isArray(SubnetIds) ? { subnetIds: SubnetIds.map(String) } : {}),
    ...(Array.isArray(SecurityGroupIds) ? { securityGroupIds: SecurityGroupIds.map(String) } : {}),
    privateDnsEnabled: String(PrivateDnsEnabled) === 'true',
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
  };
}
