import type { WorldTime } from '../time/world-time.js';
import { AwsApi } from './aws-api.js';
import { AwsServer } from './aws-server.js';
import { deploy, mayInvoke } from './deployment.js';
import { EventBus } from './event-bus.js';
import { LambdaFunctions } from './lambda-functions.js';
import { MessageQueues } from './message-queues.js';
import { Metrics } from './metrics.js';
import { Permissions } from './permissions.js';
import { SecretValues } from './secret-values.js';
import type { StackFacts, StackTemplate } from './stack-template.js';
import { type Execution, Executions } from './state-machine/executions.js';
import { VpcEndpoints } from './vpc-endpoints.js';

/** A line that a function has logged, parsed. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface LocalAwsOptions {
  readonly stack: StackFacts;
  readonly time: WorldTime;
  /** Containers of one function that work at the same time. */
  readonly concurrency: number;
  readonly random: () => number;
  /** Called before EC2 is read: brings what the service's side has decided to the present. */
  readonly settle: () => void;
}

/** What Lambda itself sets, as far as the functions look at it. */
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
  readonly queues = new MessageQueues();
  readonly metrics = new Metrics(this.queues);
  readonly permissions = new Permissions();
  readonly secrets: SecretValues;
  readonly endpoints: VpcEndpoints;
  readonly functions: LambdaFunctions;
  readonly bus: EventBus;
  readonly executions: Executions;
  readonly server: AwsServer;
  /** What the functions have logged, in order. */
  readonly logs: LogLine[] = [];
  private readonly logListeners: ((line: LogLine) => void)[] = [];
  private readonly stateListeners: ((execution: Execution, state: string) => void)[] = [];
  private template: StackTemplate | undefined;

  constructor({ stack, time, concurrency, random, settle }: LocalAwsOptions) {
    const { queues, permissions } = this;
    this.secrets = new SecretValues(stack.account, stack.region);
    this.endpoints = new VpcEndpoints(time, stack.account);
    this.functions = new LambdaFunctions({
      time,
      queues,
      concurrency,
      platformEnvironment: () => containerEnvironment(stack.region, this.server.url),
      onLog: (text) => this.takeLog(text),
    });
    const { functions, secrets, endpoints } = this;
    this.bus = new EventBus({
      ...stack,
      time,
      functions,
      queues,
      mayInvoke: (functionArn, ruleArn) =>
        this.template !== undefined && mayInvoke(this.template, functionArn, ruleArn),
    });
    const { bus } = this;
    this.executions = new Executions({
      time,
      functions,
      bus,
      random,
      onState: (execution, state) => {
        for (const listener of this.stateListeners) listener(execution, state);
      },
    });
    const { executions } = this;
    const roleOf = (accessKeyId: string) => functions.roleOf(accessKeyId);
    const api = new AwsApi({ ...stack, endpoints, secrets, executions, bus, permissions, roleOf, settle });
    this.server = new AwsServer({
      perform: (call) => api.perform(call),
      kill: (accessKeyId) => functions.kill(accessKeyId),
    });
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  deploy(template: StackTemplate): void {
    this.template = template;
    deploy(template, this);
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

  private takeLog(text: string): void {
    for (const part of text.split('\n').filter((candidate) => candidate.startsWith('{'))) {
      const line = JSON.parse(part) as LogLine;
      this.logs.push(line);
      this.metrics.takeLine(line);
      for (const listener of this.logListeners) listener(line);
    }
  }
}
