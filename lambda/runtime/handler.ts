import { NotYet } from '../contract/workflow.js';
import type { LogPort } from '../domain/model/ports/observability.js';
import type { Invocation, LambdaContext } from './invocation.js';
import type { Observability } from './observability.js';

export interface Wiring<Dependencies> {
  readonly observability: Observability;
  readonly invocation: Invocation;
  readonly dependencies: Dependencies;
  /** False when what was wired is out of date; asked at each later invocation. Undefined: never. */
  readonly isCurrent?: (() => Promise<boolean>) | undefined;
}

/**
 * A Lambda handler: wires once per container at the first invocation (so that a defect of the configuration is an
 * error of the invocation, with its message), notes the context, flushes at the end. Wiring that failed is tried again by
 * the next invocation.
 *
 * @param whenUnwired told of a failure to wire, where somebody waits for a response; throws it to have the input delivered
 *   again
 */
export function createHandler<Dependencies, Input, Output>(
  wire: () => Wiring<Dependencies> | Promise<Wiring<Dependencies>>,
  run: (dependencies: Dependencies, input: Input) => Promise<Output>,
  whenUnwired?: (input: Input, error: unknown) => Promise<Output>,
): (input: Input, context: LambdaContext) => Promise<Output> {
  let wiring: Wiring<Dependencies> | undefined;
  return async (input, context) => {
    if ((await wiring?.isCurrent?.()) === false) wiring = undefined;
    try {
      wiring ??= await wire();
    } catch (error) {
      if (whenUnwired === undefined) throw error;
      return whenUnwired(input, error);
    }
    wiring.invocation.begin(context);
    try {
      return await run(wiring.dependencies, input);
    } catch (error) {
      logFailure(wiring.observability.log, error);
      throw withAdvice(error);
    } finally {
      wiring.observability.flush();
    }
  };
}

/**
 * Once, here: what a caught error carries beyond its message (advice, code) is only in this line. What is thrown so that
 * Lambda or the state machine tries again in a minute is no defect; when that is in vain, the dead-letter message says so.
 */
function logFailure(log: LogPort, error: unknown): void {
  const fields = { error: errorFields(error) };
  if (isExpected(error)) log.info('invocation is to be tried again', fields);
  else log.error('invocation failed', fields);
}

function isExpected(error: unknown): boolean {
  return error instanceof Error && (Object.values(NotYet) as string[]).includes(error.name);
}

/** Of a thrown error, Lambda hands on the message alone: to the dead-letter message, to the cause of an execution, to the stack. */
function withAdvice(error: unknown): unknown {
  if (error instanceof Error && 'advice' in error && typeof error.advice === 'string') {
    if (!error.message.includes(error.advice)) error.message = `${error.message} ${error.advice}`;
  }
  return error;
}

function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const advice = 'advice' in error ? { advice: error.advice } : {};
  const code = 'code' in error && error.code !== undefined ? { code: error.code } : {};
  return { name: error.name, message: error.message, ...code, ...advice };
}
