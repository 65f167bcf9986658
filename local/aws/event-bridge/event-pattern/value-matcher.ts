/** Elements of a pattern's arrays: values, and objects with one operator. */
import type { Leaf } from './event-fields.js';
import { addressMatcher, rangeOfAddresses } from './ip-addresses.js';
import { numericMatcher } from './numeric.js';
import { PatternError } from './pattern-error.js';
import { wildcardExpression } from './wildcard.js';

export type ValueTest = (value: Leaf) => boolean;
/** `absent`: the field must not exist. */
export type ValueMatcher = ValueTest | 'absent';

/** @throws PatternError if EventBridge refuses the element */
export function valueMatcher(expected: unknown): ValueMatcher {
  if (Array.isArray(expected))
    throw new PatternError('Match value must be String, number, true, false, or null', expected);
  if (typeof expected === 'object' && expected !== null) return operatorMatcher(expected);
  return typeof expected === 'string' ? addressMatcher(expected) : (value) => value === expected;
}

type Operator = (operand: unknown, whole: unknown) => ValueMatcher;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['exactly', onText((text, value) => value === text)],
  ['prefix', onTextOrIgnoringCase((text, value) => value.startsWith(text))],
  ['suffix', onTextOrIgnoringCase((text, value) => value.endsWith(text))],
  ['equals-ignore-case', onText((text, value) => sameCase(value) === sameCase(text))],
  ['wildcard', wildcard],
  ['cidr', (operand, whole) => rangeOfAddresses(textOf(operand, whole), whole)],
  ['numeric', numericMatcher],
  ['exists', exists],
  ['anything-but', anythingBut],
]);

function operatorMatcher(whole: object): ValueMatcher {
  const [name, operand] = onlyEntry(whole, whole);
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new PatternError(`Unrecognized match type ${name}`, whole);
  return operator(operand, whole);
}

function onlyEntry(object: object, whole: unknown): readonly [string, unknown] {
  const [first, ...more] = Object.entries(object);
  if (first === undefined) throw new PatternError('Match expression name not found', whole);
  if (more.length > 0) throw new PatternError('Only one key allowed in match expression', whole);
  return first;
}

function textOf(operand: unknown, whole: unknown): string {
  if (typeof operand === 'string') return operand;
  throw new PatternError('match pattern must be a string', whole);
}

function onText(test: (text: string, value: string) => boolean): Operator {
  return (operand, whole) => {
    const text = textOf(operand, whole);
    return (value) => typeof value === 'string' && test(text, value);
  };
}

/** Accepts a text or `{ "equals-ignore-case": text }` as operand. */
function onTextOrIgnoringCase(test: (text: string, value: string) => boolean): Operator {
  const ignoringCase = onText((text, value) => test(sameCase(text), sameCase(value)));
  return (operand, whole) => {
    if (typeof operand !== 'object' || operand === null || Array.isArray(operand))
      return onText(test)(operand, whole);
    const [name, text] = onlyEntry(operand, whole);
    if (name !== 'equals-ignore-case') throw new PatternError(`Unsupported pattern: ${name}`, whole);
    return ignoringCase(text, whole);
  };
}

function sameCase(text: string): string {
  return text.toLowerCase();
}

function wildcard(operand: unknown, whole: unknown): ValueTest {
  const expression = wildcardExpression(textOf(operand, whole), whole);
  return (value) => typeof value === 'string' && expression.test(value);
}

function exists(operand: unknown, whole: unknown): ValueMatcher {
  if (operand === false) return 'absent';
  if (operand === true) return () => true;
  throw new PatternError('exists match pattern must be either true or false.', whole);
}

/** Matches any value, of any type, that none of the given values matches. */
function anythingBut(operand: unknown, whole: unknown): ValueTest {
  const tests = excludedBy(operand, whole);
  return (value) => !tests.some((test) => test(value));
}

const EXCLUDING: ReadonlySet<string> = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']);

function excludedBy(operand: unknown, whole: unknown): ValueTest[] {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand))
    return excludedValues(operand, whole);
  const [name, values] = onlyEntry(operand, whole);
  if (!EXCLUDING.has(name)) throw new PatternError(`Unsupported anything-but pattern: ${name}`, whole);
  return listOf(values, whole).map((text) => {
    if (textOf(text, whole) === '' && (name === 'prefix' || name === 'suffix'))
      throw new PatternError('Null prefix/suffix not allowed', whole);
    return operatorMatcher({ [name]: text }) as ValueTest;
  });
}

function excludedValues(operand: unknown, whole: unknown): ValueTest[] {
  const values = listOf(operand, whole);
  const types = new Set(values.map((value) => typeof value));
  if (types.size > 1 || !(types.has('string') || types.has('number')))
    throw new PatternError(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
      whole,
    );
  return values.map((excluded) => (value) => value === excluded);
}

/**
 * A single operand or a list. AWS's matcher accepts an empty list within an operator, whose meaning is not documented.
 */
function listOf(operand: unknown, whole: unknown): readonly unknown[] {
  const values = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) throw new PatternError('Empty lists are not simulated', whole);
  return values;
}
