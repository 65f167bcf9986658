/** Choice rules: comparisons of values at paths, and their combinations. An unsupported operator is an error. */
import { evaluate, isPresent, type PathScope } from './json-path.js';

export interface ChoiceRule {
  readonly Variable?: string;
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly Comment?: string;
  /** Present in the outermost rule only. */
  readonly Next?: string;
  readonly [operator: string]: unknown;
}

type Test = (value: unknown, operand: unknown) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (value, operand) => typeof value === 'string' && value === operand,
  StringMatches: (value, operand) => typeof value === 'string' && isLike(String(operand), value),
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  NumericEquals: (value, operand) => typeof value === 'number' && value === operand,
  NumericLessThan: (value, operand) => typeof value === 'number' && value < Number(operand),
  NumericLessThanEquals: (value, operand) => typeof value === 'number' && value <= Number(operand),
  NumericGreaterThan: (value, operand) => typeof value === 'number' && value > Number(operand),
  NumericGreaterThanEquals: (value, operand) => typeof value === 'number' && value >= Number(operand),
  IsNull: (value, operand) => (value === null) === operand,
  IsString: (value, operand) => (typeof value === 'string') === operand,
  IsNumeric: (value, operand) => (typeof value === 'number') === operand,
  IsBoolean: (value, operand) => (typeof value === 'boolean') === operand,
};

const COMBINATIONS = ['And', 'Or', 'Not'];
const OTHER_FIELDS = ['Variable', 'IsPresent', 'Comment', 'Next'];

/** Names of fields that this interpreter does not support, also within combinations. */
export function unknownFieldsOf(rule: ChoiceRule): string[] {
  const known = [...Object.keys(TESTS), ...COMBINATIONS, ...OTHER_FIELDS];
  const inner = [...(rule.And ?? []), ...(rule.Or ?? []), ...(rule.Not === undefined ? [] : [rule.Not])];
  return [
    ...Object.keys(rule).filter((field) => !known.includes(field)),
    ...inner.flatMap((part) => unknownFieldsOf(part)),
  ];
}

/** @throws Error `States.Runtime` if a compared path does not exist */
export function applies(rule: ChoiceRule, scope: PathScope): boolean {
  if (rule.And !== undefined) return rule.And.every((part) => applies(part, scope));
  if (rule.Or !== undefined) return rule.Or.some((part) => applies(part, scope));
  if (rule.Not !== undefined) return !applies(rule.Not, scope);
  const path = rule.Variable ?? '$';
  if (rule.IsPresent !== undefined) return isPresent(path, scope) === rule.IsPresent;
  const [operator = ''] = Object.keys(rule).filter((field) => TESTS[field] !== undefined);
  const test = TESTS[operator];
  if (test === undefined) throw new Error(`Choice rule without a comparison: ${JSON.stringify(rule)}`);
  return test(evaluate(path, scope), rule[operator]);
}

/** `*` matches any text, as in StringMatches. */
function isLike(pattern: string, value: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(value);
}
