/** Validates input against a schema, and describes what is wrong with it. Who reports nothing may use the schema directly. */
import * as v from 'valibot';
import { shown } from './shown.js';

export type Validated<Output> =
  | { readonly kind: 'valid'; readonly value: Output }
  /** `<field>: expected <what>, received <value>`: the first few, however many are wrong. */
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

export interface Wording {
  /** Name of the value, used if no field of it can be named. Default: `input`. */
  readonly whole?: string;
  /** For a value that is itself a field: its path, which precedes that of the fields inside. */
  readonly path?: string;
  /** How a value is shown. Default: shortened to 80 characters. For a secret, use {@link typeOf}. */
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

/** More would hide the first ones: a record may name thousands of ids. */
const MAX_ISSUES = 4;

/** The first issues, and how many more there are. */
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

/** Prefix of our own messages. Those of valibot quote the whole value, so they are never used. */
const OWN_MESSAGE = /^expected /;

/** `expected <what>` */
export function expectedBy(issue: v.BaseIssue<unknown>): string {
  const { message, expected, type } = issue;
  if (OWN_MESSAGE.test(message)) return message;
  return isOfMissingField(issue) ? 'expected a value' : `expected ${expected ?? type.replaceAll('_', ' ')}`;
}

/** For a missing field, valibot gives the name of the field as what was expected; the path of the message has it already. */
function isOfMissingField({ type, input, expected }: v.BaseIssue<unknown>): boolean {
  return /object$/.test(type) && input === undefined && expected !== 'Object';
}

/** Describes a value only by its type. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
