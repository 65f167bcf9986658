/** Combines the decisions of identity policies and of the resource's policy. */
import type { ResourceDecision } from './resource-policy.js';
import type { Decision } from './statement.js';

export interface AccessFacts {
  readonly action: string;
  /** Decision of the caller's identity policies. */
  readonly identity: Decision;
  /** Decision of the resource's own policy; undefined if it has none. */
  readonly resource: ResourceDecision | undefined;
  readonly isSameAccount: boolean;
  /** If true, the resource policy must also allow the account's own identities, as a role's trust policy must. */
  readonly needsResourcePolicy?: boolean | undefined;
}

/** @returns undefined if the call is allowed; otherwise the end of AWS's error message, with a leading space */
export function refusalOf(facts: AccessFacts): string | undefined {
  const { action, identity, resource } = facts;
  if (identity === 'explicit-deny') return ' with an explicit deny in an identity-based policy';
  if (resource?.decision === 'explicit-deny') return ' with an explicit deny in a resource-based policy';
  if (facts.isSameAccount && resource?.isDirect === true) return undefined;
  if (identity !== 'allowed') return ` because no identity-based policy allows the ${action} action`;
  const isFree = facts.isSameAccount && facts.needsResourcePolicy !== true;
  if (isFree || resource?.decision === 'allowed') return undefined;
  return ` because no resource-based policy allows the ${action} action`;
}
