import { describe, expect, it } from 'vitest';
import { mergeResources } from '../../bin/template/merge-choices.js';
import type { Choices, JsonObject } from '../../bin/template/option.js';

const A = { name: 'a', condition: 'HasA' };
const B = { name: 'b', condition: 'HasB' };
const NO_VALUE = { Ref: 'AWS::NoValue' };

/** Merges one resource whose properties depend on the choices. */
function merged(properties: (choices: Choices) => JsonObject) {
  const { Only } = mergeResources([A, B], (choices) => ({
    Only: { Type: 'T', Properties: properties(choices) },
  }));
  return Only;
}

describe('merged templates', () => {
  it('are unchanged where they agree', () => {
    expect(merged(() => ({ Name: 'n' }))).toEqual({ Type: 'T', Properties: { Name: 'n' } });
  });

  it('differ by Fn::If at the deepest level', () => {
    expect(merged((choices) => ({ Deep: { Same: 1, Other: choices.has('a') ? 2 : 3 } }))).toEqual({
      Type: 'T',
      Properties: { Deep: { Same: 1, Other: { 'Fn::If': ['HasA', 2, 3] } } },
    });
  });

  it('omit what one of them does not have', () => {
    const named: JsonObject = { Name: 'n' };
    expect(merged((choices) => (choices.has('a') ? named : {}))).toEqual({
      Type: 'T',
      Properties: { Name: { 'Fn::If': ['HasA', 'n', NO_VALUE] } },
    });
  });

  it('do not merge inside an intrinsic function', () => {
    const join = (last: string) => ({ 'Fn::Join': ['', ['x', last]] });
    expect(merged((choices) => ({ Name: join(choices.has('b') ? 'y' : 'z') }))).toMatchObject({
      Properties: { Name: { 'Fn::If': ['HasB', join('y'), join('z')] } },
    });
  });

  it('nest Fn::If if two options differ at one place', () => {
    const list = (choices: Choices) => ['always', ...choices];
    const nested = (whenB: string[]) => ({ 'Fn::If': ['HasB', [...whenB, 'b'], whenB] });
    expect(merged((choices) => ({ List: list(choices) }))).toMatchObject({
      Properties: { List: { 'Fn::If': ['HasA', nested(['always', 'a']), nested(['always'])] } },
    });
  });

  it('have a condition on a resource that only one of them has, and keep its own condition', () => {
    const resources = mergeResources([A, B], (choices) => ({
      ...(choices.has('a') ? { OfA: { Type: 'T', Properties: { B: choices.has('b') } } } : {}),
      ...(choices.has('b') ? { OfB: { Type: 'T', Condition: 'Own', Properties: {} } } : {}),
    }));
    expect(resources).toEqual({
      OfA: { Type: 'T', Condition: 'HasA', Properties: { B: { 'Fn::If': ['HasB', true, false] } } },
      OfB: { Type: 'T', Condition: 'Own', Properties: {} },
    });
  });

  it('have the dependencies of all, because DependsOn cannot contain Fn::If', () => {
    const { Only } = mergeResources([A], (choices) => ({
      Only: { Type: 'T', Properties: {}, DependsOn: choices.has('a') ? ['Role', 'Group'] : ['Role'] },
    }));
    expect(Only).toMatchObject({ DependsOn: ['Role', 'Group'] });
  });

  it('need one synthesis for each relevant set of options', () => {
    const asked: string[] = [];
    mergeResources([A, B], (choices) => {
      asked.push([...choices].join('+'));
      return { Only: { Type: 'T', Properties: { A: choices.has('a'), B: choices.has('b') } } };
    });
    expect(asked).toEqual(['', 'a', 'b']);
  });
});
