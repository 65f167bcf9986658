import { describe, expect, it } from 'vitest';
import { Permissions, type Request, type Statement } from '../../../../local/aws/iam/permissions.js';

const decide = (statements: readonly Partial<Statement>[], request: Partial<Request> = {}) => {
  const permissions = new Permissions();
  permissions.attach(
    'role',
    statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  );
  return permissions.decide('role', {
    action: 'ec2:CreateTags',
    resource: 'arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1',
    context: {},
    ...request,
  });
};
const holds = (Condition: NonNullable<Statement['Condition']>, values?: readonly string[]) =>
  decide([{ Action: '*', Resource: '*', Condition }], {
    context: values === undefined ? {} : { 'aws:Key': values },
  }) === 'allowed';

describe('a condition', () => {
  it.each<[string, readonly string[] | undefined, boolean]>([
    ['ForAllValues:StringEquals', ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], false],
    ['ForAllValues:StringEquals', undefined, true],
    ['ForAllValues:StringLike', ['a1', 'a2'], true],
    ['ForAllValues:StringNotEquals', ['b', 'c'], true],
    ['ForAllValues:StringNotEquals', ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['b', 'a'], true],
    ['ForAnyValue:StringEquals', ['b'], false],
    ['ForAnyValue:StringEquals', undefined, false],
    ['ForAnyValue:StringNotEquals', undefined, false],
    ['StringEquals', ['a'], true],
    ['StringEquals', ['A'], false],
    ['StringEquals', undefined, false],
    ['StringEqualsIfExists', undefined, true],
    ['StringEqualsIfExists', ['b'], false],
    ['StringEqualsIgnoreCase', ['A'], true],
    ['StringNotEquals', ['b'], true],
    ['StringNotEquals', ['a'], false],
    ['StringNotEquals', undefined, true],
    ['StringLike', ['a1'], true],
    ['StringNotLike', ['a1'], false],
    ['ArnLike', ['b'], false],
    ['ArnEquals', ['a'], true],
    ['ArnNotLike', undefined, true],
    ['Bool', ['A'], true],
  ])('%s with %j: %s', (operator, values, expected) => {
    const pattern = operator.includes('Like') ? 'a*' : 'a';
    expect(holds({ [operator]: { 'aws:key': [pattern] } }, values)).toBe(expected);
  });

  it.each([
    ['true', undefined, true],
    ['true', ['x'], false],
    ['false', undefined, false],
    ['false', ['x'], true],
    [false, ['x'], true],
  ])('Null %s with %j: %s', (expected, values, result) => {
    expect(holds({ Null: { 'aws:Key': expected } }, values)).toBe(result);
  });

  it('compares each part of an ARN separately', () => {
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:one:two';
    expect(holds({ ArnLike: { 'aws:Key': 'arn:aws:lambda:*:111122223333:function:one:*' } }, [arn])).toBe(
      true,
    );
    expect(holds({ ArnLike: { 'aws:Key': 'arn:*:function:one:*' } }, [arn])).toBe(false);
  });

  it('must be met together with all others of the statement', () => {
    const both = { StringEquals: { 'aws:Key': 'a' }, Null: { other: 'true' } };
    expect(holds(both, ['a'])).toBe(true);
    expect(holds({ ...both, Null: { other: 'false' } }, ['a'])).toBe(false);
  });

  it.each<[NonNullable<Statement['Condition']>, RegExp]>([
    [{ NumericLessThan: { key: '5' } }, /NumericLessThan.*Statement: .*"Sid":"Mine"/],
    [{ 'ForSomeValues:StringEquals': { key: '5' } }, /ForSomeValues:StringEquals/],
    [{ NullIfExists: { key: 'true' } }, /NullIfExists/],
    [{ Null: { key: 'maybe' } }, /expected true or false/],
    [{ StringEquals: { key: `$\{aws:username}` } }, /Policy variables/],
  ])('%j is an error when the policy is attached', (Condition, message) => {
    expect(() => decide([{ Sid: 'Mine', Action: '*', Resource: '*', Condition }])).toThrow(message);
  });

  it('for a single value is an error with several values', () => {
    expect(() => holds({ StringEquals: { 'aws:Key': 'a' } }, ['a', 'b'])).toThrow(/several values/);
  });
});

describe('statements', () => {
  const all = { Action: '*', Resource: '*' };
  const mine = 'arn:aws:ec2:eu-west-1:111122223333:*/*';

  it.each<[string, readonly Partial<Statement>[], string]>([
    ['none', [], 'implicit-deny'],
    ['an Allow', [all], 'allowed'],
    ['an Allow of another action', [{ ...all, Action: 'ec2:Delete*' }], 'implicit-deny'],
    ['an action in another letter case', [{ ...all, Action: 'EC2:createtags' }], 'allowed'],
    ['a Deny after an Allow', [all, { ...all, Effect: 'Deny' }], 'explicit-deny'],
    ['a Deny before an Allow', [{ ...all, Effect: 'Deny' }, all], 'explicit-deny'],
    ['a Deny alone', [{ ...all, Effect: 'Deny' }], 'explicit-deny'],
    ['a Deny of another', [all, { ...all, Effect: 'Deny', Action: 'ec2:CreateTag' }], 'allowed'],
    ['NotAction', [{ NotAction: 'ec2:CreateTags', Resource: '*' }], 'implicit-deny'],
    ['NotAction of another', [{ NotAction: ['iam:*'], Resource: '*' }], 'allowed'],
    ['NotResource', [{ Action: '*', NotResource: [mine] }], 'implicit-deny'],
    ['NotResource of another', [{ Action: '*', NotResource: 'arn:aws:s3:::*' }], 'allowed'],
    ['an ARN with wildcards', [{ Action: '*', Resource: mine }], 'allowed'],
    ['an ARN with too few parts', [{ Action: '*', Resource: 'arn:aws:ec2:*/*' }], 'implicit-deny'],
    ['an ARN in another letter case', [{ Action: '*', Resource: mine.toUpperCase() }], 'implicit-deny'],
    ['one character', [{ Action: 'ec2:CreateTag?', Resource: '*' }], 'allowed'],
  ])('%s', (_wording, statements, decision) => {
    expect(decide(statements)).toBe(decision);
  });

  it.each<[Partial<Statement> & Record<string, unknown>, RegExp]>([
    [{ Action: '*' }, /either Resource or NotResource/],
    [{ Action: '*', NotAction: 'a:*', Resource: '*' }, /either Action or NotAction/],
    [{ Action: '*', Resource: '*', Principal: '*' }, /Principal/],
    [{ Action: '*', Resource: '*', Effect: 'allow' }, /Effect/],
    [{ Action: '*', Resource: `arn:aws:s3:::$\{aws:username}` }, /not simulated/],
  ])('%j is refused', (statement, message) => {
    expect(() => decide([statement])).toThrow(message);
  });
});
