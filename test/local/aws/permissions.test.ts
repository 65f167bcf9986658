import { describe, expect, it } from 'vitest';
import { Permissions, type Statement } from '../../../local/aws/permissions.js';

const allows = (Condition: NonNullable<Statement['Condition']>, values: readonly string[]) => {
  const permissions = new Permissions();
  permissions.attach('role', [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*', Condition }]);
  return permissions.allows('role', { action: 'ec2:CreateTags', resource: 'r', context: { key: values } });
};

describe('a condition', () => {
  it.each<[string, string[], boolean]>([
    ['ForAllValues:StringEquals', ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], false],
    ['ForAllValues:StringEquals', [], true],
    ['ForAllValues:StringLike', ['a1', 'a2'], true],
    ['StringEquals', ['a'], true],
    ['StringEquals', [], false],
    ['StringLike', ['a1'], true],
    ['ArnLike', ['b'], false],
  ])('%s with %j: %s', (operator, values, holds) => {
    const pattern = operator.endsWith('Like') ? 'a*' : 'a';
    expect(allows({ [operator]: { key: [pattern] } }, values)).toBe(holds);
  });

  it('that is not known here is an error', () => {
    expect(() => allows({ NumericLessThan: { key: '5' } }, ['4'])).toThrow(/NumericLessThan/);
  });
});
