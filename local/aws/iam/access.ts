/** What identity policies and the policy of a resource make together. */
import type { ResourceDecision } from './resource-policy.js';
import type { Decision } from './statement.js';

export interface AccessFacts {
  readonly action: string;
  /** Of the identity policies of the caller. */
  readonly identity: Decision;
  /** Of the resource's own policy, where it has one. */
  readonly resource: ResourceDecision | undefined;
  readonly isSameAccount: boolean;
  /** A role's trust policy has to allow also what the account's own identities ask for. */
  readonly needsResourcePolicy?: boolean | undefined;
}

/**
 * @returns undefined where the call is allowed; else how AWS ends its sentence, with a leading space
 */
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
