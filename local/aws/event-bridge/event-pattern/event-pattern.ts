/**
 * EventBridge's matching, modelled on the behaviour of AWS's matcher (aws/event-ruler): field names have no array
 * indexes, but two fields within different elements of one array never match together.
 */
import { type Alternative, compilePattern } from './compile-pattern.js';
import { type EventField, fieldsOf, joined, type Membership } from './event-fields.js';
import type { ValueMatcher } from './value-matcher.js';

type Wanted = readonly [name: string, matchers: readonly ValueMatcher[]];

export class EventPattern {
  private readonly alternatives: readonly (readonly Wanted[])[];

  /** @throws PatternError if PutRule refuses the pattern */
  constructor(pattern: unknown) {
    this.alternatives = compilePattern(pattern).map(inOrderOfNames);
  }

  matches(event: unknown): boolean {
    const fields = byName(fieldsOf(event));
    return this.alternatives.some((wanted) => matchesAll(wanted, fields, new Map()));
  }
}

function byName(fields: readonly EventField[]): Map<string, EventField[]> {
  const found = new Map<string, EventField[]>();
  for (const field of fields) found.set(field.name, [...(found.get(field.name) ?? []), field]);
  return found;
}

/** AWS evaluates fields in this order, which decides the elements that count for a field that must be absent. */
function inOrderOfNames(alternative: Alternative): Wanted[] {
  return [...alternative].sort(([one], [other]) => (one < other ? -1 : 1));
}

function matchesAll(
  [first, ...rest]: readonly Wanted[],
  fields: ReadonlyMap<string, readonly EventField[]>,
  membership: Membership,
): boolean {
  if (first === undefined) return true;
  const [name, matchers] = first;
  const candidates = (fields.get(name) ?? []).flatMap((field) => {
    const together = joined(membership, field.membership);
    return together === undefined ? [] : [{ value: field.value, together }];
  });
  if (candidates.length === 0 && matchers.includes('absent')) return matchesAll(rest, fields, membership);
  return candidates.some(
    ({ value, together }) =>
      matchers.some((matcher) => matcher !== 'absent' && matcher(value)) &&
      matchesAll(rest, fields, together),
  );
}
