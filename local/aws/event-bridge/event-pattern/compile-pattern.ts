/**
 * Compiles a pattern to alternatives, each of which lists fields with their conditions. `$or` multiplies the
 * alternatives.
 */
import { PatternError } from './pattern-error.js';
import { type ValueMatcher, valueMatcher } from './value-matcher.js';

/** Conditions by field name. */
export type Alternative = ReadonlyMap<string, readonly ValueMatcher[]>;

/** EventBridge's default quota. */
const MOST_CHARACTERS = 2048;

/**
 * Names of operators, which EventBridge does not allow as field names within `$or`, because they may be meant as
 * operators.
 */
const RESERVED: ReadonlySet<string> = new Set([
  'exactly',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'exists',
  'wildcard',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
]);

/** @throws PatternError if PutRule refuses the pattern */
export function compilePattern(pattern: unknown): Alternative[] {
  const { length } = JSON.stringify(pattern) ?? '';
  if (length > MOST_CHARACTERS)
    throw new PatternError(`Pattern of ${length} characters, and ${MOST_CHARACTERS} are allowed`, undefined);
  if (!isObject(pattern)) throw new PatternError('Filter is not an object', pattern);
  return withObject([new Map()], pattern, '', false);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Fields are processed in the order of the text: a later condition for a field replaces an earlier one, inside and
 * outside of `$or`.
 */
function withObject(
  alternatives: readonly Alternative[],
  object: Readonly<Record<string, unknown>>,
  path: string,
  isInOr: boolean,
): Alternative[] {
  const entries = Object.entries(object);
  if (entries.length === 0) throw new PatternError('Empty objects are not allowed', object);
  return entries.reduce<Alternative[]>(
    (sofar, [key, value]) => {
      if (key === '$or') return withOr(sofar, value, path);
      if (isInOr && RESERVED.has(key))
        throw new PatternError(`${key} is a reserved name which cannot be used inside $or`, object);
      return withField(sofar, path === '' ? key : `${path}.${key}`, value, isInOr);
    },
    [...alternatives],
  );
}

function withField(
  alternatives: readonly Alternative[],
  name: string,
  value: unknown,
  isInOr: boolean,
): Alternative[] {
  if (isObject(value)) return withObject(alternatives, value, name, isInOr);
  if (!Array.isArray(value)) throw new PatternError(`"${name}" must be an object or an array`, value);
  if (value.length === 0) throw new PatternError('Empty arrays are not allowed', { [name]: value });
  const matchers = value.map(valueMatcher);
  return alternatives.map((alternative) => new Map([...alternative, [name, matchers]]));
}

function withOr(alternatives: readonly Alternative[], parts: unknown, path: string): Alternative[] {
  if (!Array.isArray(parts)) throw new PatternError('It must be an Array followed with $or.', parts);
  if (parts.length < 2)
    throw new PatternError('There must have at least 2 Objects in $or relationship.', parts);
  return parts.flatMap((part) => {
    if (!isObject(part))
      throw new PatternError('Only JSON object is allowed in array of $or relationship.', parts);
    return withObject(alternatives, part, path, true);
  });
}
