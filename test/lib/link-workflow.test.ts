import validate from 'asl-validator';
import { Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { FinalError, OUTCOMES, StatePath, WorkflowError } from '../../lambda/contract/workflow.js';
import { STACK } from '../../local/world.js';
import { createLink } from './synthesized-stack.js';

interface Rule {
  readonly ErrorEquals: string[];
  readonly [field: string]: unknown;
}
interface State {
  readonly Type: string;
  readonly Retry?: Rule[];
  readonly Catch?: Rule[];
  readonly Parameters?: Record<string, unknown>;
  readonly Error?: string;
  readonly Choices?: { readonly StringEquals: string; readonly Variable: string }[];
}

let definition: { readonly StartAt: string; readonly States: Record<string, State> };

beforeAll(() => {
  const { stateMachine } = createLink().workflow;
  const resolved = Stack.of(stateMachine).resolve(
    (stateMachine.node.defaultChild as unknown as { definitionString: string }).definitionString,
  ) as { 'Fn::Join': [string, unknown[]] };
  const text = resolved['Fn::Join'][1].map((part) =>
    typeof part === 'string' ? part : `arn:aws:lambda:${STACK.region}:${STACK.account}:function:f`,
  );
  definition = JSON.parse(text.join(''));
});

const states = () => Object.values(definition.States);
const rules = () => states().flatMap(({ Retry = [], Catch = [] }) => [...Retry, ...Catch]);

describe('the state machine', () => {
  it('is valid Amazon States Language', () => {
    const result = validate(definition);
    expect(result.errors).toEqual([]);
    expect(result.isValid).toBe(true);
  });

  it('has no field in a rule that Step Functions would not know', () => {
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

  it('names States.ALL alone and last', () => {
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

  it('catches everything on every task', () => {
    const tasks = states().filter(({ Type }) => Type === 'Task');
    expect(tasks).toHaveLength(2);
    for (const { Catch = [] } of tasks) expect(Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  it('does not retry what trying again cannot mend', () => {
    for (const { Retry = [] } of states().filter(({ Type }) => Type === 'Task')) {
      expect(Retry[0]).toEqual({ ErrorEquals: Object.values(FinalError), MaxAttempts: 0 });
    }
  });

  it('branches on outcomes that exist, and ends by the names of the contract', () => {
    const literals = states().flatMap(({ Choices = [] }) => Choices.map(({ StringEquals }) => StringEquals));
    expect(literals.filter((literal) => !OUTCOMES.includes(literal as never))).toEqual([]);
    const errors = states().flatMap(({ Error: error }) => (error === undefined ? [] : [error]));
    expect(errors.sort()).toEqual(Object.values(WorkflowError).sort());
  });

  it('keeps a failed conclusion apart from a failed look', () => {
    const paths = states().flatMap(({ Catch = [] }) => Catch.map(({ ResultPath }) => ResultPath));
    expect(paths.sort()).toEqual([`$.${StatePath.CONCLUSION_FAILURE}`, `$.${StatePath.FAILURE}`]);
  });
});
