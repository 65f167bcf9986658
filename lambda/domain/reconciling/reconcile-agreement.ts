/**
 * What the lists alone decide. Pure. A list is sufficient to leave a link as it is, or to count a link that is not
 * ours. Before anything is changed, the link is checked with a fresh record, response of EC2 and GET.
 */
import type { LinkRecord } from '../../contract/registry.js';
import { checkEligibility, hasVanished } from '../model/eligibility.js';
import { type ListedItem, planItem, type ReconcilePlan, type ReconcileRules } from './reconcile-plan.js';

const AGREED: ReconcilePlan = { level: 'available', action: { kind: 'nothing' } };

/** @returns undefined if the link has to be checked */
export function planByLists(item: ListedItem, rules: ReconcileRules): ReconcilePlan | undefined {
  const isDecided = item.others !== undefined || isNobodys(item, rules);
  if (isDecided) return planItem({ ...item, link: undefined, isRunning: false }, rules);
  return isAgreed(item, rules) ? AGREED : undefined;
}

/**
 * Atlas lists the link, EC2 shows its endpoint as available (which it is only while Atlas accepts the connection), and
 * the own record agrees; or there is no record, and none is to be created.
 */
export function isAgreed(item: ListedItem, rules: ReconcileRules): boolean {
  const { isListed, service, endpoint, record, others, unreadable } = item;
  if (others !== undefined || unreadable !== undefined) return false;
  if (!isListed || service === undefined || endpoint?.state !== 'available') return false;
  if (service.status === 'DELETING' || service.status === 'FAILED' || service.errorMessage !== '')
    return false;
  if (endpoint.serviceName !== service.endpointServiceName) return false;
  const isWanted = isEligible(item, rules);
  if (record === undefined) return !isWanted;
  const isToGo = !isWanted && rules.unlinkDeselected;
  return !isToGo && saysAvailable(record, service.endpointServiceId);
}

function saysAvailable({ state, link, missingSince }: LinkRecord, endpointServiceId: string): boolean {
  const isOfService = link.endpointServiceId === endpointServiceId;
  return state === 'available' && isOfService && missingSince === undefined && !link.deleteRequested;
}

/** No record, and nothing to do: the endpoint is of another account or Region, or neither linked nor selected. */
function isNobodys(item: ListedItem, rules: ReconcileRules): boolean {
  if (item.record !== undefined || item.unreadable !== undefined) return false;
  return hasVanished(item.endpoint) || (!item.isListed && !isEligible(item, rules));
}

function isEligible({ endpoint }: ListedItem, { selection }: ReconcileRules): boolean {
  return checkEligibility(endpoint, Number.POSITIVE_INFINITY, selection).kind === 'eligible';
}
