/**
 * How constructs refuse invalid values: with the prop, what was expected, the value received, and what to do. Values
 * that are known only at deployment are accepted. Props may come from JavaScript, without a compiler's check.
 */
import { type Duration, Token } from 'aws-cdk-lib';
import type { PropertyIssue } from '../../lambda/contract/declared-rules.js';
import { secondsExpected, type ValueRule } from '../../lambda/contract/value-rules.js';

/** Rules for required props, by name. */
export type RequiredProps = Readonly<Record<string, ValueRule>>;

/**
 * @param owner owner of these props
 * @throws Error for the first one that is missing or invalid
 */
export function requireProps(owner: string, props: unknown, rules: RequiredProps): void {
  if (typeof props !== 'object' || props === null) {
    throw new Error(
      `${owner}: expected props with ${Object.keys(rules).join(' and ')}, received ${received(props)}.`,
    );
  }
  const given = new Map<string, unknown>(Object.keys(rules).map((name) => [name, Reflect.get(props, name)]));
  refuse(Object.entries(rules).flatMap(([name, rule]) => missingOr(name, given.get(name), rule)));
}

function missingOr(property: string, value: unknown, { expected, accepts }: ValueRule): PropertyIssue[] {
  return Token.isUnresolved(value) || accepts(value) ? [] : [{ property, expected, received: value }];
}

/** @throws Error for the first issue */
export function refuse(issues: readonly PropertyIssue[]): void {
  const [first] = issues;
  if (first === undefined) return;
  const advice = first.advice === undefined ? '' : ` ${first.advice}`;
  throw new Error(`${first.property}: ${first.expected}, received ${received(first.received)}.${advice}`);
}

/** Checks an optional prop. */
export function optional(property: string, value: unknown, rule: ValueRule): PropertyIssue[] {
  return value === undefined ? [] : missingOr(property, value, rule);
}

/** Describes a value of any type in an error message. Of an object, only its type: a construct has no text form. */
export function received(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `"${value.slice(0, 300)}"`;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  return typeof value === 'object' || typeof value === 'function'
    ? `a value of type ${typeof value}`
    : String(value);
}

/** Undefined for a value that is known only at deployment. */
export function known<Value>(value: Value | undefined): Value | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}

/** @throws Error unless it is a number of whole seconds within the limits */
export function validateSeconds(prop: string, duration: Duration, min: number, max: number): void {
  if (!isDuration(duration)) {
    const advice = 'Give a Duration, such as Duration.minutes(10).';
    refuse([{ property: prop, expected: secondsExpected(min, max), received: duration, advice }]);
  }
  if (duration.isUnresolved()) return;
  const seconds = duration.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= min && seconds <= max) return;
  throw new Error(`${prop}: ${secondsExpected(min, max)}, received ${duration.toHumanString()}.`);
}

function isDuration(value: unknown): value is Duration {
  return hasMethod(value, 'toSeconds') && hasMethod(value, 'isUnresolved');
}

/** Does not use `instanceof`: an app may contain two copies of a library. */
export function hasMethod(value: unknown, name: string): boolean {
  return isObject(value) && typeof Reflect.get(value, name) === 'function';
}

export function hasMember(value: unknown, name: string): boolean {
  return isObject(value) && name in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export const VPC: ValueRule = {
  expected: 'expected a VPC, such as Vpc.fromLookup(…)',
  accepts: (value) => hasMember(value, 'vpcId'),
};
