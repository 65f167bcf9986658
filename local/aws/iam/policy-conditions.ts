/** Conditions of IAM statements. A statement applies only if all of its conditions are met. */
import { arnLike, textLike } from '../protocol/wildcards.js';

export type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | boolean | readonly (string | boolean)[]>>>
>;
type Context = Readonly<Record<string, readonly string[]>>;
export type ContextTest = (context: Context) => boolean;

interface Comparison {
  readonly likes: (pattern: string, value: string) => boolean;
  /** If true, the operator negates another one: it matches if no pattern matches the value, or if the key is absent. */
  readonly isNegated: boolean;
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...withOpposite('StringEquals', 'StringNotEquals', (pattern, value) => pattern === value),
  ...withOpposite('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', sameButForCase),
  ...withOpposite('StringLike', 'StringNotLike', textLike),
  // IAM gives both operators the same meaning.
  ...withOpposite('ArnEquals', 'ArnNotEquals', arnLike),
  ...withOpposite('ArnLike', 'ArnNotLike', arnLike),
  ['Bool', { likes: sameButForCase, isNegated: false }],
]);

function withOpposite(name: string, opposite: string, likes: Comparison['likes']): [string, Comparison][] {
  return [
    [name, { likes, isNegated: false }],
    [opposite, { likes, isNegated: true }],
  ];
}

function sameButForCase(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** @throws Error for an operator that is not simulated */
export function compileCondition(conditions: Conditions): ContextTest {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, expected]) => compileOne(operator, key, [expected].flat().map(String))),
  );
  return (context) => tests.every((test) => test(context));
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

function compileOne(operator: string, key: string, patterns: readonly string[]): ContextTest {
  if (operator === 'Null') return nullTest(key, patterns);
  const [, quantifier, name = '', ifExists] = OPERATOR.exec(operator) ?? [];
  const comparison = COMPARISONS.get(name);
  if (comparison === undefined) throw new Error(`Condition operator is not simulated: ${operator}`);
  if (patterns.some((pattern) => pattern.includes('${')))
    throw new Error(`Policy variables are not simulated: ${patterns.join(', ')}`);
  const holds = (value: string) =>
    patterns.some((pattern) => comparison.likes(pattern, value)) !== comparison.isNegated;
  return (context) => {
    const values = valuesOf(context, key);
    if (quantifier === 'ForAllValues') return values.every(holds);
    if (values.length === 0)
      return quantifier === undefined && (comparison.isNegated || ifExists !== undefined);
    if (quantifier === undefined && values.length > 1)
      throw new Error(`${operator} of ${key}: what IAM makes of several values is not documented`);
    return values.some(holds);
  };
}

function nullTest(key: string, patterns: readonly string[]): ContextTest {
  const [expected = '', ...more] = patterns.map((pattern) => pattern.toLowerCase());
  if (more.length > 0 || !['true', 'false'].includes(expected))
    throw new Error(`Null of ${key}: expected true or false, received ${patterns.join(', ')}`);
  return (context) => (valuesOf(context, key).length === 0) === (expected === 'true');
}

/** Names of condition keys are case-insensitive. A key without values counts as absent. */
function valuesOf(context: Context, key: string): readonly string[] {
  const found = Object.keys(context).find((candidate) => sameButForCase(candidate, key));
  return found === undefined ? [] : (context[found] ?? []);
}
