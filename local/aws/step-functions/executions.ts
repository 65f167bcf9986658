import type { WorldTime } from '../../time/world-time.js';
import type { EventBus } from '../event-bridge/event-bus.js';
import type { Permissions } from '../iam/permissions.js';
import type { LambdaFunctions } from '../lambda/lambda-functions.js';
import { AwsError } from '../protocol/aws-error.js';
import { type Definition, parseDefinition } from './definition.js';
import { type ExecutionOutcome, Interpreter, type TaskCall, WAIT_FOR_TOKEN } from './interpreter.js';
import { StateError } from './state-error.js';
import { TaskTokens } from './task-tokens.js';

export interface Execution {
  readonly name: string;
  readonly stateMachineArn: string;
  readonly executionArn: string;
  readonly input: string;
  readonly startedAt: number;
  /** Names of the states entered, in order. */
  readonly states: string[];
  /** Number of retries. Step Functions bills the states entered and the retries as transitions. */
  retries: number;
  /** The part of Step Functions' history that is kept for each step. */
  readonly history: {
    readonly type: string;
    readonly name: string;
    readonly input: unknown;
    readonly at: number;
  }[];
  /** Number of events in the history, as Step Functions counts them. */
  eventCount: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** JSON text; undefined unless the execution succeeded. */
  output?: string;
  error?: string;
  cause?: string;
  endedAt?: number;
}

/** An execution whose history is full fails, as documented. */
const HISTORY_LIMIT = 25_000;
const PAYLOAD_LIMIT_BYTES = 262_144;

const INTEGRATION = 'arn:aws:states:::';
const INVOKE_AND_WAIT = `${INTEGRATION}lambda:invoke${WAIT_FOR_TOKEN}`;

export type ExecutionStatus = Execution['status'];

interface StateMachine {
  readonly definition: Definition;
  /** Undefined if every function may be invoked. */
  readonly roleArn: string | undefined;
}

export interface ExecutionsOptions {
  readonly time: WorldTime;
  readonly functions: LambdaFunctions;
  readonly bus: EventBus;
  readonly permissions: Permissions;
  readonly random: () => number;
  readonly onState: (execution: Execution, state: string) => void;
}

/** The template's state machines and their executions. */
export class Executions {
  readonly all: Execution[] = [];
  /** Tasks that wait for a callback. */
  readonly tokens = new TaskTokens();
  /** Functions that end the waits of an execution when it ends. */
  private readonly waits = new Map<Execution, Set<() => void>>();
  private readonly machines = new Map<string, StateMachine>();

  constructor(private readonly options: ExecutionsOptions) {}

  define(stateMachineArn: string, definitionText: string, roleArn?: string): void {
    this.machines.set(stateMachineArn, { definition: parseDefinition(definitionText), roleArn });
  }

  has(stateMachineArn: string): boolean {
    return this.machines.has(stateMachineArn);
  }

  /** ARN of the first state machine whose name contains this text. */
  arnOf(namePart: string): string {
    const arn = [...this.machines.keys()].find((candidate) => candidate.includes(namePart));
    if (arn === undefined) throw new Error(`No state machine has a name that contains "${namePart}".`);
    return arn;
  }

  /** @throws AwsError StateMachineDoesNotExist, InvalidName, ValidationException, ExecutionAlreadyExists */
  start(stateMachineArn: string, name: string, input: string): Execution {
    const machine = this.find(stateMachineArn);
    if (Buffer.byteLength(input) > PAYLOAD_LIMIT_BYTES)
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${PAYLOAD_LIMIT_BYTES}`,
      );
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
    const existing = this.all.find(
      (execution) => execution.name === name && execution.stateMachineArn === stateMachineArn,
    );
    if (existing !== undefined) return sameExecution(existing, input);
    const execution = this.create(stateMachineArn, name, input);
    void this.execute(execution, machine);
    return execution;
  }

  /** @throws AwsError ExecutionDoesNotExist */
  describe(executionArn: string): Execution {
    const execution = this.all.find((candidate) => candidate.executionArn === executionArn);
    if (execution !== undefined) return execution;
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  /**
   * Newest first.
   *
   * @throws AwsError StateMachineDoesNotExist
   */
  list(stateMachineArn: string, status?: string): Execution[] {
    this.find(stateMachineArn);
    return this.all
      .filter((execution) => execution.stateMachineArn === stateMachineArn)
      .filter((execution) => status === undefined || execution.status === status)
      .reverse();
  }

  /** Stops the execution by hand, as in the console. */
  abort(execution: Execution, error = '', cause = ''): void {
    this.end(execution, { status: 'ABORTED', error, cause });
  }

  /** Ends the execution by the time limit of the state machine. */
  timeOut(execution: Execution): void {
    this.end(execution, { status: 'TIMED_OUT', error: 'States.Timeout', cause: '' });
  }

  /**
   * Starts an execution by hand, as in the console: of the first state machine, or of the first whose name contains
   * this text.
   */
  startByHand(name: string, input: object, namePart = ''): Execution {
    return this.start(this.arnOf(namePart), name, JSON.stringify(input));
  }

  private find(stateMachineArn: string): StateMachine {
    const machine = this.machines.get(stateMachineArn);
    if (machine !== undefined) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }

  private create(stateMachineArn: string, name: string, input: string): Execution {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const startedAt = this.options.time.now();
    const execution: Execution = {
      name,
      stateMachineArn,
      executionArn,
      input,
      startedAt,
      states: [],
      retries: 0,
      history: [],
      // The first event is the start, and the last is the end of the execution.
      eventCount: 2,
      status: 'RUNNING',
    };
    this.all.push(execution);
    return execution;
  }

  private async execute(execution: Execution, { definition, roleArn }: StateMachine): Promise<void> {
    const { time, random, onState } = this.options;
    const limit = definition.TimeoutSeconds;
    const timeout = limit === undefined ? undefined : time.after(limit, () => this.timeOut(execution));
    const environment = {
      callTask: (call: TaskCall) => this.callTask(execution, roleArn, call),
      createToken: () => this.tokens.create(),
      onRetry: () => {
        execution.retries += 1;
      },
      sleep: (seconds: number) => time.sleep(seconds),
      random,
      onState: (state: string, input: unknown) => {
        execution.states.push(state);
        const type = `${definition.States[state]?.Type}StateEntered`;
        execution.history.push({ type, name: state, input, at: time.now() });
        onState(execution, state);
      },
      count: (events: number) => this.count(execution, events),
      now: () => time.now(),
      isEnded: () => execution.status !== 'RUNNING',
    };
    const context = { Execution: { Id: execution.executionArn, Name: execution.name } };
    const interpreter = new Interpreter(definition, environment, context);
    const end = await interpreter.run(JSON.parse(execution.input));
    timeout?.cancel();
    if (end !== undefined) this.end(execution, end);
  }

  private count(execution: Execution, events: number): void {
    execution.eventCount += events;
    if (execution.eventCount <= HISTORY_LIMIT) return;
    const cause = `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`;
    // This error cannot be caught.
    this.end(execution, { status: 'FAILED', error: 'States.Runtime', cause });
  }

  private callTask(execution: Execution, roleArn: string | undefined, call: TaskCall): Promise<unknown> {
    const { resource, payload } = call;
    if (!resource.startsWith(INTEGRATION)) return this.callFunction(roleArn, resource, payload);
    if (resource !== INVOKE_AND_WAIT) throw new StateError('States.Runtime', `${resource} is not simulated`);
    const { FunctionName, Payload } = payload as { FunctionName: string; Payload: unknown };
    return this.respondTo(execution, call, () => this.callFunction(roleArn, FunctionName, Payload));
  }

  /**
   * Runs a task with a callback. The function's result is ignored: the task ends through its token, an error of the
   * function, or its timeout.
   */
  private respondTo(
    execution: Execution,
    { token, timeoutSeconds }: TaskCall,
    call: () => Promise<unknown>,
  ): Promise<unknown> {
    const { time } = this.options;
    const { stateMachineArn } = execution;
    return new Promise((resolve, reject) => {
      const timeout =
        timeoutSeconds === undefined
          ? undefined
          : time.after(timeoutSeconds, () => end(() => reject(new StateError('States.Timeout', ''))));
      const end = (settle: () => void): void => {
        timeout?.cancel();
        this.tokens.end(token);
        this.waits.get(execution)?.delete(stop);
        settle();
      };
      // The execution has ended, so the interpreter ignores this error.
      const stop = () => end(() => reject(new StateError('States.Timeout', '')));
      this.waits.set(execution, (this.waits.get(execution) ?? new Set()).add(stop));
      this.tokens.wait(token, {
        stateMachineArn,
        succeed: (output) => end(() => resolve(output)),
        fail: (error) => end(() => reject(error)),
      });
      call().catch((error: unknown) => end(() => reject(error)));
    });
  }

  private async callFunction(
    roleArn: string | undefined,
    resource: string,
    payload: unknown,
  ): Promise<unknown> {
    const request = { action: 'lambda:InvokeFunction', resource, context: {} };
    if (roleArn !== undefined && !this.options.permissions.allows(roleArn, request)) {
      const cause = `${roleArn} is not authorized to perform lambda:InvokeFunction on ${resource}`;
      throw new StateError('Lambda.AWSLambdaException', cause);
    }
    const result = await this.options.functions.invoke(resource, payload);
    if (result.kind === 'result') return result.payload;
    const { errorType } = result.error;
    const name = errorType === 'Sandbox.Timedout' ? 'States.Timeout' : errorType;
    throw new StateError(name, JSON.stringify(result.error));
  }

  private end(execution: Execution, end: ExecutionOutcome | Ending): void {
    if (execution.status !== 'RUNNING') return;
    execution.status = end.status;
    execution.endedAt = this.options.time.now();
    for (const stop of this.waits.get(execution) ?? []) stop();
    this.waits.delete(execution);
    if (end.status === 'SUCCEEDED') execution.output = JSON.stringify(end.output);
    else Object.assign(execution, { error: end.error, cause: end.cause });
    this.publish(execution);
  }

  /** Publishes Step Functions' status event on the default bus. */
  private publish(execution: Execution): void {
    const { executionArn, stateMachineArn, name, status, input, output, error, cause } = execution;
    const times = { startDate: execution.startedAt, stopDate: execution.endedAt };
    const detail = { executionArn, stateMachineArn, name, status, ...times, input, output, error, cause };
    this.options.bus.put('aws.states', 'Step Functions Execution Status Change', detail, [executionArn]);
  }
}

interface Ending {
  readonly status: 'TIMED_OUT' | 'ABORTED';
  readonly error: string;
  readonly cause: string;
}

function sameExecution(existing: Execution, input: string): Execution {
  // The call is idempotent only for a running execution with the same input.
  if (existing.status === 'RUNNING' && existing.input === input) return existing;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.executionArn}'`);
}
