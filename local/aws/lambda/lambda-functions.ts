import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../../time/world-time.js';
import type { MessageQueues } from '../sqs/message-queues.js';
import {
  type FunctionError,
  type FunctionSettings,
  type InvocationResult,
  LambdaContainer,
} from './lambda-container.js';
import type { LambdaLogLevel } from './lambda-log-level.js';

/** The template's settings of asynchronous invocations. */
export interface AsyncSettings {
  readonly retryAttempts: number;
  readonly maxEventAgeSeconds: number;
  readonly failureQueueArn: string | undefined;
}

export interface LambdaFunctionsOptions {
  readonly time: WorldTime;
  readonly queues: MessageQueues;
  /** Environment variables that the platform adds to those of the template. */
  readonly platformEnvironment: () => Readonly<Record<string, string>>;
  readonly onLog: (text: string, level: LambdaLogLevel | undefined) => void;
  /** Maximum number of containers of one function that work at the same time; further invocations wait. */
  readonly concurrency: number;
  /** Maximum number of concurrent invocations of all functions; further ones are throttled. */
  readonly accountConcurrency: number;
  /** The key of a new container, by which the local AWS looks up its role. */
  readonly issueAccessKey: () => string;
}

/** What the code of a function has used of this machine. */
export interface FunctionUsage {
  /** Most memory in use by the JavaScript objects of its thread, garbage included, when it sent a request. */
  readonly peakHeapBytes: number;
  /** Time in which its thread was not idle during its invocations. */
  readonly busySeconds: number;
}

interface Registered {
  readonly settings: FunctionSettings;
  readonly asynchronous: AsyncSettings;
  readonly free: LambdaContainer[];
  readonly waiting: ((container: LambdaContainer) => void)[];
  busy: number;
  /** Number of current invocations. */
  running: number;
}

/** Pauses before the second and the third attempt of an asynchronous invocation. */
const ASYNC_PAUSES_SECONDS = [60, 120];
/** Duration of an invocation besides the function's own work. */
const INVOKE_SECONDS = 0.1;
/**
 * Minimum world time for which an invocation occupies its container. Computation and HTTP take no world time, so
 * without this minimum a single container would serve any number of events, and limits for each container (tokens,
 * nonces) would never be reached.
 */
const WORK_SECONDS = 0.3;
const LONGEST_QUEUE_PAUSE_SECONDS = 300;

/** Error name in Step Functions. */
const TOO_MANY: InvocationResult = {
  kind: 'error',
  error: { errorType: 'Lambda.TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
};

export class LambdaFunctions {
  private readonly functions = new Map<string, Registered>();
  private readonly containers = new Map<string, LambdaContainer>();
  /** Number of invocations by function name. */
  readonly invocations = new Map<string, number>();
  /** World time that Lambda would bill, including waits within a function, by function name. */
  readonly billedSeconds = new Map<string, number>();
  /**
   * By function name; a thread has up to 200 containers, whose modules stay in memory, so a container of Lambda needs
   * less memory.
   */
  readonly usage = new Map<string, FunctionUsage>();
  /** Lambda's metric `Errors`: number of failed invocations by function name. */
  readonly errors = new Map<string, number>();

  constructor(private readonly options: LambdaFunctionsOptions) {}

  register(settings: FunctionSettings, asynchronous: AsyncSettings): void {
    this.functions.set(settings.functionArn, {
      settings,
      asynchronous,
      free: [],
      waiting: [],
      busy: 0,
      running: 0,
    });
  }

  has(functionArn: string): boolean {
    return this.functions.has(functionArn);
  }

  /** ARN of the function whose name contains this text. */
  arnOf(namePart: string): string {
    const arn = [...this.functions.keys()].find((candidate) => candidate.includes(namePart));
    if (arn === undefined) throw new Error(`No function has a name that contains "${namePart}".`);
    return arn;
  }

  /** Role of the container with this access key. */
  roleOf(accessKeyId: string): string | undefined {
    return this.containers.get(accessKeyId)?.roleArn;
  }

  /** Crashes all containers that are computing. It is usually one, because waiting containers are not counted. */
  killWorking(): void {
    for (const container of [...this.containers.values()].filter(({ isWorking }) => isWorking))
      container.kill();
  }

  /** ARN of the function whose container has this access key. */
  functionOf(accessKeyId: string): string | undefined {
    return this.containers.get(accessKeyId)?.functionArn;
  }

  kill(accessKeyId: string): void {
    this.containers.get(accessKeyId)?.kill();
  }

  /** Runs a call that takes world time. If a container makes it, world time can continue meanwhile. */
  async whileWaiting<T>(accessKeyId: string, work: () => Promise<T>): Promise<T> {
    const container = this.containers.get(accessKeyId);
    return container === undefined ? work() : container.whileWaiting(work);
  }

  async invoke(functionArn: string, event: unknown): Promise<InvocationResult> {
    const registered = this.find(functionArn);
    await this.options.time.sleep(INVOKE_SECONDS);
    if (this.isFull(registered)) return TOO_MANY;
    registered.running += 1;
    try {
      return await this.run(registered, event);
    } finally {
      registered.running -= 1;
    }
  }

  /** Synchronous invocations are throttled then; asynchronous ones are queued (see `invokeAsync`). */
  private isFull({ running, settings: { maxConcurrency = Number.POSITIVE_INFINITY } }: Registered): boolean {
    const all = [...this.functions.values()].reduce((sum, one) => sum + one.running, 0);
    return running >= maxConcurrency || all >= this.options.accountConcurrency;
  }

  private async run(registered: Registered, event: unknown): Promise<InvocationResult> {
    const { functionName } = registered.settings;
    add(this.invocations, functionName, 1);
    const container = await this.acquire(registered);
    const beganAt = this.options.time.now();
    await this.options.time.sleep(WORK_SECONDS);
    const busyBefore = container.busyMilliseconds;
    const result = await container.invoke(event, randomUUID());
    add(this.billedSeconds, functionName, (this.options.time.now() - beganAt) / 1000);
    this.noteUsage(functionName, container, busyBefore);
    if (result.kind === 'error') add(this.errors, functionName, 1);
    this.release(registered, container);
    return result;
  }

  private noteUsage(
    name: string,
    { peakHeapBytes, busyMilliseconds }: LambdaContainer,
    busyBefore: number,
  ): void {
    const before = this.usage.get(name) ?? { peakHeapBytes: 0, busySeconds: 0 };
    this.usage.set(name, {
      peakHeapBytes: Math.max(before.peakHeapBytes, peakHeapBytes),
      busySeconds: before.busySeconds + (busyMilliseconds - busyBefore) / 1000,
    });
  }

  /** Invokes asynchronously: Lambda retries after failures, and then sends the event to the failure destination. */
  async invokeAsync(functionArn: string, event: unknown): Promise<void> {
    const { asynchronous } = this.find(functionArn);
    const { time } = this.options;
    const since = time.now();
    for (let attempt = 0; ; attempt += 1) {
      const result = await this.invokeWhenFree(functionArn, event, since);
      if (result.kind === 'result') return;
      const pauseSeconds = ASYNC_PAUSES_SECONDS[attempt] ?? Number.POSITIVE_INFINITY;
      const tooOld = time.now() + pauseSeconds * 1000 - since > asynchronous.maxEventAgeSeconds * 1000;
      if (attempt >= asynchronous.retryAttempts || tooOld)
        return this.giveUp(functionArn, event, attempt + 1, result.error);
      await time.sleep(pauseSeconds);
    }
  }

  /** Lambda retries throttled events with increasing pauses until they reach their maximum age. */
  private async invokeWhenFree(
    functionArn: string,
    event: unknown,
    since: number,
  ): Promise<InvocationResult> {
    const { time } = this.options;
    const { maxEventAgeSeconds } = this.find(functionArn).asynchronous;
    for (let pauseSeconds = 1; ; pauseSeconds = Math.min(pauseSeconds * 2, LONGEST_QUEUE_PAUSE_SECONDS)) {
      const result = await this.invoke(functionArn, event);
      const isTooOld = time.now() + pauseSeconds * 1000 - since > maxEventAgeSeconds * 1000;
      if (result !== TOO_MANY || isTooOld) return result;
      await time.sleep(pauseSeconds);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.containers.values()].map((container) => container.close()));
  }

  private giveUp(functionArn: string, event: unknown, attempts: number, error: FunctionError): void {
    const { failureQueueArn } = this.find(functionArn).asynchronous;
    if (failureQueueArn === undefined) return;
    const record = {
      version: '1.0',
      timestamp: new Date(this.options.time.now()).toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `${functionArn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    };
    this.options.queues.send(failureQueueArn, JSON.stringify(record));
  }

  private find(functionArn: string): Registered {
    const registered = this.functions.get(functionArn);
    if (registered === undefined) throw new Error(`No function with ARN ${functionArn} exists.`);
    return registered;
  }

  private async acquire(registered: Registered): Promise<LambdaContainer> {
    const warm = registered.free.pop();
    if (warm !== undefined) return warm;
    if (registered.busy < this.options.concurrency) {
      registered.busy += 1;
      return this.createContainer(registered.settings);
    }
    return new Promise((resolve) => registered.waiting.push(resolve));
  }

  private release(registered: Registered, container: LambdaContainer): void {
    const waiting = registered.waiting.shift();
    if (waiting !== undefined) {
      waiting(container.isDead ? this.createContainer(registered.settings) : container);
      return;
    }
    if (container.isDead) registered.busy -= 1;
    else registered.free.push(container);
  }

  private createContainer(settings: FunctionSettings): LambdaContainer {
    const { time, platformEnvironment, onLog } = this.options;
    const accessKeyId = this.options.issueAccessKey();
    const container = new LambdaContainer({
      settings,
      time,
      platformEnvironment: { ...platformEnvironment(), AWS_ACCESS_KEY_ID: accessKeyId },
      onLog: (text) => onLog(text, settings.logLevel),
    });
    this.containers.set(accessKeyId, container);
    return container;
  }
}

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}
