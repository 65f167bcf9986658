import { describe, expect, it } from 'vitest';
import { applies, type ChoiceRule } from '../../../../local/aws/step-functions/choice.js';

const state = { text: 'abc', number: 5, flag: true, nothing: null, inner: { deep: 'x' } };

describe('a choice rule', () => {
  it.each<[ChoiceRule, boolean]>([
    [{ Variable: '$.text', StringEquals: 'abc' }, true],
    [{ Variable: '$.number', StringEquals: '5' }, false],
    [{ Variable: '$.text', StringMatches: 'a*' }, true],
    [{ Variable: '$.flag', BooleanEquals: true }, true],
    [{ Variable: '$.text', BooleanEquals: true }, false],
    [{ Variable: '$.number', NumericEquals: 5 }, true],
    [{ Variable: '$.number', NumericGreaterThan: 5 }, false],
    [{ Variable: '$.number', NumericLessThanEquals: 5 }, true],
    [{ Variable: '$.inner.deep', IsPresent: true }, true],
    [{ Variable: '$.inner.other', IsPresent: false }, true],
    [{ Variable: '$.nothing', IsNull: true }, true],
    [{ Not: { Variable: '$.flag', BooleanEquals: true } }, false],
    [
      {
        And: [
          { Variable: '$.x', IsPresent: true },
          { Variable: '$.x', StringEquals: 'y' },
        ],
      },
      false,
    ],
    [
      {
        Or: [
          { Variable: '$.x', IsPresent: true },
          { Variable: '$.number', NumericEquals: 5 },
        ],
      },
      true,
    ],
  ])('%j: %s', (rule, holds) => {
    expect(applies(rule, { state, context: {} })).toBe(holds);
  });

  it('about a missing value is an error, as on AWS', () => {
    expect(() => applies({ Variable: '$.x', StringEquals: 'y' }, { state, context: {} })).toThrow(
      /States.Runtime/,
    );
  });
});
