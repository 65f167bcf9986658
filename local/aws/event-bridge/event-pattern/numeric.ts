import type { Leaf } from './event-fields.js';
import { PatternError } from './pattern-error.js';

const COMPARISONS: ReadonlyMap<unknown, (value: number, limit: number) => boolean> = new Map([
  ['=', (value: number, limit: number) => value === limit],
  ['<', (value: number, limit: number) => value < limit],
  ['<=', (value: number, limit: number) => value <= limit],
  ['>', (value: number, limit: number) => value > limit],
  ['>=', (value: number, limit: number) => value >= limit],
]);

/** Matches `[operator, number]`, or an ascending range: `[">", 0, "<=", 5]`. */
export function numericMatcher(operand: unknown, whole: unknown): (value: Leaf) => boolean {
  if (!Array.isArray(operand)) throw new PatternError('Value of numeric must be an array.', whole);
  const [operator, limit, upper, top] = operand;
  const first = comparison(operator, limit, whole);
  if (operand.length === 2) return first;
  if (operand.length !== 4 || !String(operator).startsWith('>') || !String(upper).startsWith('<'))
    throw new PatternError('Bad numeric range operator', whole);
  const second = comparison(upper, top, whole);
  if (Number(limit) >= Number(top)) throw new PatternError('Bottom must be less than top', whole);
  return (value) => first(value) && second(value);
}

function comparison(operator: unknown, limit: unknown, whole: unknown): (value: Leaf) => boolean {
  const compare = COMPARISONS.get(operator);
  if (compare === undefined)
    throw new PatternError(`Unrecognized numeric range operator: ${String(operator)}`, whole);
  if (typeof limit !== 'number')
    throw new PatternError(`Value of ${String(operator)} must be numeric`, whole);
  return (value) => typeof value === 'number' && compare(value, limit);
}
