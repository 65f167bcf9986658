import type { WorldTime } from '../time/world-time.js';
import { AwsApi } from './aws-api.js';
import { AwsServer } from './aws-server.js';
import { deploy, mayInvoke, mayNotify } from './cloudformation/deployment.js';
import type { StackFacts, StackTemplate } from './cloudformation/stack-template.js';
import { Trail } from './cloudtrail/trail.js';
import { Metrics } from './cloudwatch/metrics.js';
import { Tables } from './dynamodb/tables.js';
import { ConnectionNotifications } from './ec2/connection-notifications.js';
import { Network } from './ec2/network.js';
import { VpcEndpoints } from './ec2/vpc-endpoints.js';
import { EventBus } from './event-bridge/event-bus.js';
import { EventTargets } from './event-bridge/event-targets.js';
import { Schedules } from './event-bridge/schedules.js';
import { reportTags } from './event-bridge/tag-events.js';
import { Permissions, type Statement } from './iam/permissions.js';
import { LambdaFunctions } from './lambda/lambda-functions.js';
import { type LambdaLogLevel, passesLevel } from './lambda/lambda-log-level.js';
import type { AwsCall } from './protocol/aws-call.js';
import type { AwsError } from './protocol/aws-error.js';
import { SecretValues } from './secrets-manager/secret-values.js';
import { Topics } from './sns/topics.js';
import { MessageQueues } from './sqs/message-queues.js';
import { ParameterStore } from './ssm/parameter-store.js';
import { type Execution, Executions } from './step-functions/executions.js';
import { AWS_THROTTLES, type ThrottleLimit, Throttles } from './throttles.js';

/** A line that a function has logged, parsed. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface LocalAwsOptions {
  readonly stack: StackFacts;
  readonly time: WorldTime;
  /** Containers of one function that work at the same time. */
  readonly concurrency: number;
  readonly random: () => number;
  /** Rates without a start date come for the first time when they are made, as on AWS. */
  readonly schedulesBeginAtOnce: boolean;
  /** AWS's limits on calls. Default: those of a real account. */
  readonly throttles?: readonly ThrottleLimit[] | undefined;
  /** Invocations that the account may have at the same time. Default: Lambda's own. */
  readonly accountConcurrency?: number | undefined;
  /** Called before EC2 is read: brings what the service's side has decided to the present. */
  readonly settle: () => void;
}

/** Lambda's default quota of an account in a Region. */
const ACCOUNT_CONCURRENCY = 1000;
/** A refused call has been on its way all the same. */
const REFUSAL_SECONDS = 0.04;

/** What Lambda itself sets, as far as the functions check it. */
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
  readonly queues: MessageQueues;
  readonly metrics: Metrics;
  readonly permissions = new Permissions();
  readonly secrets: SecretValues;
  readonly parameters: ParameterStore;
  readonly network: Network;
  readonly endpoints: VpcEndpoints;
  readonly notifications: ConnectionNotifications;
  readonly tables: Tables;
  readonly topics: Topics;
  readonly functions: LambdaFunctions;
  readonly bus: EventBus;
  readonly trail: Trail;
  readonly executions: Executions;
  readonly targets: EventTargets;
  readonly schedules: Schedules;
  readonly throttles: Throttles;
  readonly server: AwsServer;
  /** What the functions have logged, in order. */
  readonly logs: LogLine[] = [];
  private readonly logListeners: ((line: LogLine) => void)[] = [];
  private readonly stateListeners: ((execution: Execution, state: string) => void)[] = [];
  /** Roles of people, by access key. */
  private readonly people = new Map<string, string>();
  private template: StackTemplate | undefined;

  constructor(private readonly options: LocalAwsOptions) {
    const { stack, time, schedulesBeginAtOnce: beginAtOnce } = options;
    const { permissions } = this;
    this.queues = new MessageQueues(time);
    this.metrics = new Metrics(this.queues);
    this.secrets = new SecretValues(stack.account, stack.region, time);
    this.parameters = new ParameterStore(time, stack);
    this.network = new Network(stack.region);
    this.tables = new Tables(time);
    this.notifications = new ConnectionNotifications(() => this.topics);
    this.endpoints = new VpcEndpoints(time, stack.account, this.network, this.notifications);
    this.functions = this.createFunctions();
    this.topics = this.createTopics();
    this.bus = this.createBus();
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
    this.server = this.createServer();
  }

  private createFunctions(): LambdaFunctions {
    const { stack, time, concurrency, accountConcurrency = ACCOUNT_CONCURRENCY } = this.options;
    return new LambdaFunctions({
      time,
      queues: this.queues,
      concurrency,
      accountConcurrency,
      platformEnvironment: () => containerEnvironment(stack.region, this.server.url),
      onLog: (text, level) => this.takeLog(text, level),
    });
  }

  private createBus(): EventBus {
    const { stack, time } = this.options;
    return new EventBus({
      ...stack,
      time,
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

  private createServer(): AwsServer {
    const { stack, settle } = this.options;
    const {
      functions,
      permissions,
      endpoints,
      notifications,
      tables,
      network,
      secrets,
      parameters,
      queues,
      executions,
      bus,
      trail,
    } = this;
    const api = new AwsApi({
      services: {
        ...stack,
        ...{
          endpoints,
          notifications,
          tables,
          network,
          secrets,
          parameters,
          queues,
          functions,
          executions,
          bus,
          trail,
          settle,
        },
      },
      permissions,
      roleOf: (accessKeyId) => functions.roleOf(accessKeyId) ?? this.people.get(accessKeyId),
      functionOf: (accessKeyId) => functions.functionOf(accessKeyId),
    });
    return new AwsServer({
      perform: (call) => api.perform(call),
      kill: (accessKeyId) => functions.kill(accessKeyId),
      throttle: (call) => this.throttle(call),
      now: () => this.options.time.now(),
    });
  }

  private async throttle(call: AwsCall): Promise<AwsError | undefined> {
    // The world stands still for people, so that nothing would ever be given back to them.
    if (this.functions.roleOf(call.accessKeyId) === undefined) return undefined;
    const refusal = this.throttles.take(call);
    if (refusal === undefined) return undefined;
    const { time } = this.options;
    await this.functions.whileWaiting(call.accessKeyId, () => time.sleep(REFUSAL_SECONDS));
    return refusal;
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  deploy(template: StackTemplate): void {
    this.template = template;
    const { account, region } = this.options.stack;
    deploy(template, { ...this, account, region });
  }

  /** Somebody with a role of these permissions signs with this key. */
  addPerson(accessKeyId: string, statements: readonly Statement[]): void {
    const roleArn = `arn:aws:iam::${this.options.stack.account}:role/${accessKeyId}`;
    this.people.set(accessKeyId, roleArn);
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
    await this.server.close();
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
