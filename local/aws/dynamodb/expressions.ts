/**
 * The parts of DynamoDB's expressions that are in use; anything else is an error. All attributes need an alias such as
 * `#name`.
 */
import { AwsError } from '../protocol/aws-error.js';

/** A value such as `{ S: 'text' }` or `{ N: '1' }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;

export interface ExpressionInput {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

function invalid(expression: string): AwsError {
  return new AwsError(
    'ValidationException',
    `Invalid expression, or one that is not simulated: ${expression}`,
  );
}

/** DynamoDB refuses 573 reserved words, including `token` and `state`. Here, every name without an alias is refused. */
function nameOf(alias: string, { names }: ExpressionInput): string {
  const name = names[alias];
  if (name === undefined) throw invalid(alias);
  return name;
}

function placeholderValue(reference: string, { values }: ExpressionInput): AttributeValue {
  const value = values[reference];
  if (value === undefined) throw invalid(reference);
  return value;
}

/** Applies an expression such as `SET #a = :a, #b = if_not_exists(#b, :b) REMOVE #c, #d`. */
export function updated(item: Item, expression: string, input: ExpressionInput): Item {
  const [, sets = '', removes = ''] = /^(?:SET (.*?))?\s*(?:REMOVE (.*))?$/.exec(expression) ?? [];
  if (sets === '' && removes === '') throw invalid(expression);
  const result: Record<string, AttributeValue> = { ...item };
  for (const set of sets.split(/,(?![^(]*\))/).filter(Boolean)) {
    const [, target = '', source = ''] = /^\s*(#\w+) = (.+?)\s*$/.exec(set) ?? [];
    const fallback = /^if_not_exists\((#\w+), (:\w+)\)$/.exec(source);
    result[nameOf(target, input)] =
      fallback === null
        ? placeholderValue(source, input)
        : (item[nameOf(fallback[1] ?? '', input)] ?? placeholderValue(fallback[2] ?? '', input));
  }
  for (const remove of removes.split(',').filter(Boolean)) delete result[nameOf(remove.trim(), input)];
  return result;
}

/**
 * Evaluates alternatives such as `attribute_not_exists(#a) OR #b < :b`, each of which may combine conditions with
 * `AND`.
 */
export function holds(item: Item | undefined, expression: string, input: ExpressionInput): boolean {
  const all = (conditions: string) =>
    conditions.split(' AND ').every((part) => holdsOne(item ?? {}, part.trim(), input));
  return expression.split(' OR ').some(all);
}

function holdsOne(item: Item, part: string, input: ExpressionInput): boolean {
  const existence = /^attribute_(not_)?exists\((#\w+)\)$/.exec(part);
  if (existence !== null)
    return (item[nameOf(existence[2] ?? '', input)] === undefined) === (existence[1] !== undefined);
  const comparison = /^(#\w+) (<>|<|>|=) (:\w+)$/.exec(part);
  if (comparison === null) throw invalid(part);
  const [, alias = '', operator, reference = ''] = comparison;
  const found = item[nameOf(alias, input)];
  // The result of `<>` for an absent attribute is not documented. Here it is true, which reveals callers that do not
  // check for presence.
  if (found === undefined) return operator === '<>';
  const [left, right] = [comparable(found), comparable(placeholderValue(reference, input))];
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return (left === right) === (operator === '=');
}

function comparable(value: AttributeValue): string | number {
  return value.N === undefined ? String(value.S) : Number(value.N);
}
