/** What a refusal to enter a member means for a person, who is not one of the hub's functions. */
import { HUB_ROLE_TAG } from '../../lambda/contract/members.js';
import { MemberNotEnteredError } from '../../lambda/domain/model/errors/member-not-entered-error.js';

/** Name of STS's refusal: it does not say whether the role is missing, or does not trust the caller. */
const REFUSED = /^AccessDenied/;

/** @returns true if STS has refused the role of the member to these credentials */
export function isRoleRefused(error: unknown): boolean {
  if (!(error instanceof MemberNotEnteredError)) return false;
  return error.cause instanceof Error && REFUSED.test(error.cause.name);
}

/** Why a person may be refused although the hub's functions are not. */
export const TRUST = `The role of a member trusts only roles of the hub's account that have the tag ${HUB_ROLE_TAG}, such as those of the hub's functions: with other credentials, this says nothing about the member.`;

/** What a person can do who is refused. */
export const ENTER_OTHERWISE = `Use credentials of the member account (--profile of it, together with --account); or a role of the hub's account that has the tag ${HUB_ROLE_TAG} with the namespace of the hub, and may call sts:AssumeRole.`;
