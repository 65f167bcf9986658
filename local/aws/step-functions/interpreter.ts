import { applies } from './choice.js';
import type {
  CatchRule,
  ChoiceState,
  Definition,
  FailState,
  PassState,
  RetryRule,
  State,
  TaskState,
  WaitState,
} from './definition.js';
import { evaluate, fill, placeAt } from './json-path.js';
import { StateError } from './state-error.js';

export interface TaskCall {
  readonly resource: string;
  readonly payload: unknown;
  /** Token for the callback, if the resource waits for one. */
  readonly token: string;
  readonly timeoutSeconds: number | undefined;
}

export interface MachineEnvironment {
  /** @throws StateError if the task fails */
  callTask(call: TaskCall): Promise<unknown>;
  createToken(): string;
  /** Called for each retry of a task, which Step Functions bills as a transition. */
  onRetry(): void;
  sleep(seconds: number): Promise<void>;
  random(): number;
  onState(name: string, state: unknown): void;
  /** Adds events to the execution's history; the execution fails when it is full. */
  count(events: number): void;
  /** World time in milliseconds since the epoch. */
  now(): number;
  /** True if the execution was ended from outside. */
  isEnded(): boolean;
}

export type ExecutionOutcome =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause: string };

type Step =
  | { readonly kind: 'next'; readonly name: string; readonly state: unknown }
  | { readonly kind: 'end'; readonly end: ExecutionOutcome };

/** A state adds an event when it is entered and one when it is left; a Fail state is not left. */
const STATE_EVENTS = { Task: 2, Choice: 2, Wait: 2, Pass: 2, Succeed: 2, Fail: 1 } as const;
/**
 * Events of a function call: scheduled, started, and succeeded or failed. A call with a callback also has submitted.
 */
const CALL_EVENTS = 3;
const CALLBACK_EVENTS = 4;
const PAYLOAD_LIMIT_BYTES = 262_144;
const DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';
/** Errors that `States.ALL` does not match. The second cannot be caught at all. */
const NOT_AMONG_ALL = [DATA_LIMIT_EXCEEDED, 'States.Runtime'];

/** Executes a definition as Step Functions does: one state after another, Retry before Catch. */
export class Interpreter {
  private enteredAt = 0;

  constructor(
    private readonly definition: Definition,
    private readonly environment: MachineEnvironment,
    private readonly context: object,
  ) {}

  /** @returns undefined if the execution was ended from outside */
  async run(input: unknown): Promise<ExecutionOutcome | undefined> {
    let name = this.definition.StartAt;
    let state = input;
    for (;;) {
      this.environment.onState(name, state);
      const step = await this.stepSafely(name, state);
      if (this.environment.isEnded()) return undefined;
      if (step.kind === 'end') return step.end;
      ({ name, state } = step);
    }
  }

  private async stepSafely(name: string, state: unknown): Promise<Step> {
    try {
      const definition = this.definition.States[name];
      if (definition === undefined) throw new StateError('States.Runtime', `There is no state "${name}".`);
      this.enteredAt = this.environment.now();
      this.environment.count(STATE_EVENTS[definition.Type]);
      const step = await this.step(definition, state);
      if (step.kind === 'next') requireSize(step.state);
      return step;
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      return { kind: 'end', end: { status: 'FAILED', error: error.error, cause: error.errorCause } };
    }
  }

  private async step(definition: State, state: unknown): Promise<Step> {
    switch (definition.Type) {
      case 'Task':
        return this.task(definition, state);
      case 'Wait':
        await this.environment.sleep(Math.max(0, this.secondsOf(definition, state)));
        return { kind: 'next', name: definition.Next, state };
      case 'Choice':
        return { kind: 'next', name: this.choose(definition, state), state };
      case 'Pass':
        return this.pass(definition, state);
      case 'Succeed':
        return { kind: 'end', end: { status: 'SUCCEEDED', output: state } };
      case 'Fail':
        return { kind: 'end', end: this.failure(definition, state) };
    }
  }

  private secondsOf({ Seconds, SecondsPath = '$', TimestampPath }: WaitState, state: unknown): number {
    if (TimestampPath !== undefined)
      return (Date.parse(String(this.evaluate(TimestampPath, state))) - this.environment.now()) / 1000;
    return Seconds ?? Number(this.evaluate(SecondsPath, state));
  }

  private pass({ Parameters, Result, ResultPath, Next }: PassState, state: unknown): Step {
    const input = Parameters === undefined ? state : fill(Parameters, { state, context: this.context });
    return this.proceed(Next, placeAt(ResultPath, state, Result ?? input));
  }

  private proceed(next: string | undefined, state: unknown): Step {
    if (next === undefined) return { kind: 'end', end: { status: 'SUCCEEDED', output: state } };
    return { kind: 'next', name: next, state };
  }

  private failure({ Error: error, Cause = '', CausePath }: FailState, state: unknown): ExecutionOutcome {
    const cause = CausePath === undefined ? Cause : String(this.evaluate(CausePath, state));
    return { status: 'FAILED', error, cause };
  }

  private choose({ Choices, Default }: ChoiceState, state: unknown): string {
    const scope = { state, context: this.context };
    const chosen = Choices.find((choice) => inRuntime(() => applies(choice, scope)));
    const next = chosen?.Next ?? Default;
    if (next === undefined) throw new StateError('States.NoChoiceMatched', 'No choice matched.');
    return next;
  }

  private async task(definition: TaskState, state: unknown): Promise<Step> {
    try {
      const result = await this.callWithRetry(definition, state);
      const { ResultSelector, ResultPath, Next } = definition;
      const selected =
        ResultSelector === undefined
          ? result
          : fill(ResultSelector, { state: result, context: this.context });
      const output = placeAt(ResultPath, state, selected);
      requireSize(output);
      return this.proceed(Next, output);
    } catch (error) {
      const caught = error instanceof StateError ? ruleFor(definition.Catch ?? [], error.error) : undefined;
      if (caught === undefined || !(error instanceof StateError)) throw error;
      const output = { Error: error.error, Cause: error.errorCause };
      return { kind: 'next', name: caught.Next, state: placeAt(caught.ResultPath, state, output) };
    }
  }

  private async callWithRetry(definition: TaskState, state: unknown): Promise<unknown> {
    const attempts = new Map<RetryRule, number>();
    for (let retryCount = 0; ; retryCount += 1) {
      if (retryCount > 0) this.environment.onRetry();
      const call = this.callOf(definition, state, retryCount);
      this.environment.count(call.resource.endsWith(WAIT_FOR_TOKEN) ? CALLBACK_EVENTS : CALL_EVENTS);
      try {
        return await this.environment.callTask(call);
      } catch (error) {
        const rule = error instanceof StateError ? ruleFor(definition.Retry ?? [], error.error) : undefined;
        const attempt = rule === undefined ? 0 : (attempts.get(rule) ?? 0);
        if (rule === undefined || attempt >= (rule.MaxAttempts ?? 3) || this.environment.isEnded())
          throw error;
        attempts.set(rule, attempt + 1);
        await this.environment.sleep(this.pause(rule, attempt));
      }
    }
  }

  private callOf(definition: TaskState, state: unknown, retryCount: number): TaskCall {
    const { Resource: resource, TimeoutSeconds, TimeoutSecondsPath } = definition;
    const EnteredTime = new Date(this.enteredAt).toISOString();
    const token = this.environment.createToken();
    const context = {
      ...this.context,
      State: { RetryCount: retryCount, EnteredTime },
      ...(resource.endsWith(WAIT_FOR_TOKEN) ? { Task: { Token: token } } : {}),
    };
    const payload = fill(definition.Parameters ?? state, { state, context });
    requireSize(payload);
    const timeoutSeconds =
      TimeoutSecondsPath === undefined
        ? TimeoutSeconds
        : requireTimeout(this.evaluate(TimeoutSecondsPath, state));
    return { resource, payload, token, timeoutSeconds };
  }

  private pause(rule: RetryRule, attempt: number): number {
    const interval = (rule.IntervalSeconds ?? 1) * (rule.BackoffRate ?? 2) ** attempt;
    const seconds = Math.min(interval, rule.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
    return rule.JitterStrategy === 'FULL' ? seconds * this.environment.random() : seconds;
  }

  private evaluate(path: string, state: unknown): unknown {
    return inRuntime(() => evaluate(path, { state, context: this.context }));
  }
}

/** Suffix of a resource whose task ends with a callback. */
export const WAIT_FOR_TOKEN = '.waitForTaskToken';

/** @throws StateError unless the path yields a positive whole number */
function requireTimeout(value: unknown): number {
  if (Number.isInteger(value) && Number(value) > 0) return Number(value);
  throw new StateError(
    'States.Runtime',
    `The TimeoutSecondsPath parameter does not reference an integer greater than 0: ${JSON.stringify(value)}`,
  );
}

/** Converts errors of paths to `States.Runtime`, which ends the execution. */
function inRuntime<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new StateError('States.Runtime', String(error));
  }
}

/** @throws StateError if the data exceeds the payload limit of Step Functions */
function requireSize(data: unknown): void {
  if (Buffer.byteLength(JSON.stringify(data) ?? '') <= PAYLOAD_LIMIT_BYTES) return;
  throw new StateError(
    DATA_LIMIT_EXCEEDED,
    'The state/task returned a result with a size exceeding the maximum number of bytes service limit.',
  );
}

/**
 * Returns the first rule that matches the error. `States.ALL` matches all errors except two, `States.TaskFailed` also
 * excludes timeouts, and no rule catches `States.Runtime`.
 */
function ruleFor<Rule extends RetryRule | CatchRule>(
  rules: readonly Rule[],
  error: string,
): Rule | undefined {
  if (error === 'States.Runtime') return undefined;
  const isAmongAll = !NOT_AMONG_ALL.includes(error);
  return rules.find(({ ErrorEquals }) =>
    ErrorEquals.some(
      (name) =>
        name === error ||
        (name === 'States.ALL' && isAmongAll) ||
        (name === 'States.TaskFailed' && isAmongAll && error !== 'States.Timeout'),
    ),
  );
}
