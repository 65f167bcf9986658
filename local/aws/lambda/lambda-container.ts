import type { WorldTime } from '../../time/world-time.js';
import { type ContainerSeat, takeSeat } from './container-threads.js';
import type { LambdaLogLevel } from './lambda-log-level.js';

export interface FunctionSettings {
  readonly functionName: string;
  readonly functionArn: string;
  /** Role whose permissions apply to the container's calls to AWS. */
  readonly roleArn: string;
  /** Folder of the bundle, as synthesized. */
  readonly codeFolder: string;
  /** The template's environment variables only. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Undefined for plain text logs. */
  readonly logLevel: LambdaLogLevel | undefined;
  /** Reserved concurrency in the template. */
  readonly maxConcurrency: number | undefined;
}

/** Error in Lambda's form, as in `responsePayload` and in the cause of a failed task. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type InvocationResult =
  | { readonly kind: 'result'; readonly payload: unknown }
  | { readonly kind: 'error'; readonly error: FunctionError };

type Message =
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'sleep'; readonly id: number; readonly milliseconds: number }
  | { readonly kind: 'usage'; readonly heapBytes: number; readonly busyMilliseconds: number }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError };

export interface ContainerOptions {
  readonly settings: FunctionSettings;
  readonly time: WorldTime;
  /** Environment variables that the platform adds: Region, credentials, and the endpoint of AWS. */
  readonly platformEnvironment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** A container that has loaded the bundle and serves one invocation after another. */
export class LambdaContainer {
  private readonly seat: ContainerSeat;
  private finish: ((result: InvocationResult) => void) | undefined;
  private sleeping = 0;
  isDead = false;
  /** Most memory in use by the JavaScript objects of its thread when it sent a request. */
  peakHeapBytes = 0;
  /** Real time in which its thread was not idle during its invocations. */
  busyMilliseconds = 0;
  readonly functionArn: string;
  readonly roleArn: string;

  constructor(private readonly options: ContainerOptions) {
    const { settings, time, platformEnvironment } = options;
    this.roleArn = settings.roleArn;
    this.functionArn = settings.functionArn;
    const env = {
      ...platformEnvironment,
      ...(settings.logLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: settings.logLevel }),
      ...settings.environment,
    };
    const { codeFolder, functionName, functionArn } = settings;
    this.seat = takeSeat<Message>(
      { env, time: time.shared, codeFolder, functionName, functionArn },
      { message: (message) => this.take(message), crash: (error) => this.crash(error) },
    );
  }

  /** True if its code runs and does not wait for world time to pass. */
  get isWorking(): boolean {
    return this.finish !== undefined && this.sleeping === 0;
  }

  /** Must not be called during another invocation. */
  async invoke(event: unknown, requestId: string): Promise<InvocationResult> {
    const { time, settings } = this.options;
    if (this.isDead)
      return { kind: 'error', error: { errorType: 'Runtime.ExitError', errorMessage: 'dead' } };
    const deadline = time.now() + settings.timeoutSeconds * 1000;
    const timeout = time.at(deadline, () =>
      this.kill('Sandbox.Timedout', `Task timed out after ${settings.timeoutSeconds}.00 seconds`),
    );
    if (this.sleeping === 0) time.workBegins();
    const result = await new Promise<InvocationResult>((resolve) => {
      this.finish = resolve;
      this.seat.post({ kind: 'invoke', event, requestId, deadline });
    });
    timeout.cancel();
    return result;
  }

  /** Ends the container during its invocation, like a crash. */
  kill(errorType = 'Runtime.ExitError', errorMessage = 'RequestId: Error: Runtime exited'): void {
    void this.close();
    this.settle({ kind: 'error', error: { errorType, errorMessage } });
  }

  /** Ends the container; its thread is kept for others. */
  async close(): Promise<void> {
    if (this.isDead) return;
    this.isDead = true;
    await this.seat.leave();
  }

  /** Called when the thread has ended. */
  private crash(errorMessage: string): void {
    this.isDead = true;
    this.settle({ kind: 'error', error: { errorType: 'Runtime.ExitError', errorMessage } });
  }

  private take(message: Message): void {
    switch (message.kind) {
      case 'log':
        this.options.onLog(message.text);
        break;
      case 'sleep':
        this.sleep(message.id, message.milliseconds);
        break;
      case 'usage':
        this.peakHeapBytes = message.heapBytes;
        this.busyMilliseconds += message.busyMilliseconds;
        break;
      case 'result':
        this.settle({ kind: 'result', payload: JSON.parse(message.payload) });
        break;
      case 'error':
        this.settle(message);
        break;
    }
  }

  private settle(result: InvocationResult): void {
    const { finish } = this;
    if (finish === undefined) return;
    this.finish = undefined;
    if (this.sleeping === 0) this.options.time.workEnds();
    finish(result);
  }

  private sleep(id: number, milliseconds: number): void {
    this.beginWaiting();
    this.options.time.after(milliseconds / 1000, () => {
      if (this.isDead) return;
      this.endWaiting();
      this.seat.post({ kind: 'wake', id });
    });
  }

  /** Lets world time continue while the container's code waits for this work. */
  async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
    this.beginWaiting();
    try {
      return await work();
    } finally {
      if (!this.isDead) this.endWaiting();
    }
  }

  private beginWaiting(): void {
    this.sleeping += 1;
    if (this.sleeping === 1 && this.isInvoked) this.options.time.workEnds();
  }

  /** Work that the invocation did not wait for continues after its end, as on Lambda. */
  private endWaiting(): void {
    this.sleeping -= 1;
    if (this.sleeping === 0 && this.isInvoked) this.options.time.workBegins();
  }

  private get isInvoked(): boolean {
    return this.finish !== undefined;
  }
}
