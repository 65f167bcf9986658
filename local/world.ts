import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AtlasServer,
  type EndpointService,
  NOT_FOUND_MESSAGE,
  type Project,
  type Timings,
} from './atlas/index.js';
import type { RateLimit } from './atlas/token-bucket.js';
import { AwsApi } from './aws/aws-api.js';
import { AwsServer } from './aws/aws-server.js';
import { createVpcEndpointRecord } from './aws/cloud-trail.js';
import { deploy, mayInvoke } from './aws/deployment.js';
import { type BusEvent, EventBus } from './aws/event-bus.js';
import { LambdaFunctions } from './aws/lambda-functions.js';
import { MessageQueues } from './aws/message-queues.js';
import { Metrics } from './aws/metrics.js';
import { Permissions } from './aws/permissions.js';
import { SecretValues } from './aws/secret-values.js';
import { type StackFacts, StackTemplate } from './aws/stack-template.js';
import { type Execution, Executions } from './aws/state-machine/executions.js';
import { type LocalVpcEndpoint, type NewVpcEndpoint, VpcEndpoints } from './aws/vpc-endpoints.js';
import { WorldTime } from './time/world-time.js';

export const STACK: StackFacts = {
  account: '111122223333',
  region: 'eu-west-1',
  stackName: 'AtlasPrivateLink',
};

/** What a synthesis for this world has to put into the template. */
export interface SynthesisSettings {
  readonly outputFolder: string;
  readonly atlasBaseUrl: string;
  readonly projectIds: readonly string[];
  readonly secretName: string;
}

export interface WorldOptions {
  /** Synthesizes the stack into the folder; returns the name of the template file. */
  readonly synthesize: (settings: SynthesisSettings) => string;
  readonly timings?: Partial<Timings>;
  readonly rateLimit?: RateLimit;
  /** World seconds for each real second. Default: as fast as the machine can. */
  readonly speed?: number;
  /** Containers of one function at the same time. */
  readonly concurrency?: number;
  readonly auth?: 'digest' | 'oauth';
  /** Number of Atlas projects. Default 1. */
  readonly projects?: number;
  readonly random?: () => number;
}

/** A line that a function has logged, parsed. */
export type LogLine = Readonly<Record<string, unknown>>;

const START = new Date('2026-08-10T03:05:00Z');
/** CloudTrail's own delay: seconds to a few minutes. */
const TRAIL_SECONDS = 2;
const API_KEY = { publicKey: 'localkey', privateKey: '00000000-aaaa-4bbb-8ccc-000000000001' };
const ACCOUNT = { clientId: 'mdb_sa_id_000000000000000000000001', clientSecret: 'mdb_sa_sk_local-secret_1' };
export const SECRET_NAME = 'atlas/automation';

/** An AWS account and an Atlas organization in a box, with the synthesized stack deployed into them. */
export class World {
  readonly time: WorldTime;
  readonly atlas: AtlasServer;
  readonly queues = new MessageQueues();
  readonly metrics = new Metrics(this.queues);
  readonly secrets = new SecretValues(STACK.account, STACK.region);
  readonly endpoints: VpcEndpoints;
  readonly logs: LogLine[] = [];
  readonly published: BusEvent[] = [];
  readonly events: BusEvent[] = [];
  readonly projects: Project[] = [];
  private readonly logListeners: ((line: LogLine) => void)[] = [];
  private readonly stateListeners: ((execution: Execution, state: string) => void)[] = [];
  private parts: Parts | undefined;
  private folder = '';

  private constructor(private readonly options: WorldOptions) {
    this.time = new WorldTime(START, options.speed);
    this.endpoints = new VpcEndpoints(this.time, STACK.account);
    this.atlas = new AtlasServer({
      clock: this.time,
      ...(options.timings === undefined ? {} : { timings: options.timings }),
      ...(options.rateLimit === undefined ? {} : { rateLimit: options.rateLimit }),
    });
  }

  static async start(options: WorldOptions): Promise<World> {
    const world = new World(options);
    await world.atlas.start();
    world.prepareAtlas();
    await world.deploy();
    return world;
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

  get bus(): EventBus {
    return this.deployed.bus;
  }

  get aws(): AwsServer {
    return this.deployed.server;
  }

  get functions(): LambdaFunctions {
    return this.deployed.functions;
  }

  get executions(): Executions {
    return this.deployed.executions;
  }

  onLog(listener: (line: LogLine) => void): void {
    this.logListeners.push(listener);
  }

  onState(listener: (execution: Execution, state: string) => void): void {
    this.stateListeners.push(listener);
  }

  /** Somebody creates a VPC endpoint; CloudTrail reports it a little later. */
  createVpcEndpoint(request: Partial<NewVpcEndpoint> = {}): LocalVpcEndpoint {
    const endpoint = this.endpoints.create({ serviceName: this.service.serviceName, ...request });
    const facts = { ...STACK, time: new Date(this.time.now()) };
    const record = createVpcEndpointRecord(endpoint, facts);
    this.time.after(TRAIL_SECONDS, () => void this.bus.put('aws.ec2', 'AWS API Call via CloudTrail', record));
    return endpoint;
  }

  deleteVpcEndpoint(endpointId: string): void {
    this.endpoints.delete(endpointId);
  }

  putApiKey(key: { publicKey: string; privateKey: string }): void {
    this.atlas.identities.addApiKey({ ...key, roles: this.ownerRoles() });
  }

  async close(): Promise<void> {
    await this.parts?.functions.close();
    await this.parts?.server.close();
    await this.atlas.close();
    if (this.folder !== '') await rm(this.folder, { recursive: true, force: true });
  }

  private get deployed(): Parts {
    if (this.parts === undefined) throw new Error('Nothing has been deployed yet');
    return this.parts;
  }

  private prepareAtlas(): void {
    const { atlas, options, secrets } = this;
    for (let count = 0; count < (options.projects ?? 1); count += 1) {
      const project = atlas.world.createProject();
      atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
      this.projects.push(project);
    }
    this.putApiKey(API_KEY);
    atlas.identities.addServiceAccount({ ...ACCOUNT, roles: this.ownerRoles() });
    secrets.put(SECRET_NAME, options.auth === 'oauth' ? ACCOUNT : API_KEY);
    atlas.world.connectProvider(
      (endpointId, serviceName) => this.decide(endpointId, serviceName),
      (endpointId) => {
        const endpoint = this.endpoints.endpoints.get(endpointId);
        if (endpoint !== undefined) endpoint.state = 'available';
      },
    );
  }

  private ownerRoles(): Record<string, 'owner'> {
    return Object.fromEntries(this.projects.map(({ id }) => [id, 'owner']));
  }

  /** What Atlas finds when it looks for the endpoint in AWS. */
  private decide(endpointId: string, serviceName: string) {
    const endpoint = this.endpoints.endpoints.get(endpointId);
    if (!this.endpoints.exists(endpointId) || endpoint?.serviceName !== serviceName)
      return { kind: 'rejected', message: NOT_FOUND_MESSAGE } as const;
    endpoint.state = 'pending';
    return { kind: 'accepted' } as const;
  }

  private async deploy(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'atlas-privatelink-'));
    const templateFile = this.options.synthesize({
      outputFolder: this.folder,
      atlasBaseUrl: this.atlas.url,
      projectIds: this.projects.map(({ id }) => id),
      secretName: SECRET_NAME,
    });
    const template = new StackTemplate(this.folder, templateFile, STACK);
    this.parts = await this.assemble(template);
    deploy(template, { ...this.parts, queues: this.queues, metrics: this.metrics });
    this.parts.bus.listen((event) => {
      this.events.push(event);
      if (event.source === 'atlas-privatelink') this.published.push(event);
    });
  }

  private async assemble(template: StackTemplate): Promise<Parts> {
    const { time, queues, endpoints, secrets, options } = this;
    const permissions = new Permissions();
    const platformEnvironment: Record<string, string> = { ...CONTAINER_ENVIRONMENT };
    const functions = new LambdaFunctions({
      time,
      queues,
      platformEnvironment,
      onLog: (_functionName, text) => this.takeLog(text),
      concurrency: options.concurrency ?? 8,
    });
    const bus = new EventBus({
      ...STACK,
      time,
      functions,
      queues,
      mayInvoke: (functionArn, ruleArn) => mayInvoke(template, functionArn, ruleArn),
    });
    const executions = new Executions({
      time,
      functions,
      bus,
      random: options.random ?? Math.random,
      onState: (execution, state) => {
        for (const listener of this.stateListeners) listener(execution, state);
      },
    });
    const api = new AwsApi({
      ...STACK,
      endpoints,
      secrets,
      executions,
      bus,
      permissions,
      roleOf: (accessKeyId) => functions.roleOf(accessKeyId),
      settle: () => this.atlas.world.settle(),
    });
    const server = await new AwsServer({
      perform: (call) => api.perform(call),
      kill: (accessKeyId) => functions.kill(accessKeyId),
    }).start();
    platformEnvironment.AWS_ENDPOINT_URL = server.url;
    return { permissions, functions, bus, executions, server };
  }

  private takeLog(text: string): void {
    for (const part of text.split('\n').filter((candidate) => candidate.startsWith('{'))) {
      const line = JSON.parse(part) as LogLine;
      this.logs.push(line);
      this.metrics.takeLine(line);
      for (const listener of this.logListeners) listener(line);
    }
  }
}

interface Parts {
  readonly permissions: Permissions;
  readonly functions: LambdaFunctions;
  readonly bus: EventBus;
  readonly executions: Executions;
  readonly server: AwsServer;
}

/** What Lambda itself sets, as far as the functions look at it. */
const CONTAINER_ENVIRONMENT = {
  AWS_REGION: STACK.region,
  AWS_DEFAULT_REGION: STACK.region,
  AWS_SECRET_ACCESS_KEY: 'local',
  TZ: ':UTC',
  LAMBDA_TASK_ROOT: '/var/task',
} as const;
