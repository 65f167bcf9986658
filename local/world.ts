import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AtlasServer, type AtlasServerOptions, type EndpointService } from './atlas/index.js';
import { AtlasProvider, atlasRegionOf } from './atlas-provider.js';
import { ResponseServer } from './aws/cloudformation/response-server.js';
import { VPC_ENDPOINT } from './aws/cloudformation/stack-endpoints.js';
import { PLAYED_STACK, StackPlayer } from './aws/cloudformation/stack-player.js';
import {
  type LiveResource,
  type Resource,
  type StackFacts,
  type StackInputs,
  StackTemplate,
} from './aws/cloudformation/stack-template.js';
import { dnsEntriesOf } from './aws/ec2/dns-entries.js';
import type { NewVpcEndpoint } from './aws/ec2/vpc-endpoints.js';
import { LocalAws, type LocalAwsOptions } from './aws/local-aws.js';
import { LocalCloud } from './aws/local-cloud.js';
import type { Organization } from './aws/organization/organization.js';
import type { ThrottleLimit } from './aws/throttles.js';
import { DnsServer } from './dns/dns-server.js';
import { PrivateNames } from './dns/private-names.js';
import { WorldTime } from './time/world-time.js';
import { WorldPlace, type WorldPlaceParts } from './world-place.js';

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

/** Values of this world that a synthesis puts into the template. */
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
  /** Synthesizes the stack into the folder and returns the name of the template file. */
  readonly synthesize: (settings: SynthesisSettings) => string;
  /** Parameters of the template. Default: the template's own default values. */
  readonly parameters?: (settings: SynthesisSettings) => Readonly<Record<string, string>>;
  /** World seconds per real second. Default: as fast as the machine allows. */
  readonly speed?: number;
  /** Maximum number of containers of one function that work at the same time. Default 8. */
  readonly concurrency?: number;
  /** Throttling limits of AWS. Default: those of a real account. */
  readonly throttles?: readonly ThrottleLimit[];
  /** Maximum number of concurrent invocations in the account. Default: Lambda's quota. */
  readonly accountConcurrency?: number;
  /** Kind of credentials in the secret. Default `digest`. */
  readonly auth?: 'digest' | 'oauth';
  /** Number of Atlas projects. Default 1. */
  readonly projects?: number;
  /** Source of random numbers for the jitter of the state machine. */
  readonly random?: () => number;
  /**
   * If true, CloudFormation publishes the creation of the stack on the bus. Default false, so that only the test's own
   * actions start executions.
   */
  readonly announceDeployment?: boolean;
  /** Prepares the account before the stack is deployed. */
  readonly prepare?: (aws: LocalAws) => void;
  /** Account, Region and name of the stack. Default {@link STACK}. */
  readonly stack?: StackFacts;
  /** Organization with other accounts. Default: none, and this place takes the calls of every Region. */
  readonly organization?: Organization;
  /**
   * If true, each schedule fires once when it is deployed, as on AWS. Default false, so that only the test's own
   * actions start executions.
   */
  readonly schedulesBeginAtOnce?: boolean;
}

const START = new Date('2026-08-10T03:05:00Z');
/** A simulated AWS account and Atlas organization, with the synthesized stack deployed into them. */
export class World extends WorldPlace {
  /** Places in which endpoints can exist: this place, and the others of an organization. */
  readonly places: LocalAws[];
  private readonly provider: AtlasProvider;
  private readonly dns: DnsServer;
  private readonly responses = new ResponseServer();
  private readonly folders: string[] = [];
  private stackId = '';

  private constructor(private readonly options: WorldOptions) {
    super(partsOf(options));
    const { atlas, time } = this;
    this.places = [this.aws];
    this.provider = new AtlasProvider({ atlas: atlas.world, time, places: () => this.places });
    const names = new PrivateNames(
      atlas.world,
      (endpointId) => this.provider.endpoint(endpointId),
      () => time.now(),
    );
    this.dns = new DnsServer(() => names.records());
  }

  /** @param prepare prepares the account before the stack is deployed, in addition to `options.prepare` */
  static async start(options: WorldOptions, prepare?: (world: World) => void): Promise<World> {
    const world = new World(options);
    const { atlas, aws, responses, dns } = world;
    await Promise.all([atlas.start(), aws.server.start(), responses.start(), dns.start()]);
    world.prepareAtlas();
    try {
      prepare?.(world);
      options.prepare?.(aws);
      await world.deploy();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  /**
   * The project's first endpoint service, in any Region. In a world of one Region, only tests create services in other
   * Regions.
   */
  override serviceOf(projectIndex: number): EndpointService {
    const [service] = this.projects[projectIndex]?.services.values() ?? [];
    if (service === undefined) throw new Error(`Project ${projectIndex} has no endpoint service`);
    return service;
  }

  /** Address of a DNS server that resolves the hosts of private connection strings: `127.0.0.1:<port>`. */
  get dnsServer(): string {
    return this.dns.address;
  }

  /** Adds an API key with the role Project Owner in every project. */
  addApiKey(key: { readonly publicKey: string; readonly privateKey: string }): void {
    this.atlas.identities.addApiKey({ ...key, roles: this.ownerRoles() });
  }

  /** Adds a service account with the role Project Owner in every project. */
  addServiceAccount(account: { readonly clientId: string; readonly clientSecret: string }): void {
    this.atlas.identities.addServiceAccount({ ...account, roles: this.ownerRoles() });
  }

  /** Synthesizes a template for this world. A test that updates a stack synthesizes several. */
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
    return new StackTemplate(outputFolder, templateFile, this.stack, { parameters });
  }

  /** Reads a template that exists as a file. */
  template(folder: string, file: string, inputs: StackInputs): StackTemplate {
    return new StackTemplate(folder, file, this.stack, inputs);
  }

  /** Returns a simulation of CloudFormation for a stack with custom resources and VPC endpoints. */
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

  /** Responses that response URLs have received. */
  get responsesReceived() {
    return this.responses.received;
  }

  /** Makes S3 refuse this number of responses. */
  refuseResponses(times: number): void {
    this.responses.refusals = times;
  }

  private makeNative(
    how: 'create' | 'replace',
    { logicalId, type, properties }: Resource,
  ): LiveResource | undefined {
    if (type !== VPC_ENDPOINT) return undefined;
    const request = this.toAtlas(requestOf(properties));
    const endpoint = this.stackEndpoints[how](request, { stackName: PLAYED_STACK, logicalId });
    return { physicalId: endpoint.endpointId, attributes: { DnsEntries: dnsEntriesOf(endpoint) } };
  }

  async close(): Promise<void> {
    await this.aws.close();
    await this.aws.server.close();
    await this.atlas.close();
    await this.responses.close();
    await this.dns.close();
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }

  private prepareAtlas(): void {
    const { world } = this.atlas;
    for (let count = 0; count < (this.options.projects ?? 1); count += 1) {
      const project = world.createProject();
      world.createService(project, 'AWS', atlasRegionOf(this.aws.region), true);
      this.projects.push(project);
    }
    this.addApiKey(API_KEY);
    this.addServiceAccount(SERVICE_ACCOUNT);
    this.aws.secrets.put(SECRET_NAME, this.options.auth === 'oauth' ? SERVICE_ACCOUNT : API_KEY);
    this.provider.connect();
  }

  private get stack(): StackFacts {
    return this.options.stack ?? STACK;
  }

  private ownerRoles(): Record<string, 'owner'> {
    return Object.fromEntries(this.projects.map(({ id }) => [id, 'owner']));
  }

  private async deploy(): Promise<void> {
    const template = await this.synthesize(this.options.synthesize);
    this.aws.deploy(template);
    this.listen();
    this.stackId = template.stackId;
    if (this.options.announceDeployment === true) this.announceDeployment();
  }

  /** Publishes CloudFormation's event about the creation of the stack. */
  announceDeployment(): void {
    const detail = {
      'stack-id': this.stackId,
      'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
      'client-request-token': '',
    };
    this.aws.bus.put('aws.cloudformation', 'CloudFormation Stack Status Change', detail, [this.stackId]);
  }
}

function partsOf(options: WorldOptions): WorldPlaceParts {
  const time = new WorldTime(START, options.speed);
  const atlas = new AtlasServer({ ...options, clock: time });
  const cloud = new LocalCloud({ time, organization: options.organization });
  const stack = options.stack ?? STACK;
  return {
    time,
    atlas,
    projects: [],
    aws: new LocalAws(placeOptions(options, { time, atlas, cloud, stack })),
  };
}

export interface PlaceSurroundings {
  readonly time: WorldTime;
  readonly atlas: AtlasServer;
  readonly cloud: LocalCloud;
  readonly stack: StackFacts;
}

/** Options of a place in a world with these options. */
export function placeOptions(
  options: WorldOptions,
  { time, atlas, cloud, stack }: PlaceSurroundings,
): LocalAwsOptions {
  return {
    stack,
    time,
    cloud,
    concurrency: options.concurrency ?? 8,
    throttles: options.throttles,
    accountConcurrency: options.accountConcurrency,
    random: options.random ?? Math.random,
    schedulesBeginAtOnce: options.schedulesBeginAtOnce ?? false,
    settle: () => atlas.world.settle(),
  };
}

/** Reads the properties of an `AWS::EC2::VPCEndpoint`. */
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
