import validate from 'asl-validator';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ACCEPTANCE_PHASE,
  CONNECTION_STRINGS_PHASE,
  type Conclusion,
  FinalError,
  OUTCOMES,
  type Outcome,
  StatePath,
  WorkflowError,
} from '../../../lambda/contract/workflow.js';
import { declare } from '../declared.js';
import { type Definition, definitionOf } from '../definition.js';
import { createLink } from '../synthesized-stack.js';

const MACHINES: Record<string, () => IStateMachine> = {
  automation: () => createLink().stateMachine,
  provider: () => declare().provider.stateMachine,
};

let definition: Definition;
const states = () => Object.values(definition.States);
const stateOf = (name: string) => definition.States[name];
const nextOf = (choice: string, literal: string) =>
  stateOf(choice)?.Choices?.find(({ StringEquals }) => StringEquals === literal)?.Next ??
  stateOf(choice)?.Default;
const rules = () => states().flatMap(({ Retry = [], Catch = [] }) => [...Retry, ...Catch]);

describe.each(Object.keys(MACHINES))('the state machine of the %s', (owner) => {
  beforeAll(() => {
    const stateMachine = MACHINES[owner]?.();
    if (stateMachine !== undefined) definition = definitionOf(stateMachine);
  });

  it('is valid Amazon States Language', () => {
    const result = validate(definition);
    expect(result.errors).toEqual([]);
    expect(result.isValid).toBe(true);
  });

  it('has only rule fields that Step Functions supports', () => {
    const known = [
      'ErrorEquals',
      'IntervalSeconds',
      'MaxAttempts',
      'BackoffRate',
      'MaxDelaySeconds',
      'JitterStrategy',
      'ResultPath',
      'Next',
    ];
    expect(
      rules()
        .flatMap((rule) => Object.keys(rule))
        .filter((field) => !known.includes(field)),
    ).toEqual([]);
  });

  it('has States.ALL alone and as the last rule', () => {
    for (const { Retry = [], Catch = [] } of states()) {
      for (const list of [Retry, Catch]) {
        const positions = list.flatMap(({ ErrorEquals }, index) =>
          ErrorEquals.includes('States.ALL') ? [index] : [],
        );
        expect(positions).toEqual(list.length === 0 ? [] : [list.length - 1]);
        expect(list.at(-1)?.ErrorEquals ?? ['States.ALL']).toEqual(['States.ALL']);
      }
    }
  });

  it('marks every path as a path', () => {
    const unmarked = states()
      .flatMap(({ Parameters = {} }) => Object.entries(Parameters))
      .filter(([key, value]) => typeof value === 'string' && value.startsWith('$') && !key.endsWith('.$'));
    expect(unmarked).toEqual([]);
  });

  it('catches all errors of every task', () => {
    const tasks = states().filter(({ Type }) => Type === 'Task');
    // The automation has two more, which wait for the acceptance in EC2.
    expect(tasks).toHaveLength(owner === 'automation' ? 12 : 10);
    // `States.ALL` does not match the first one.
    for (const { Catch = [] } of tasks)
      expect(Catch.map(({ ErrorEquals }) => ErrorEquals)).toEqual([
        ['States.DataLimitExceeded'],
        ['States.ALL'],
      ]);
  });

  it('does not retry errors that a retry cannot resolve', () => {
    for (const { Retry = [] } of states().filter(({ Type }) => Type === 'Task')) {
      expect(Retry[0]).toEqual({ ErrorEquals: Object.values(FinalError), MaxAttempts: 0 });
    }
  });

  it('retries platform errors longer than errors of the function', () => {
    // Error names that Step Functions documents for a Lambda call.
    const platform = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'];
    for (const { Retry = [] } of states().filter(({ Type }) => Type === 'Task')) {
      const rule = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('Lambda.ServiceException'));
      expect([...(rule?.ErrorEquals ?? [])].sort()).toEqual([...platform].sort());
      expect(rule).toMatchObject({ MaxAttempts: 6, MaxDelaySeconds: 60, JitterStrategy: 'FULL' });
    }
  });

  it('waits for a quarter of an hour, on average, while the account has no concurrency left', () => {
    for (const { Retry = [] } of states().filter(({ Type }) => Type === 'Task')) {
      const rule = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('Lambda.TooManyRequestsException'));
      expect(rule).toMatchObject({ MaxAttempts: 30, MaxDelaySeconds: 60, JitterStrategy: 'FULL' });
    }
  });

  it('branches on existing outcomes, and ends under the names of the contract', () => {
    const choices = states().flatMap(({ Choices = [] }) => Choices);
    const literals = choices.flatMap(({ StringEquals }) => StringEquals ?? []);
    const known: readonly string[] = OUTCOMES;
    expect(literals.filter((literal) => !known.includes(literal))).toEqual([]);
    expect(choices.flatMap(({ IsPresent, Variable }) => (IsPresent === true ? Variable : []))).toEqual([
      '$.ended',
      '$.change',
      ...(owner === 'automation' ? ['$.observation'] : []),
      '$.undone.postponed.waitSeconds',
      '$.followedStrings.firstPollSeconds',
      '$.followedStrings',
    ]);
    const errors = states().flatMap(({ Error: error }) => (error === undefined ? [] : [error]));
    expect(errors.sort()).toEqual(Object.values(WorkflowError).sort());
  });

  it('concludes in two tasks, so that a retry of one does not repeat the other', () => {
    expect(stateOf('Conclude link')).toMatchObject({
      Parameters: { phase: 'publish', 'enteredTime.$': '$$.State.EnteredTime' },
      Next: 'Record conclusion',
    });
    expect(stateOf('Record conclusion')).toMatchObject({ Parameters: { phase: 'record' }, Next: 'Outcome?' });
  });

  it('distinguishes a failed conclusion from a failed poll', () => {
    const paths = states().flatMap(({ Catch = [] }) => Catch.map(({ ResultPath }) => ResultPath));
    expect([...new Set(paths)].sort()).toEqual([
      `$.${StatePath.CONCLUSION_FAILURE}`,
      `$.${StatePath.CONNECTION_STRINGS_FAILURE}`,
      `$.${StatePath.FAILURE}`,
      `$.${StatePath.RELEASED}`,
      `$.${StatePath.UNDO_FAILURE}`,
    ]);
  });

  it.each([
    ['pending', 'Wait'],
    ['again', 'Wait to change'],
    ['retry', 'Wait to retry'],
    ['available', 'Conclude link'],
    ['deleted', 'Conclude link'],
    ['retained', 'Conclude link'],
    ['failed', 'Undo change'],
    ['timed-out', 'Undo change'],
    ['dropped', 'Registration?'],
  ] satisfies [Outcome, string][])('goes from a poll that is %s to %s', (outcome, next) => {
    expect(nextOf('Settled?', outcome)).toBe(next);
  });

  it('releases the claim of a dropped registration, and not that of a removal', () => {
    expect(stateOf('Registration?')).toMatchObject({
      Choices: [{ Variable: '$.goal', StringEquals: 'available', Next: 'Release claim' }],
      Default: 'Removal dropped',
    });
    expect(stateOf('Release claim')).toMatchObject({ Next: 'Registration dropped' });
  });

  it('prepares a change again after the wait that the change requests', () => {
    expect(stateOf('Wait to change')).toMatchObject({
      SecondsPath: `$.${StatePath.OBSERVATION}.waitSeconds`,
      Next: 'Prepare change',
    });
    expect([stateOf('Prepare change')?.Next, stateOf('Apply change')?.Next]).toEqual([
      'Apply change',
      'Poll link',
    ]);
  });

  it('rolls back again after the wait that the last call requests, and then concludes', () => {
    expect(stateOf('Undo change')).toMatchObject({
      Parameters: { phase: 'undo', waits: true },
      ResultPath: `$.${StatePath.UNDONE}`,
      Next: 'Undo over?',
    });
    expect(stateOf('Undo over?')?.Choices?.map(({ Next }) => Next)).toEqual(['Wait to undo']);
    expect(stateOf('Undo over?')?.Default).toBe('Conclude link');
    expect(stateOf('Wait to undo')).toMatchObject({
      SecondsPath: `$.${StatePath.UNDONE}.postponed.waitSeconds`,
      Next: 'Undo change',
    });
  });

  it('re-creates a refused link after the wait of the poll, and polls again', () => {
    expect(stateOf('Wait to retry')).toMatchObject({
      SecondsPath: `$.${StatePath.OBSERVATION}.waitSeconds`,
      Next: 'Retry link',
    });
    expect(stateOf('Retry link')).toMatchObject({
      Parameters: { phase: 'retry', 'retryCount.$': '$$.State.RetryCount' },
      ResultPath: `$.${StatePath.RETRIED}`,
      Next: 'Poll link',
    });
  });

  it.each([
    ['available', 'Connection strings wanted?'],
    ['deleted', 'Link deleted'],
    ['retained', 'Link retained'],
    ['timed-out', 'Link timed out'],
    ['failed', 'Link failed'],
  ] satisfies [Conclusion, string][])('goes from a conclusion that is %s to %s', (conclusion, next) => {
    expect(nextOf('Outcome?', conclusion)).toBe(next);
  });

  it('succeeds for a retained link, and for an available one whatever happens to its strings', () => {
    expect(stateOf('Link retained')?.Type).toBe('Succeed');
    for (const name of ['Poll connection strings', 'Record connection strings']) {
      expect(stateOf(name)).toMatchObject({ Parameters: { phase: CONNECTION_STRINGS_PHASE } });
      expect(stateOf(name)?.Catch?.at(-1)).toMatchObject({ Next: 'Link available' });
    }
    expect(nextOf('Connection strings there?', 'pending')).toBe('Wait for connection strings');
    expect(nextOf('Connection strings there?', 'available')).toBe('Record connection strings');
  });
});

describe('the state machine of an automation', () => {
  beforeAll(() => {
    definition = definitionOf(createLink().stateMachine);
  });

  it('waits for an acceptance with a token, and calls again after a time-out without a callback', () => {
    const wait = stateOf('Await acceptance');
    expect(wait).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      TimeoutSecondsPath: `$.${StatePath.OBSERVATION}.waitSeconds`,
      Parameters: { Payload: { phase: ACCEPTANCE_PHASE, 'taskToken.$': '$$.Task.Token' } },
      Next: 'Settled?',
    });
    const timeOuts = wait?.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'));
    expect(timeOuts).toMatchObject({ IntervalSeconds: 1, BackoffRate: 1, JitterStrategy: 'FULL' });
  });

  it.each([
    ['awaited', 'Await acceptance'],
    ['accepted', 'Poll closely'],
    ['due', 'Poll link'],
  ] satisfies [Outcome, string][])('goes from what is %s to %s', (outcome, next) => {
    expect(nextOf('Settled?', outcome)).toBe(next);
  });

  it('begins with the wait if the link was just registered', () => {
    const rule = stateOf('Change wanted?')?.Choices?.find(({ Next }) => Next === 'Await acceptance');
    expect(rule).toMatchObject({ Variable: '$.observation', IsPresent: true });
  });
});
