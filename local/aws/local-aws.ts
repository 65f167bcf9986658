import type { WorldTime } from '../time/world-time.js';
import { AwsApi } from './aws-api.js';
import type { AwsServer } from './aws-server.js';
import { deploy, mayInvoke, mayNotify } from './cloudformation/deployment.js';
import type { StackFacts, StackTemplate } from './cloudformation/stack-template.js';
import { Trail } from './cloudtrail/trail.js';
import { Metrics } from './cloudwatch/metrics.js';
import { Tables } from './dynamodb/tables.js';
import { ConnectionNotifications } from './ec2/connection-notifications.js';
import { Network } from './ec2/network.js';
import { VpcEndpoints } from './ec2/vpc-endpoints.js';
import { Ec2EndpointClient } from './ec2-endpoint-client.js';
import { DEFAULT_BUS } from './event-bridge/bus-names.js';
import { EventBus } from './event-bridge/event-bus.js';
import { EventBuses } from './event-bridge/event-buses.js';
import { EventTargets } from './event-bridge/event-targets.js';
import { Schedules } from './event-bridge/schedules.js';
import { reportTags } from './event-bridge/tag-events.js';
import type { Caller } from './iam/caller.js';
import type { Permissions, Statement } from './iam/permissions.js';
import { LambdaFunctions } from './lambda/lambda-functions.js';
import { type LambdaLogLevel, passesLevel } from './lambda/lambda-log-level.js';
import { LocalCloud } from './local-cloud.js';
import type { AwsAccount } from './organization/aws-account.js';
import type { AwsCall } from './protocol/aws-call.js';
import { SecretValues } from './secrets-manager/secret-values.js';
import { Topics } from './sns/topics.js';
import { MessageQueues } from './sqs/message-queues.js';
import { ParameterStore } from './ssm/parameter-store.js';
import { type Execution, Executions } from './step-functions/executions.js';
import { AWS_THROTTLES, type ThrottleLimit, Throttles } from './throttles.js';

/** A parsed log line of a function. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface LocalAwsOptions {
  readonly stack: StackFacts;
  readonly time: WorldTime;
  /** Maximum number of containers of one function that work at the same time. */
  readonly concurrency: number;
  readonly random: () => number;
  /** If true, a rate without a start date fires once when it is created, as on AWS. */
  readonly schedulesBeginAtOnce: boolean;
  /** Throttling limits of AWS. Default: those of a real account. */
  readonly throttles?: readonly ThrottleLimit[] | undefined;
  /** Maximum number of concurrent invocations in the account. Default: Lambda's quota. */
  readonly accountConcurrency?: number | undefined;
  /** Called before each read of EC2, to apply the decisions that Atlas has made until now. */
  readonly settle: () => void;
  /** Cloud with the other accounts and Regions. Default: there are none. */
  readonly cloud?: LocalCloud | undefined;
}

/** Lambda's default quota of concurrent invocations per account and Region. */
const ACCOUNT_CONCURRENCY = 1000;

/** Environment variables that Lambda sets, as far as the functions read them. */
function containerEnvironment(region: string, endpointUrl: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpointUrl,
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: '/var/task',
  };
}

/** One account in one Region, with the services that the stack uses. */
export class LocalAws {
  readonly account: string;
  readonly region: string;
  readonly cloud: LocalCloud;
  /** The parts of the account that are the same in all Regions. */
  readonly iam: AwsAccount;
  readonly queues: MessageQueues;
  readonly metrics: Metrics;
  readonly permissions: Permissions;
  readonly secrets: SecretValues;
  readonly parameters: ParameterStore;
  readonly network: Network;
  readonly endpoints: VpcEndpoints;
  readonly notifications: ConnectionNotifications;
  readonly tables: Tables;
  readonly topics: Topics;
  readonly functions: LambdaFunctions;
  readonly buses: EventBuses;
  /** The default bus. */
  readonly bus: EventBus;
  readonly trail: Trail;
  readonly executions: Executions;
  readonly targets: EventTargets;
  readonly schedules: Schedules;
  readonly throttles: Throttles;
  readonly server: AwsServer;
  /** Log lines of all functions, in order. */
  readonly logs: LogLine[] = [];
  private readonly logListeners: ((line: LogLine) => void)[] = [];
  private readonly stateListeners: ((execution: Execution, state: string) => void)[] = [];
  private readonly api: AwsApi;
  private template: StackTemplate | undefined;

  constructor(private readonly options: LocalAwsOptions) {
    const { stack, time, schedulesBeginAtOnce: beginAtOnce } = options;
    this.account = stack.account;
    this.region = stack.region;
    this.cloud = options.cloud ?? new LocalCloud({ time });
    this.iam = this.cloud.account(stack.account);
    this.server = this.cloud.server;
    const { permissions } = this.iam;
    this.permissions = permissions;
    this.queues = new MessageQueues(time);
    this.metrics = new Metrics(this.queues);
    this.secrets = new SecretValues(stack.account, stack.region, time);
    this.parameters = new ParameterStore(time, stack);
    this.network = new Network(stack.region);
    this.tables = new Tables(time);
    this.notifications = new ConnectionNotifications(() => this.topics);
    this.endpoints = new VpcEndpoints(time, stack.account, this.network, this.notifications, () =>
      this.cloud.nextEndpointNumber(),
    );
    this.functions = this.createFunctions();
    this.topics = this.createTopics();
    this.buses = new EventBuses(stack, (name) => this.createBus(name));
    this.bus = this.buses.get(DEFAULT_BUS);
    this.trail = new Trail(time, this.bus);
    this.executions = this.createExecutions();
    this.targets = new EventTargets(this);
    this.schedules = new Schedules({
      time,
      queues: this.queues,
      permissions,
      beginAtOnce,
      targets: () => this.targets,
    });
    this.endpoints.listenToTags((endpoint, keys) =>
      reportTags({ bus: this.bus, time, ...stack }, endpoint, keys),
    );
    this.throttles = new Throttles(options.throttles ?? AWS_THROTTLES, time);
    this.api = this.createApi();
    this.cloud.add(this);
  }

  private createFunctions(): LambdaFunctions {
    const { stack, time, concurrency, accountConcurrency = ACCOUNT_CONCURRENCY } = this.options;
    const functions: LambdaFunctions = new LambdaFunctions({
      time,
      issueAccessKey: () => this.cloud.callers.issueContainerKey(functions),
      queues: this.queues,
      concurrency,
      accountConcurrency,
      platformEnvironment: () => containerEnvironment(stack.region, this.server.url),
      onLog: (text, level) => this.takeLog(text, level),
    });
    return functions;
  }

  private createBus(name: string): EventBus {
    const { stack, time, schedulesBeginAtOnce } = this.options;
    return new EventBus({
      ...stack,
      name,
      time,
      schedulesBeginAtOnce,
      forwarding: () => this.cloud.forwarding,
      targets: () => this.targets,
      queues: this.queues,
      mayInvoke: (functionArn, ruleArn) =>
        this.template !== undefined && mayInvoke(this.template, functionArn, ruleArn),
    });
  }

  private createTopics(): Topics {
    const { stack, time } = this.options;
    return new Topics({
      account: stack.account,
      time,
      functions: this.functions,
      mayInvoke: (functionArn, topicArn) =>
        this.template !== undefined && mayNotify(this.template, functionArn, topicArn),
    });
  }

  private createExecutions(): Executions {
    const { time, random } = this.options;
    const { functions, bus, permissions } = this;
    return new Executions({
      time,
      functions,
      bus,
      permissions,
      random,
      onState: (execution, state) => {
        for (const listener of this.stateListeners) listener(execution, state);
      },
    });
  }

  private createApi(): AwsApi {
    const { cloud, account, region, permissions, endpoints, notifications, tables, network } = this;
    const { secrets, parameters, queues, functions, executions, buses, trail } = this;
    const { settle, time } = this.options;
    const place = { account, region };
    return new AwsApi({
      services: {
        ...{ account, region, endpoints, notifications, tables, network, secrets, parameters },
        ...{ queues, functions, executions, buses, trail, settle, sessions: cloud.sessions },
        endpointClientOf: ({ caller: { callerArn }, requestId }) =>
          new Ec2EndpointClient({ place, time, endpoints, trail, callerArn, requestId }),
        busOf: (busArn) => cloud.busOf(busArn),
        rolesOf: (id) => cloud.rolesOf(id),
        isRegionOn: (id) => cloud.isRegionOn(id, region),
        organization: cloud.organization,
      },
      permissions,
      organization: cloud.organization,
    });
  }

  /** @throws AwsError */
  perform(call: AwsCall, caller: Caller): unknown {
    return this.api.perform(call, caller);
  }

  /**
   * Starts a server only for a place of its own. With several places, the server belongs to the cloud, and its owner
   * starts and closes it.
   */
  async start(): Promise<void> {
    if (this.options.cloud === undefined) await this.server.start();
  }

  deploy(template: StackTemplate): void {
    this.template = template;
    deploy(template, this);
  }

  /** Adds a user who signs with this key and has a role with these permissions. */
  addPerson(accessKeyId: string, statements: readonly Statement[]): void {
    const { account } = this;
    const roleArn = `arn:aws:iam::${account}:role/${accessKeyId}`;
    this.cloud.callers.addPerson(accessKeyId, { account, roleArn });
    this.permissions.attach(roleArn, statements);
  }

  onLog(listener: (line: LogLine) => void): void {
    this.logListeners.push(listener);
  }

  onState(listener: (execution: Execution, state: string) => void): void {
    this.stateListeners.push(listener);
  }

  async close(): Promise<void> {
    await this.functions.close();
    if (this.options.cloud === undefined) await this.server.close();
  }

  private takeLog(text: string, level: LambdaLogLevel | undefined): void {
    for (const part of text.split('\n').filter((candidate) => candidate.startsWith('{'))) {
      const line = JSON.parse(part) as LogLine;
      if (!passesLevel(line, level)) continue;
      this.logs.push(line);
      this.metrics.takeLine(line);
      for (const listener of this.logListeners) listener(line);
    }
  }
}
