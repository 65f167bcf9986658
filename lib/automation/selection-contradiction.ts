import { Token } from 'aws-cdk-lib';
import type { SelectionSpec } from '../../lambda/contract/selection.js';

type Leaf = Exclude<SelectionSpec, { kind: 'anyOf' | 'allOf' }>;

/**
 * Returns why no endpoint can match a selection, as far as synthesis knows: tokens may resolve to any value.
 *
 * @param account the only account whose endpoints are seen; undefined if unknown, or if there are others
 */
export function contradictionIn(selection: SelectionSpec, account: string | undefined): string | undefined {
  switch (selection.kind) {
    case 'anyOf':
      return allOrNone(selection.of.map((part) => contradictionIn(part, account)));
    case 'allOf':
      return (
        selection.of.map((part) => contradictionIn(part, account)).find(Boolean) ??
        conflictAmong(selection.of)
      );
    case 'inAccounts':
      return otherAccounts(selection.accounts, account);
    case 'all':
    case 'tagged':
    case 'inVpcs':
      return undefined;
  }
}

function allOrNone(reasons: readonly (string | undefined)[]): string | undefined {
  return reasons.every((reason) => reason !== undefined) ? reasons.join('; and ') : undefined;
}

function otherAccounts(accounts: readonly string[], account: string | undefined): string | undefined {
  if (account === undefined || accounts.some((one) => one === account || Token.isUnresolved(one)))
    return undefined;
  return `the accounts ${accounts.join(', ')} do not include the stack's own, ${account}, and endpoints of other accounts are not seen without members`;
}

/** Compares only conjuncts of one level; deeper ones are compared at their own level. */
function conflictAmong(parts: readonly SelectionSpec[]): string | undefined {
  const leaves = parts.filter((part): part is Leaf => part.kind !== 'anyOf' && part.kind !== 'allOf');
  const pairs = leaves.flatMap((a, index) => leaves.slice(index + 1).map((b) => [a, b] as const));
  return pairs.map(([a, b]) => conflict(a, b)).find((reason) => reason !== undefined);
}

function conflict(a: Leaf, b: Leaf): string | undefined {
  if (a.kind === 'inVpcs' && b.kind === 'inVpcs') return disjoint('VPCs', a.vpcIds, b.vpcIds);
  if (a.kind === 'inAccounts' && b.kind === 'inAccounts') return disjoint('accounts', a.accounts, b.accounts);
  if (a.kind !== 'tagged' || b.kind !== 'tagged' || a.key !== b.key) return undefined;
  if (a.value === undefined || b.value === undefined || a.value === b.value) return undefined;
  return `tag ${a.key} cannot be both "${a.value}" and "${b.value}"`;
}

function disjoint(what: string, a: readonly string[], b: readonly string[]): string | undefined {
  const open =
    [...a, ...b].some((value) => Token.isUnresolved(value)) || a.some((value) => b.includes(value));
  return open ? undefined : `the ${what} ${a.join(', ')} and ${b.join(', ')} have none in common`;
}
