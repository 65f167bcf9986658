import type { WorldTime } from '../../time/world-time.js';
import { type ContainerSeat, takeSeat } from './container-threads.js';
import type { LambdaLogLevel } from './lambda-log-level.js';

export interface FunctionSettings {
  readonly functionName: string;
  readonly functionArn: string;
  /** Role whose permissions its calls to AWS have. */
  readonly roleArn: string;
  /** Folder of the bundle, as synthesized. */
  readonly codeFolder: string;
  /** The template's environment, nothing added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Undefined for plain text logs. */
  readonly logLevel: LambdaLogLevel | undefined;
  /** The template's reserved concurrency. */
  readonly maxConcurrency: number | undefined;
}

/** As Lambda reports it, in `responsePayload` and in Step Functions' cause. */
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
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError };

export interface ContainerOptions {
  readonly settings: FunctionSettings;
  readonly time: WorldTime;
  /** What the platform adds to every function's environment: Region, credentials, where AWS is. */
  readonly platformEnvironment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** One container, which has loaded the bundle and lives on between invocations. */
export class LambdaContainer {
  private readonly seat: ContainerSeat;
  private finish: ((result: InvocationResult) => void) | undefined;
  private sleeping = 0;
  isDead = false;
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

  /** Its code runs, and does not wait for time to pass. */
  get isWorking(): boolean {
    return this.finish !== undefined && this.sleeping === 0;
  }

  /** One at a time. */
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

  /** The end of a container in the middle of whatever it does. */
  kill(errorType = 'Runtime.ExitError', errorMessage = 'RequestId: Error: Runtime exited'): void {
    void this.close();
    this.settle({ kind: 'error', error: { errorType, errorMessage } });
  }

  /** The end of the world, or of the container alone: its thread is kept for others. */
  async close(): Promise<void> {
    if (this.isDead) return;
    this.isDead = true;
    await this.seat.leave();
  }

  /** Its thread is no more. */
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

  /** Its code waits for something that takes world time: time goes on. */
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

  /** What was not waited for outlives its invocation, as on Lambda. */
  private endWaiting(): void {
    this.sleeping -= 1;
    if (this.sleeping === 0 && this.isInvoked) this.options.time.workBegins();
  }

  private get isInvoked(): boolean {
    return this.finish !== undefined;
  }
}
