/** Random events and patterns over the same few names and values, so that about half of the pairs match. */
import fc from 'fast-check';

const NAMES = ['a', 'b'];
const TEXTS = ['', 'a', 'ab', 'aBC', '5', '10.0.0.1', '::1', 'a*c', 'b\\'];
const NUMBERS = [0, 1, 5, -3];

const name = fc.constantFrom(...NAMES);
const text = fc.constantFrom(...TEXTS);
const number = fc.constantFrom(...NUMBERS);
/** A value that is neither an object nor an array. */
export const anyLeaf = fc.oneof({ weight: 4, arbitrary: text }, number, fc.boolean(), fc.constant(null));

/** An object with nested arrays and objects, including empty ones. */
export const anyEvent: fc.Arbitrary<Record<string, unknown>> = fc.letrec<{
  object: Record<string, unknown>;
  value: unknown;
}>((tie) => ({
  object: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: anyLeaf },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 2, arbitrary: tie('object') },
  ),
})).object;

const ignoringCase = text.map((value) => ({ 'equals-ignore-case': value }));
const wildcard = fc
  .array(fc.constantFrom('a', 'b', 'c', '*', String.raw`\*`, String.raw`\\`), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('').replace(/\*{2,}/g, '*'));
const someTexts = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
const filled = fc.constantFrom(...TEXTS.filter((value) => value !== ''));
const someFilledTexts = fc.oneof(filled, fc.array(filled, { minLength: 1, maxLength: 3 }));
const numeric = fc.oneof(
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), number),
  fc
    .tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number)
    .filter(([, bottom, , top]) => bottom < top),
);

/** Operands of `anything-but`. */
export const anyExclusion: fc.Arbitrary<unknown> = fc.oneof(
  someTexts,
  fc.oneof(number, fc.array(number, { minLength: 1, maxLength: 3 })),
  someFilledTexts.map((prefix) => ({ prefix })),
  someFilledTexts.map((suffix) => ({ suffix })),
  someTexts.map((value) => ({ 'equals-ignore-case': value })),
  wildcard.map((value) => ({ wildcard: value })),
);

/** The values that `anyExclusion` excludes, as separate patterns. */
export function included(exclusion: unknown): unknown[] {
  if (typeof exclusion !== 'object' || exclusion === null || Array.isArray(exclusion))
    return [exclusion].flat();
  const [operator, operand] = Object.entries(exclusion)[0] ?? [];
  return [operand].flat().map((one) => ({ [String(operator)]: one }));
}

const operator: fc.Arbitrary<unknown> = fc.oneof(
  fc.oneof(text, ignoringCase).map((prefix) => ({ prefix })),
  fc.oneof(text, ignoringCase).map((suffix) => ({ suffix })),
  ignoringCase,
  text.map((exactly) => ({ exactly })),
  wildcard.map((value) => ({ wildcard: value })),
  fc.constantFrom('10.0.0.0/24', '10.0.0.0/31', '::/16').map((cidr) => ({ cidr })),
  numeric.map((value) => ({ numeric: value })),
  fc.boolean().map((value) => ({ exists: value })),
  anyExclusion.map((value) => ({ 'anything-but': value })),
);

/** An element of a pattern's array: a value or an operator. */
export const anyMatcher: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: anyLeaf },
  { weight: 3, arbitrary: operator },
);

type Pattern = Record<string, unknown>;

function objectOf(
  rule: fc.Arbitrary<unknown>,
  either: fc.Arbitrary<Pattern[] | undefined>,
): fc.Arbitrary<Pattern> {
  return fc
    .tuple(fc.dictionary(name, rule, { minKeys: 1, maxKeys: 2, noNullPrototype: true }), either, fc.boolean())
    .map(([fields, parts, isFirst]) => {
      if (parts === undefined) return fields;
      return isFirst ? { $or: parts, ...fields } : { ...fields, $or: parts };
    });
}

const matchers = fc.array(anyMatcher, { minLength: 1, maxLength: 4 });
const without = fc.constant(undefined);
const flat = objectOf(matchers, without);
const rule = fc.oneof({ weight: 4, arbitrary: matchers }, { weight: 1, arbitrary: flat });
const either = fc.option(
  fc.array(
    fc.oneof(
      flat,
      objectOf(rule, fc.option(fc.array(flat, { minLength: 2, maxLength: 2 }), { nil: undefined })),
    ),
    {
      minLength: 2,
      maxLength: 3,
    },
  ),
  { nil: undefined },
);

/** A valid pattern: up to three nested objects, with nested `$or`. */
export const anyPattern: fc.Arbitrary<Pattern> = objectOf(rule, either);

const OPERATORS = [
  'prefix',
  'suffix',
  'equals-ignore-case',
  'exactly',
  'wildcard',
  'cidr',
  'numeric',
  'exists',
  'anything-but',
] as const;
const operatorName = fc.constantFrom(...OPERATORS, '$or', 'regex', 'a');
const operand = fc.oneof(
  anyLeaf,
  fc.array(anyLeaf, { maxLength: 3 }),
  numeric,
  fc.dictionary(operatorName, fc.oneof(text, fc.array(anyLeaf, { maxLength: 2 })), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
  fc.constantFrom('10.0.0.0/32', '10.0.0.0/-1', '::/128', 'a**', 'a\\', String.raw`a\b`),
);

/** A pattern with valid words in wrong places, which EventBridge refuses in most cases. */
export const anyOddPattern: fc.Arbitrary<unknown> = fc.oneof(
  fc.dictionary(
    operatorName,
    fc.array(fc.dictionary(operatorName, operand, { maxKeys: 2, noNullPrototype: true }), { maxLength: 2 }),
    { maxKeys: 2, noNullPrototype: true },
  ),
  fc.dictionary(operatorName, operand, { maxKeys: 2, noNullPrototype: true }),
  fc.dictionary(operatorName, fc.array(operand, { maxLength: 2 }), { maxKeys: 2, noNullPrototype: true }),
  fc.tuple(fc.constantFrom(...OPERATORS), operand).map(([k, o]) => ({ a: [{ [k]: o }] })),
);
