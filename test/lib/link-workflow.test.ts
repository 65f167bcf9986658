import validate from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { FinalError, OUTCOMES, StatePath, WorkflowError } from '../../lambda/contract/workflow.js';
import type { LinkWorkflow } from '../../lib/index.js';
import { declare } from './declared.js';
import { type Definition, definitionOf } from './definition.js';
import { createLink } from './synthesized-stack.js';

const MACHINES: Record<string, () => LinkWorkflow> = {
  automation: () => createLink().workflow,
  provider: () => declare().provider.workflow,
};

let definition: Definition;
const states = () => Object.values(definition.States);
const rules = () => states().flatMap(({ Retry = [], Catch = [] }) => [...Retry, ...Catch]);

describe.each(Object.keys(MACHINES))('the state machine of the %s', (owner) => {
  beforeAll(() => {
    const workflow = MACHINES[owner]?.();
    if (workflow !== undefined) definition = definitionOf(workflow.stateMachine);
  });

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
    expect(tasks).toHaveLength(owner === 'automation' ? 2 : 5);
    for (const { Catch = [] } of tasks) expect(Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  it('does not retry what trying again cannot mend', () => {
    for (const { Retry = [] } of states().filter(({ Type }) => Type === 'Task')) {
      expect(Retry[0]).toEqual({ ErrorEquals: Object.values(FinalError), MaxAttempts: 0 });
    }
  });

  it('branches on outcomes that exist, and ends by the names of the contract', () => {
    const literals = states().flatMap(({ Choices = [] }) => Choices.map(({ StringEquals }) => StringEquals));
    expect(literals.filter((literal) => ![...OUTCOMES, 'custom-resource'].includes(literal))).toEqual([]);
    const errors = states().flatMap(({ Error: error }) => (error === undefined ? [] : [error]));
    expect(errors.sort()).toEqual(Object.values(WorkflowError).sort());
  });

  it('keeps a failed conclusion apart from a failed look', () => {
    const paths = states().flatMap(({ Catch = [] }) => Catch.map(({ ResultPath }) => ResultPath));
    const undone = owner === 'automation' ? [] : [`$.${StatePath.UNDO_FAILURE}`];
    expect([...new Set(paths)].sort()).toEqual([
      `$.${StatePath.CONCLUSION_FAILURE}`,
      `$.${StatePath.FAILURE}`,
      ...undone,
    ]);
  });
});
