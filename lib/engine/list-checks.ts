/** How constructs refuse lists of invalid values. */
import { Token } from 'aws-cdk-lib';
import type { ValueRule } from '../../lambda/contract/value-rules.js';
import { optional, received, refuse } from './prop-checks.js';

export interface ListRule {
  /** One item, for messages: `account`. */
  readonly what: string;
  readonly item: ValueRule;
  /** What to do if the list is empty. */
  readonly ifEmpty: string;
}

/**
 * Items that are known only at deployment are accepted, lists of unknown length are not: they would be one item.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateList(property: string, values: readonly string[], rule: ListRule): void {
  const { what, item, ifEmpty } = rule;
  if (Token.isUnresolved(values))
    throw new Error(
      `${property}: expected a list whose length is known at synthesis, received a list that is known only at deployment. Give its items, such as [Fn.select(0, list), Fn.select(1, list)].`,
    );
  if (!Array.isArray(values))
    throw new Error(`${property}: expected a list with each ${what}, received ${received(values)}.`);
  if (values.length === 0)
    throw new Error(`${property}: expected at least one ${what}, received none. ${ifEmpty}`);
  for (const value of values) refuse(optional(property, value ?? null, item));
  const twice = values.find((value, index) => !Token.isUnresolved(value) && values.indexOf(value) !== index);
  if (twice !== undefined)
    throw new Error(`${property}: ${what} "${twice}" is listed twice. List each ${what} once.`);
}
