import { NotYet } from '../../contract/workflow.js';
import type { LogPort } from '../../domain/model/ports/observability.js';
import type { Invocation, LambdaContext } from './invocation.js';
import type { Observability } from './observability.js';

export interface Wiring<Dependencies> {
  readonly observability: Observability;
  readonly invocation: Invocation;
  readonly dependencies: Dependencies;
  /**
   * Returns false if the wired dependencies are outdated; called at each later invocation. Undefined if the dependencies
   * never become outdated.
   */
  readonly isCurrent?: (() => Promise<boolean>) | undefined;
}

/**
 * Creates a Lambda handler. It wires once per container, at the first invocation (so that a configuration defect is an
 * error of the invocation, with its message), records the context, and flushes at the end. If the wiring failed, the
 * next invocation tries it again.
 *
 * @param whenUnwired called after the wiring failed, if somebody waits for a response; throws the error to have the
 * input delivered again
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
 * Logged once, here: only this line has what an error carries besides its message (advice, code). An error that makes
 * Lambda or the state machine retry in a minute is not a defect; if the retries fail, the dead-letter message says so.
 */
function logFailure(log: LogPort, error: unknown): void {
  const fields = { error: errorFields(error) };
  if (isExpected(error)) log.info('invocation failed and will be retried', fields);
  else log.error('invocation failed', fields);
}

function isExpected(error: unknown): boolean {
  return error instanceof Error && (Object.values(NotYet) as string[]).includes(error.name);
}

/** Errors that have their advice in their message; an error that is kept and thrown again does not get it twice. */
const advised = new WeakSet<Error>();

/** Lambda passes on only the message of an error: to the dead-letter message, the cause of an execution, the stack. */
function withAdvice(error: unknown): unknown {
  if (!(error instanceof Error) || advised.has(error)) return error;
  if (!('advice' in error) || typeof error.advice !== 'string') return error;
  advised.add(error);
  error.message = `${error.message} ${error.advice}`;
  return error;
}

function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const advice = 'advice' in error ? { advice: error.advice } : {};
  const code = 'code' in error && error.code !== undefined ? { code: error.code } : {};
  return { name: error.name, message: error.message, ...code, ...advice };
}
