/** The one way to hold what comes in to a schema, and the words for what is wrong with it. */
import * as v from 'valibot';
import { shown } from './shown.js';

export type Validated<Output> =
  | { readonly kind: 'valid'; readonly value: Output }
  /** `<field>: expected <what>, received <value>`: a few, however many are wrong. */
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

export interface Wording {
  /** What the value is called, where no field of it can be named. Default: `input`. */
  readonly whole?: string;
  /** Of a value that is itself a field: its path, before that of the fields inside. */
  readonly path?: string;
  /** How a value is reported. Default: shortened to 80 characters. A secret is told by {@link typeOf}. */
  readonly received?: (value: unknown) => string;
}

export function validate<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  wording: Wording = {},
): Validated<Output> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return { kind: 'valid', value: parsed.output };
  return { kind: 'malformed', issues: fewOf(parsed.issues.map((issue) => messageOf(issue, wording))) };
}

/** More would only hide the first ones: a record may name thousands of ids. */
const MAX_ISSUES = 4;

/** The first ones, and how many more there are. */
export function fewOf(issues: readonly string[]): readonly string[] {
  const more = issues.length - MAX_ISSUES;
  return more <= 0 ? issues : [...issues.slice(0, MAX_ISSUES), `and ${more} more`];
}

function messageOf(
  issue: v.BaseIssue<unknown>,
  { whole = 'input', path, received = shown }: Wording,
): string {
  const place = [path, v.getDotPath(issue)].filter((part) => part !== undefined && part !== null).join('.');
  return `${place || whole}: ${expectedBy(issue)}, received ${received(issue.input)}`;
}

/** Messages of our own begin so. Those of valibot quote what was received, whole: they are never used. */
const OWN_MESSAGE = /^expected /;

/** `expected <what>` */
export function expectedBy(issue: v.BaseIssue<unknown>): string {
  const { message, expected, type } = issue;
  if (OWN_MESSAGE.test(message)) return message;
  return isOfMissingField(issue) ? 'expected a value' : `expected ${expected ?? type.replaceAll('_', ' ')}`;
}

/** What is expected is the name of the field then, which is reported already. */
function isOfMissingField({ type, input, expected }: v.BaseIssue<unknown>): boolean {
  return /object$/.test(type) && input === undefined && expected !== 'Object';
}

/** A value by its type alone. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
