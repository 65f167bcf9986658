import type { SelectionSpec } from '../../contract/selection.js';
import { type ServiceKind, serviceKindOf } from '../../contract/service-kind.js';
import { DECLARED_TAG } from '../../contract/tags.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import { describeSelection, isSelected } from './endpoint-selection.js';
import type { EndpointService } from './ports/atlas.js';
import type { VpcEndpoint } from './ports/ec2.js';

/** First part of the eligibility check, based only on EC2's description: may this endpoint be considered? */
export type Eligibility =
  | { readonly kind: 'eligible'; readonly endpoint: VpcEndpoint }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly message: string }
  | { readonly kind: 'wait'; readonly message: string };

export type IgnoreReason =
  | 'no-longer-exists'
  | 'not-an-interface-endpoint'
  | 'not-an-endpoint-service'
  | 'requester-managed'
  | 'declared-in-a-stack'
  | 'not-selected'
  | 'not-an-atlas-service'
  | 'of-another-project'
  | 'registered-elsewhere'
  | 'project-unreadable'
  | 'of-another-automation'
  | 'record-unreadable'
  | 'already-linked';

/** EC2 may not show a new endpoint for a second or two; after this time, an unknown endpoint counts as deleted. */
export const VISIBILITY_GRACE_SECONDS = 60;

/** Atlas needs about 30 s to find a new endpoint of another Region; a link that is posted earlier is rejected. */
export const CROSS_REGION_SETTLING_SECONDS = 40;

const DELETED_STATES = ['deleting', 'deleted'];

/** True if EC2 no longer shows the endpoint, or is deleting it. */
export function hasVanished(endpoint: VpcEndpoint | undefined): boolean {
  return endpoint === undefined || DELETED_STATES.includes(endpoint.state);
}

/**
 * True if EC2 itself shows the endpoint as being deleted or deleted. An empty response is weaker evidence: it may be
 * stale.
 */
export function isShownDeleted(endpoint: VpcEndpoint | undefined): boolean {
  return endpoint !== undefined && hasVanished(endpoint);
}

/** How long EC2 must show no endpoint, from one reconciliation to a later one, before its link may be removed. */
export const ABSENCE_SECONDS = 15 * 60;

/** @param missingSince ISO 8601; an undefined or unreadable time decides nothing */
export function hasLasted(missingSince: string | undefined, now: Date): boolean {
  if (missingSince === undefined) return false;
  return (now.getTime() - Date.parse(missingSince)) / 1000 >= ABSENCE_SECONDS;
}

/** EC2 may not show a new endpoint for some seconds after it has shown it once. */
export const CONSISTENCY_SECONDS = 20;

/** True while EC2 shows the endpoint in a state in which Atlas can accept it, or has accepted it. */
export function isLinkable(endpoint: VpcEndpoint | undefined): boolean {
  return endpoint !== undefined && LINKABLE_STATES.includes(endpoint.state);
}

/** @param eventAgeSeconds time since the creation, to distinguish "not yet visible" from "already deleted" */
export function checkEligibility(
  endpoint: VpcEndpoint | undefined,
  eventAgeSeconds: number,
  selection: SelectionSpec,
): Eligibility {
  if (endpoint === undefined) {
    return eventAgeSeconds < VISIBILITY_GRACE_SECONDS
      ? { kind: 'wait', message: 'EC2 does not show the endpoint yet' }
      : ignored('no-longer-exists', 'EC2 does not know the endpoint any more');
  }
  if (hasVanished(endpoint)) return ignored('no-longer-exists', `the endpoint is ${endpoint.state}`);
  if (endpoint.type !== 'interface')
    return ignored('not-an-interface-endpoint', `its type is ${endpoint.type}`);
  if (endpoint.requesterManaged) return ignored('requester-managed', 'it belongs to an AWS service');
  if (!endpoint.serviceName.startsWith('com.amazonaws.vpce.')) {
    return ignored('not-an-endpoint-service', `its service is ${endpoint.serviceName}`);
  }
  if (endpoint.tags[DECLARED_TAG.KEY] !== undefined) {
    return ignored('declared-in-a-stack', `its link is declared by ${endpoint.tags[DECLARED_TAG.KEY]}`);
  }
  if (!isSelected(selection, endpoint)) {
    return ignored('not-selected', `only endpoints ${describeSelection(selection)} may be linked`);
  }
  return { kind: 'eligible', endpoint };
}

function ignored(reason: IgnoreReason, message: string): Eligibility {
  return { kind: 'ignored', reason, message };
}

/** Second part, after the Atlas endpoint service is known: can the endpoint be linked now? */
export type Linkability =
  | { readonly kind: 'linkable' }
  | { readonly kind: 'wait'; readonly message: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** `available` and `pending` are accepted connections: the link exists and is adopted. */
const LINKABLE_STATES = ['pendingacceptance', 'pending', 'available', 'partial'];
const UNACCEPTABLE_STATES = ['rejected', 'failed', 'expired'];

export function linkability(endpoint: VpcEndpoint, service: EndpointService, now: Date): Linkability {
  if (UNACCEPTABLE_STATES.includes(endpoint.state)) return refuseState(endpoint, service);
  if (endpoint.subnetIds.length === 0) return refuseWithoutSubnet(endpoint, service);
  if (service.status === 'DELETING' || service.status === 'FAILED') return refuseService(service);
  // A service that gets another Region is INITIATING for minutes, and its links exist all the same.
  const isListed = service.interfaceEndpoints.includes(endpoint.endpointId);
  if (service.status === 'INITIATING' && !isListed)
    return { kind: 'wait', message: 'the Atlas endpoint service is INITIATING' };
  if (!isLinkable(endpoint)) {
    return { kind: 'wait', message: `the endpoint is ${endpoint.state}` };
  }
  if (isSettlingAcrossRegions(endpoint, now)) {
    return { kind: 'wait', message: 'Atlas needs some seconds to see an endpoint of another Region' };
  }
  return { kind: 'linkable' };
}

function isSettlingAcrossRegions(endpoint: VpcEndpoint, now: Date): boolean {
  if (endpoint.serviceRegion === undefined || endpoint.createdAt === undefined) return false;
  return (now.getTime() - endpoint.createdAt.getTime()) / 1000 < CROSS_REGION_SETTLING_SECONDS;
}

const REPLACE_DEAD: Readonly<Record<ServiceKind, string>> = {
  dedicated:
    'Create another VPC endpoint with the same service name, and delete this one once the other is available: removing the last link of an endpoint service removes the service, and its name, with it.',
  'data-federation': 'Delete this VPC endpoint, and create another with the same service name.',
};

function refuseState(endpoint: VpcEndpoint, service: EndpointService): Linkability {
  return refused(
    'ENDPOINT_NOT_LINKABLE',
    `VPC endpoint ${endpoint.endpointId} is ${endpoint.state} and Atlas can no longer accept it.`,
    REPLACE_DEAD[serviceKindOf(service)],
  );
}

const WITHOUT_SUBNET: Readonly<Record<ServiceKind, string>> = {
  dedicated: 'Atlas refuses an endpoint without DNS entries',
  'data-federation': 'nothing reaches Data Federation through it',
};

function refuseWithoutSubnet(endpoint: VpcEndpoint, service: EndpointService): Linkability {
  return refused(
    'ENDPOINT_WITHOUT_SUBNET',
    `VPC endpoint ${endpoint.endpointId} has no subnet, and ${WITHOUT_SUBNET[serviceKindOf(service)]}.`,
    'Create another VPC endpoint with at least one subnet, better one in each of several Availability Zones, and then delete this one.',
  );
}

function refuseService(service: EndpointService): Linkability {
  return refused(
    'ENDPOINT_SERVICE_NOT_READY',
    `Atlas endpoint service ${service.endpointServiceId} is ${service.status}${service.errorMessage === '' ? '' : `: ${service.errorMessage}`}.`,
    'Create a new endpoint service in Atlas and a VPC endpoint to its new service name.',
  );
}

function refused(code: string, message: string, advice: string): Linkability {
  return { kind: 'refused', refusal: { code, message, advice } };
}
