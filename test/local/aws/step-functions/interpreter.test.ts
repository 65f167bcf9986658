import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../../local/aws/step-functions/definition.js';
import { Interpreter } from '../../../../local/aws/step-functions/interpreter.js';
import { StateError } from '../../../../local/aws/step-functions/state-error.js';

/** Runs a task that fails with these errors one after another, and then succeeds. */
async function runTask(task: object, errors: string[], result: unknown = 'ok') {
  const sleeps: number[] = [];
  const counted: number[] = [];
  const definition = parseDefinition(
    JSON.stringify({
      StartAt: 'Do',
      States: {
        Do: { Type: 'Task', Resource: 'arn', ResultPath: '$.result', Next: 'Done', ...task },
        Done: { Type: 'Succeed' },
        Caught: { Type: 'Fail', Error: 'Caught', CausePath: '$.failure.Error' },
      },
    }),
  );
  const environment = {
    callTask: async () => {
      const error = errors.shift();
      if (error !== undefined) throw new StateError(error, 'cause');
      return result;
    },
    sleep: async (seconds: number) => void sleeps.push(seconds),
    random: () => 0.5,
    onState: () => undefined,
    createToken: () => 'token',
    onRetry: () => undefined,
    count: (events: number) => void counted.push(events),
    now: () => 0,
    isEnded: () => false,
  };
  const end = await new Interpreter(definition, environment, { Execution: { Id: 'arn:run' } }).run({ a: 1 });
  return { end, sleeps, events: counted.reduce((sum, events) => sum + events, 0) };
}

const CATCH = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Caught' }];

describe('the interpreter', () => {
  it('puts the result at the result path', async () => {
    expect((await runTask({}, [])).end).toEqual({ status: 'SUCCEEDED', output: { a: 1, result: 'ok' } });
  });

  it('retries with back-off, up to the limit of the pause', async () => {
    const Retry = [
      { ErrorEquals: ['E'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 3 },
    ];
    const { end, sleeps } = await runTask({ Retry }, ['E', 'E', 'E']);
    expect([end?.status, sleeps]).toEqual(['SUCCEEDED', [2, 6, 10]]);
  });

  it('gives up after the last attempt, and catches', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const { end } = await runTask({ Retry, Catch: CATCH }, ['E', 'F']);
    expect(end).toEqual({ status: 'FAILED', error: 'Caught', cause: 'F' });
  });

  it('uses the first rule that names the error', async () => {
    const Retry = [
      { ErrorEquals: ['Final'], MaxAttempts: 0 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 5 },
    ];
    expect((await runTask({ Retry, Catch: CATCH }, ['Final'])).end).toMatchObject({
      error: 'Caught',
      cause: 'Final',
    });
  });

  it('fails with the error of the task if no rule catches it', async () => {
    expect((await runTask({}, ['E'])).end).toEqual({ status: 'FAILED', error: 'E', cause: 'cause' });
  });

  it('counts five events for a task, and three for each retry', async () => {
    const Retry = [{ ErrorEquals: ['E'] }];
    expect((await runTask({}, [])).events).toBe(5 + 2);
    expect((await runTask({ Retry }, ['E', 'E'])).events).toBe(5 + 6 + 2);
  });

  it('catches a result of more than 256 KiB by its name, and not by States.ALL', async () => {
    const large = 'x'.repeat(262_144);
    const byName = [{ ...CATCH[0], ErrorEquals: ['States.DataLimitExceeded'] }];
    expect((await runTask({ Catch: CATCH }, [], large)).end).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
    expect((await runTask({ Catch: byName }, [], large)).end).toMatchObject({
      error: 'Caught',
      cause: 'States.DataLimitExceeded',
    });
  });

  it('does not catch States.Runtime', async () => {
    const Catch = [{ ...CATCH[0], ErrorEquals: ['States.Runtime'] }, ...CATCH];
    expect((await runTask({ Catch }, ['States.Runtime'])).end).toMatchObject({ error: 'States.Runtime' });
  });

  it.each([
    [{ States: { A: { Type: 'Map' } } }, /type Map is not simulated/],
    [{ States: { A: { Type: 'Wait', Timestamp: 'T', Next: 'A' } } }, /Timestamp not simulated/],
    [{ States: { A: { Type: 'Choice', Choices: [{ Not: { TimestampEquals: 'T' } }] } } }, /TimestampEquals/],
  ])('refuses a definition with unsupported parts: %j', (definition, message) => {
    expect(() => parseDefinition(JSON.stringify(definition))).toThrow(message);
  });
});
