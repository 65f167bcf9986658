/** Constructs of one app, of which some have fixed names that clash in an account. */
import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** @returns constructs of the same app that are found to be of the kind, except this one; in the order of the tree */
export function othersInApp<T extends IConstruct>(
  construct: T,
  isOfKind: (other: IConstruct) => other is T,
): T[] {
  return construct.node.root.node
    .findAll()
    .filter((other) => other !== construct)
    .filter(isOfKind);
}

/** @returns false if synthesis does not know it: two stacks without an account may be deployed to different ones */
export function isSameAccount(one: IConstruct, other: IConstruct): boolean {
  return isSame(one, other, 'account');
}

/** @returns false if synthesis does not know it */
export function isSameRegion(one: IConstruct, other: IConstruct): boolean {
  return isSame(one, other, 'region');
}

function isSame(one: IConstruct, other: IConstruct, property: 'account' | 'region'): boolean {
  const [stack, otherStack] = [Stack.of(one), Stack.of(other)];
  if (stack === otherStack) return true;
  return !Token.isUnresolved(stack[property]) && stack[property] === otherStack[property];
}

/** The account of a construct, for messages. */
export function accountOf(construct: IConstruct): string {
  const { account } = Stack.of(construct);
  return Token.isUnresolved(account) ? 'the account of the stack' : `account ${account}`;
}
