/** Whether the known data of an endpoint is sufficient to start the removal of its link. Pure. */
import type { LinkRecord } from '../../contract/registry.js';
import type { SelectionSpec } from '../../contract/selection.js';
import { DECLARED_TAG } from '../../contract/tags.js';
import type { DeletionEvidence, UnlinkCause } from '../../execution-data/workflow-input.js';
import { hasLasted, hasVanished, isShownDeleted } from '../model/eligibility.js';
import { coversUnseen, isSelected } from '../model/endpoint-selection.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';
import { describeHolder, type OwnAutomation, othersRecord, ownRecord } from '../model/values/own-record.js';

/**
 * Evidence for a removal in addition to an own record. `deletion`: a readable record of the successful deletion, of
 * this account and Region. `absence`: a reconciliation finds that EC2 has not shown the endpoint for long enough.
 * `registration`: Atlas's response to this very invocation says that it created the link.
 */
export type RemovalEvidence = 'deletion' | 'absence' | 'registration';

export interface RemovalFacts {
  readonly cause: UnlinkCause;
  readonly evidence?: RemovalEvidence | undefined;
  readonly record: LinkRecord | undefined;
  /** As EC2 shows it now; undefined if EC2 does not show it. */
  readonly endpoint: VpcEndpoint | undefined;
}

export interface RemovalRules extends OwnAutomation {
  readonly selection: SelectionSpec;
  /**
   * True for an endpoint of a member. A member can rewrite the detail of an event that it forwards, and so name an
   * endpoint of another account: only what this automation has linked in that account and Region may be removed.
   */
  readonly isOfMember?: boolean | undefined;
  readonly now: Date;
}

export type UnlinkIgnoreReason =
  | 'still-exists'
  | 'still-selected'
  | 'not-seen'
  | 'declared-in-a-stack'
  | 'not-ours'
  | 'of-another-automation'
  | 'record-unreadable'
  | 'not-an-endpoint-service'
  | 'project-unreadable'
  | 'not-linked';

export interface ReasonNotToRemove {
  readonly reason: UnlinkIgnoreReason;
  readonly message: string;
}

/** @returns undefined if the removal may begin */
export function reasonNotToRemove(rules: RemovalRules, facts: RemovalFacts): ReasonNotToRemove | undefined {
  const { cause, record, endpoint } = facts;
  const others = othersRecord(record, rules);
  if (others !== undefined) return because('of-another-automation', describeHolder(others));
  // A person has checked the link and requested the removal.
  if (cause === 'command') return undefined;
  if (endpoint?.tags[DECLARED_TAG.KEY] !== undefined)
    return because('declared-in-a-stack', 'its link goes with its stack');
  return cause === 'deselected' ? reasonNotToDeselect(rules, facts) : reasonNotToFollow(rules, facts);
}

/**
 * EC2 itself must show that the endpoint exists and is no longer selected: an endpoint that is not shown may be
 * selected.
 */
function reasonNotToDeselect(
  rules: RemovalRules,
  { record, endpoint }: RemovalFacts,
): ReasonNotToRemove | undefined {
  if (endpoint === undefined || hasVanished(endpoint))
    return because('not-seen', 'EC2 does not show the endpoint, so its tags are not known');
  if (isSelected(rules.selection, endpoint)) return because('still-selected', 'it is selected now');
  return ownRecord(record, rules) === undefined
    ? notOurs('no record of this automation names it')
    : undefined;
}

/**
 * A missing endpoint in EC2 is never sufficient evidence: it may be of another account or Region, and the response may
 * come from a part of EC2 that does not know it for a while.
 */
function reasonNotToFollow(
  rules: RemovalRules,
  { evidence, record, endpoint }: RemovalFacts,
): ReasonNotToRemove | undefined {
  if (!hasVanished(endpoint)) return because('still-exists', `EC2 shows the endpoint as ${endpoint?.state}`);
  const own = ownRecord(record, rules);
  if (own !== undefined || evidence === 'registration') {
    const isLasting = evidence === 'absence' && hasLasted(own?.missingSince, rules.now);
    return evidence === 'deletion' || isLasting || isShownDeleted(endpoint) ? undefined : notSeen();
  }
  if (rules.isOfMember === true)
    return notOurs('no record of this automation names it in that account and Region');
  if (evidence !== 'deletion')
    return notOurs('no record of this automation names it, and no deletion was reported');
  if (endpoint !== undefined && !endpoint.serviceName.startsWith('com.amazonaws.vpce.'))
    return because('not-an-endpoint-service', `its service is ${endpoint.serviceName}`);
  const isCovered =
    endpoint === undefined
      ? coversUnseen(rules.selection, rules.account)
      : isSelected(rules.selection, endpoint);
  return isCovered
    ? undefined
    : notOurs('no record of this automation names it, and the selection does not cover it');
}

function notSeen(): ReasonNotToRemove {
  const message =
    'EC2 does not show the endpoint, but nothing reports its deletion, and it has not been missing for long enough';
  return because('not-seen', message);
}

/**
 * Evidence that is passed to the execution for its polls: by then EC2 may no longer show anything.
 *
 * @param endpoint as EC2 shows it, if the removal may begin
 */
export function deletionEvidenceOf(
  { cause, evidence }: Pick<RemovalFacts, 'cause' | 'evidence'>,
  endpoint: VpcEndpoint | undefined,
): DeletionEvidence | undefined {
  if (cause !== 'endpoint-deleted') return undefined;
  if (evidence === 'deletion') return 'deletion';
  return isShownDeleted(endpoint) ? 'shown' : 'absence';
}

function notOurs(message: string): ReasonNotToRemove {
  return because('not-ours', message);
}

function because(reason: UnlinkIgnoreReason, message: string): ReasonNotToRemove {
  return { reason, message };
}
