/** Plans what a reconciliation does about one link, from the data of Atlas, EC2 and the registry. Pure. */
import type { LinkDescription } from '../../contract/attributes.js';
import { RECEIVE_TIMEOUT_SECONDS } from '../../contract/limits.js';
import type { DriftKind } from '../../contract/published-event.js';
import type { LinkRecord } from '../../contract/registry.js';
import type { SelectionSpec } from '../../contract/selection.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import {
  ABSENCE_SECONDS,
  checkEligibility,
  hasLasted,
  hasVanished,
  isShownDeleted,
  linkability,
  VISIBILITY_GRACE_SECONDS,
} from '../model/eligibility.js';
import type { UnreadableRecord } from '../model/errors/unreadable-record-error.js';
import { judgeLink } from '../model/link-status.js';
import type { EndpointService } from '../model/ports/atlas.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';
import { secondsSince } from '../polling/poll.js';

/** An endpoint or link as the three lists have it; a part is undefined if its list does not have it. */
export interface ListedItem {
  readonly endpointId: string;
  /** The endpoint service that lists the endpoint, or that the endpoint's service name names. */
  readonly service: EndpointService | undefined;
  /** True if Atlas lists it on its endpoint service. */
  readonly isListed: boolean;
  readonly endpoint: VpcEndpoint | undefined;
  /** Record of this automation. */
  readonly record: LinkRecord | undefined;
  /** The record, if it is another automation's, or of another account or Region. */
  readonly others?: LinkRecord | undefined;
  /** The record, if it cannot be read: reported once, for the parameter. */
  readonly unreadable?: UnreadableRecord | undefined;
  /** No other link of the service remains. */
  readonly isLast: boolean;
  /** Which project the endpoint is for is not known: what a person has to do. */
  readonly undecided?: Refusal | undefined;
  /** EC2 shows the endpoint, and it is for another project; `endpoint` is undefined then. */
  readonly isElsewhere?: boolean | undefined;
}

/** A listed item, with what Atlas and EC2 returned for it alone. */
export interface ReconciledItem extends ListedItem {
  readonly link: LinkDescription | undefined;
  /** The execution that the registry names is running. */
  readonly isRunning: boolean;
}

export interface ReconcileRules {
  readonly selection: SelectionSpec;
  readonly unlinkDeselected: boolean;
  readonly now: Date;
}

/** The counter that an item increments. */
export type LinkLevel = 'available' | 'pending' | 'failed' | 'retained' | 'unmanaged' | 'ofOthers' | 'none';

export type ReconcileAction =
  | { readonly kind: 'nothing' }
  | {
      /** `refuse`: it cannot be linked, and is reported as failed once. */
      readonly kind: 'link' | 'unlink' | 'drop-record' | 'report' | 'refuse';
      readonly drift: DriftKind;
      readonly message: string;
    };

export interface ReconcilePlan {
  readonly level: LinkLevel;
  readonly action: ReconcileAction;
  /** For the record: EC2 has stopped showing the endpoint, or shows it again. */
  readonly absence?: 'begins' | 'ends';
}

const NOTHING: ReconcileAction = { kind: 'nothing' };

/**
 * Handles every combination. Never unlinks without an own record or without evidence of deletion, never links what is
 * not selected, and does not change what another automation has.
 */
export function planItem(item: ReconciledItem, rules: ReconcileRules): ReconcilePlan {
  // Its own reconciliation compares it: drift reported here as well would raise two alarms for one problem.
  if (item.others !== undefined) return { level: 'ofOthers', action: NOTHING };
  const level = levelOf(item);
  if (item.unreadable !== undefined) return { level, action: NOTHING };
  if (item.isRunning) return { level: 'pending', action: NOTHING };
  const absence = absenceOf(item, rules);
  const plan = hasVanished(item.endpoint)
    ? planForDeleted(item, rules, level)
    : { level, action: planForLiving(item, rules) };
  return absence === undefined ? plan : { ...plan, absence };
}

/** Recorded whatever else is done, so that a link that has to stay for now can be removed when another one exists. */
function absenceOf({ endpoint, record }: ReconciledItem, rules: ReconcileRules): ReconcilePlan['absence'] {
  if (record === undefined || isNew(record, rules)) return undefined;
  if (!hasVanished(endpoint)) return record.missingSince === undefined ? undefined : 'ends';
  return record.missingSince === undefined ? 'begins' : undefined;
}

/** EC2 may not show a new endpoint yet. */
function isNew({ firstSeenAt }: LinkRecord, { now }: ReconcileRules): boolean {
  return secondsSince(firstSeenAt, now) < VISIBILITY_GRACE_SECONDS;
}

function levelOf({ link, isListed, record }: ReconciledItem): LinkLevel {
  if (record?.state === 'retained') return 'retained';
  if (!isListed || link === undefined) return record?.state === 'failed' ? 'failed' : 'none';
  const { outcome } = judgeLink(link, Number.POSITIVE_INFINITY);
  if (outcome === 'available' || outcome === 'failed') return outcome;
  return 'pending';
}

function planForDeleted(item: ReconciledItem, rules: ReconcileRules, level: LinkLevel): ReconcilePlan {
  const { record, isListed, link } = item;
  if (record === undefined) {
    if (!isListed) return { level: 'none', action: NOTHING };
    const message =
      item.isElsewhere === true
        ? 'Its endpoint is for another project, or for none of this automation, which has not registered it here.'
        : 'Its endpoint cannot be seen from here: it may belong to another account or Region.';
    return { level: 'unmanaged', action: { kind: 'report', drift: 'unmanaged', message } };
  }
  if (isNew(record, rules)) return { level, action: NOTHING };
  if (isContradictory(item)) return { level, action: contradiction() };
  if (!isListed && link === undefined) {
    const message = 'Neither Atlas nor EC2 knows it any more.';
    return { level: 'none', action: { kind: 'drop-record', drift: 'stale-record', message } };
  }
  if (link?.deleteRequested === true) return { level: 'pending', action: NOTHING };
  if (isRetainedAsLast(item)) return { level: 'retained', action: retainedAsLast('Its endpoint is deleted') };
  if (!isShownDeleted(item.endpoint) && !hasLasted(record.missingSince, rules.now))
    return { level, action: notSeen(record, rules) };
  const drift = record.state === 'unlinking' ? 'execution-failed' : 'endpoint-deleted';
  const message = `Its endpoint is deleted; the registry has it as ${record.state}.`;
  return { level, action: { kind: 'unlink', drift, message } };
}

/** One response of EC2, or several in a row, may come from a part of it that does not know the endpoint for a while. */
function notSeen({ missingSince }: LinkRecord, { now }: ReconcileRules): ReconcileAction {
  const since = missingSince ?? now.toISOString();
  const message = `EC2 has not shown its endpoint since ${since}, and nothing reports its deletion. Its link is removed by a reconciliation at least ${ABSENCE_SECONDS / 60} min later, if EC2 does not show it then.`;
  return { kind: 'report', drift: 'endpoint-deleted', message };
}

/** One of the two responses is stale, or not from Atlas. */
function isContradictory({ isListed, link }: ReconciledItem): boolean {
  return !isListed && link !== undefined && !link.deleteRequested;
}

function contradiction(): ReconcileAction {
  const message = 'Atlas shows its link, and does not list it: the next reconciliation checks again.';
  return { kind: 'report', drift: 'unreadable', message };
}

/** Its retention has been reported; another removal would have the same outcome. */
function isRetainedAsLast({ record, isLast }: ReconciledItem): boolean {
  return record?.state === 'retained' && isLast;
}

function retainedAsLast(why: string): ReconcileAction {
  const message = `${why}, and it is the last link of its endpoint service.`;
  return { kind: 'report', drift: 'last-link-retained', message };
}

function planForLiving(item: ReconciledItem, rules: ReconcileRules): ReconcileAction {
  const { endpoint, record } = item;
  const eligibility = checkEligibility(endpoint, Number.POSITIVE_INFINITY, rules.selection);
  if (eligibility.kind === 'eligible') return planForEligible(item, rules);
  const isDeselected = eligibility.kind === 'ignored' && eligibility.reason === 'not-selected';
  const isToGo = isDeselected && rules.unlinkDeselected;
  if (record === undefined || !(isToGo || isLeftClaim(record, rules))) return NOTHING;
  if (isContradictory(item)) return contradiction();
  if (!item.isListed && item.link === undefined)
    return { kind: 'drop-record', drift: 'stale-record', message: 'It is not linked any more.' };
  if (!isToGo) return NOTHING;
  if (isRetainedAsLast(item)) return retainedAsLast('Its endpoint is no longer selected');
  return { kind: 'unlink', drift: 'deselected', message: eligibility.message };
}

/** Its execution has ended without a link, and could not remove its claim. A new claim has no execution yet. */
function isLeftClaim({ state, executionStartedAt }: LinkRecord, { now }: ReconcileRules): boolean {
  return state === 'linking' && secondsSince(executionStartedAt, now) >= RECEIVE_TIMEOUT_SECONDS;
}

function planForEligible(item: ReconciledItem, { now }: ReconcileRules): ReconcileAction {
  const { record, isListed, link, endpoint, service, undecided } = item;
  if (undecided !== undefined && record === undefined)
    return { kind: 'refuse', drift: 'not-linked', message: `${undecided.message} ${undecided.advice}` };
  if (link?.deleteRequested === true) return NOTHING;
  if (isContradictory(item)) return contradiction();
  if (record?.state === 'linking' || record?.state === 'unlinking')
    return {
      kind: 'link',
      drift: 'execution-failed',
      message: `Execution ${record.execution} has ended without a conclusion.`,
    };
  if (isListed && link !== undefined) return planForListed(record, link);
  if (endpoint === undefined) return NOTHING;
  if (service === undefined) return planWithoutService(record, endpoint);
  const readiness = linkability(endpoint, service, now);
  if (readiness.kind === 'linkable')
    return { kind: 'link', drift: 'not-linked', message: 'It is selected, and Atlas does not list it.' };
  if (readiness.kind === 'wait') return { kind: 'report', drift: 'not-linked', message: readiness.message };
  return { kind: 'report', drift: 'not-linked', message: readiness.refusal.message };
}

/** The service was deleted, and the endpoint that has its name connects to nothing. */
function planWithoutService(record: LinkRecord | undefined, endpoint: VpcEndpoint): ReconcileAction {
  if (record?.state !== 'available') return NOTHING;
  const message = `Atlas no longer has endpoint service ${endpoint.serviceName}: create a VPC endpoint to the new one.`;
  return { kind: 'report', drift: 'state-changed', message };
}

/** Atlas and the registry have the same link. */
function planForListed(record: LinkRecord | undefined, link: LinkDescription): ReconcileAction {
  const status = link.connectionStatus;
  if (record === undefined)
    return { kind: 'link', drift: 'not-registered', message: `Atlas lists it as ${status}.` };
  const { outcome } = judgeLink(link, Number.POSITIVE_INFINITY);
  const agrees = record.state === outcome || (outcome === 'pending' && record.state === 'timed-out');
  if (agrees) return NOTHING;
  const message = `The registry has it as ${record.state}, and Atlas as ${status}.`;
  return { kind: 'link', drift: 'state-changed', message };
}
