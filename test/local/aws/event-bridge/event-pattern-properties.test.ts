import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventPattern } from '../../../../local/aws/event-bridge/event-pattern/event-pattern.js';
import {
  anyEvent,
  anyExclusion,
  anyLeaf,
  anyMatcher,
  anyOddPattern,
  anyPattern,
  included,
} from './event-pattern-samples.js';

type Json = Record<string, unknown>;
type MatchResult = 'matches' | 'does not match' | 'refused';

/** Results of AWS's matcher (event-ruler 1.8.1) for random pairs of `event-pattern-samples.ts`. */
const MATCH_RESULTS = JSON.parse(
  readFileSync(new URL('event-ruler-verdicts.json', import.meta.url), 'utf8'),
) as [MatchResult, unknown, unknown][];

function matchResultOf(pattern: unknown, event: unknown): MatchResult {
  try {
    return new EventPattern(pattern).matches(event) ? 'matches' : 'does not match';
  } catch (error) {
    if ((error as Error).name === 'InvalidEventPatternException') return 'refused';
    throw error;
  }
}

const matches = (pattern: unknown, event: unknown): boolean => new EventPattern(pattern).matches(event);

describe('an event pattern', () => {
  it('matches like AWS’s matcher', () => {
    const others = MATCH_RESULTS.filter(
      ([matchResult, pattern, event]) => matchResultOf(pattern, event) !== matchResult,
    );
    expect(others).toEqual([]);
    expect(MATCH_RESULTS.length).toBeGreaterThan(300);
  });

  it('matches what one of its alternatives matches, for any content of $or', () => {
    holds(anyPattern, anyEvent, (pattern, event) => {
      const parts = alternativesOf([new Map()], pattern, '');
      const one = parts.some((part) => matches(Object.fromEntries(part), event));
      expect(matches(pattern, event)).toBe(one);
    });
  });

  it('ignores the order of the fields, and fields that it does not name', () => {
    holds(anyPattern, anyEvent, (pattern, event) => {
      expect(matches(pattern, reversed({ ...event, z: [{ a: 'ab' }] }))).toBe(matches(pattern, event));
    });
  });

  it('treats a value like an array with this value, within an array', () => {
    holds(anyPattern, anyEvent, (pattern, event) => {
      expect(matches(pattern, wrapped(event))).toBe(matches(pattern, event));
    });
  });

  it('treats an array like any of its values', () => {
    holds(
      fc.array(anyMatcher, { minLength: 1, maxLength: 3 }),
      fc.array(anyLeaf, { minLength: 1, maxLength: 3 }),
      (a, values) => {
        expect(matches({ a }, { a: values })).toBe(values.some((value) => matches({ a }, { a: value })));
      },
    );
  });

  it('combines several values of one field with "or"', () => {
    holds(fc.array(anyMatcher, { minLength: 1, maxLength: 3 }), anyEvent, (several, event) => {
      expect(matches({ a: several }, event)).toBe(several.some((one) => matches({ a: [one] }, event)));
    });
  });

  it('with anything-but matches all other values, of any type, but not an absent field', () => {
    holds(anyExclusion, anyLeaf, (exclusion, value) => {
      const pattern = { a: [{ 'anything-but': exclusion }] };
      expect(matches(pattern, { a: value })).toBe(!matches({ a: included(exclusion) }, { a: value }));
      expect(matches(pattern, { b: value })).toBe(false);
    });
  });

  it('finds a field either absent or present, except within arrays', () => {
    holds(anyLeaf, anyEvent, (_value, { b }) => {
      const event = b === undefined ? {} : { a: b };
      expect(matches({ a: [{ exists: true }] }, event)).toBe(!matches({ a: [{ exists: false }] }, event));
    });
  });

  it('with valid words in wrong places is refused or evaluated, and throws nothing else', () => {
    holds(anyOddPattern, anyEvent, (pattern, event) => {
      expect(['matches', 'does not match', 'refused']).toContain(matchResultOf(pattern, event));
    });
  });
});

function holds<One, Other>(
  one: fc.Arbitrary<One>,
  other: fc.Arbitrary<Other>,
  check: (one: One, other: Other) => void,
): void {
  fc.assert(fc.property(one, other, check), { numRuns: 500 });
}

/** Rewrites a pattern without `$or`, with full field names; a later condition for a field replaces an earlier one. */
function alternativesOf(sofar: Map<string, unknown>[], object: Json, path: string): Map<string, unknown>[] {
  let alternatives = sofar;
  for (const [key, value] of Object.entries(object)) {
    if (key === '$or')
      alternatives = (value as Json[]).flatMap((part) => alternativesOf(alternatives, part, path));
    else if (Array.isArray(value))
      alternatives = alternatives.map((fields) => new Map([...fields, [`${path}${key}`, value]]));
    else alternatives = alternativesOf(alternatives, value as Json, `${path}${key}.`);
  }
  return alternatives;
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inside]) => [key, reversed(inside)]),
  );
}

/** Wraps each leaf in two arrays, except for elements of an array, which would become elements of another one. */
function wrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [[value]];
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, wrapped(inside)]));
}
