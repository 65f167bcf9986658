/**
 * Statements of IAM policies, as far as the project's templates use them. Anything that is not simulated is an error.
 */

import { arnLike, textLike } from '../protocol/wildcards.js';
import { type Conditions, type ContextTest, compileCondition } from './policy-conditions.js';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Conditions;
}

/** Condition keys and their values. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** A call with the fields that IAM evaluates. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny';

export interface CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly applies: (request: Request) => boolean;
}

const FIELDS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** @throws Error naming a statement that IAM refuses or that is not simulated */
export function compileStatement(statement: Statement): CompiledStatement {
  try {
    return compile(statement);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}. Statement: ${JSON.stringify(statement)}`, { cause: error });
  }
}

/** A matching Deny overrides every Allow. */
export function decideBy(statements: readonly CompiledStatement[], request: Request): Decision {
  const applying = statements.filter(({ applies }) => applies(request));
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return applying.length > 0 ? 'allowed' : 'implicit-deny';
}

function compile(statement: Statement): CompiledStatement {
  const unknown = Object.keys(statement).filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) throw new Error(`Statement field is not simulated: ${unknown.join(', ')}`);
  const { Effect, Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`Effect must be Allow or Deny: ${Effect}`);
  const isAction = either('Action', Action, NotAction, (pattern, action) =>
    // Names of actions are case-insensitive.
    textLike(pattern.toLowerCase(), action.toLowerCase()),
  );
  const isResource = either('Resource', Resource, NotResource, arnLike);
  const holds: ContextTest = compileCondition(Condition);
  return {
    effect: Effect,
    applies: ({ action, resource, context }) => isAction(action) && isResource(resource) && holds(context),
  };
}

type Patterns = string | readonly string[] | undefined;

/** Reads an element or its negation. IAM requires exactly one of them. */
function either(
  name: string,
  positive: Patterns,
  negative: Patterns,
  likes: (pattern: string, value: string) => boolean,
): (value: string) => boolean {
  if ((positive === undefined) === (negative === undefined))
    throw new Error(`A statement has either ${name} or Not${name}`);
  const patterns = [positive ?? negative ?? []].flat();
  for (const pattern of patterns)
    if (typeof pattern !== 'string' || pattern.includes('${'))
      throw new Error(`${name} is not simulated: ${JSON.stringify(pattern)}`);
  return (value) => patterns.some((pattern) => likes(pattern, value)) === (positive !== undefined);
}
