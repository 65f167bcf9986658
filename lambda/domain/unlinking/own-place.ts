/** What Atlas shows of a link that is to be removed, by two answers that have to agree. */
import type { LinkDescription } from '../../contract/attributes.js';
import { NotYetError } from '../change-errors.js';
import type { AtlasPort, EndpointService, LinkReference } from '../ports.js';

export type OwnPlace =
  /** Shown, and its removal is not under way. */
  | { readonly kind: 'standing'; readonly service: EndpointService }
  | { readonly kind: 'leaving' }
  /** Neither answer knows it. */
  | { readonly kind: 'absent' };

/** @throws NotYetError when the two answers contradict each other: one of them is stale, or not Atlas's */
export async function lookAtOwnPlace(atlas: AtlasPort, link: LinkReference): Promise<OwnPlace> {
  const services = await atlas.listEndpointServices(link.projectId, link.cloudProvider);
  const service = services.find(({ endpointServiceId }) => endpointServiceId === link.endpointServiceId);
  const isListed = service?.interfaceEndpoints.includes(link.endpointId) === true;
  const description = await atlas.findLink(link);
  if (description === undefined) {
    if (!isListed) return { kind: 'absent' };
    throw contradiction(link, 'lists it, and does not know it when asked for it alone');
  }
  if (isLeaving(description)) return { kind: 'leaving' };
  if (isListed && service !== undefined) return { kind: 'standing', service };
  throw contradiction(link, 'shows it, and does not list it');
}

const LEAVING_STATUSES = ['DELETING', 'DELETED'];

export function isLeaving({ DeleteRequested, ConnectionStatus }: LinkDescription): boolean {
  return DeleteRequested || LEAVING_STATUSES.includes(ConnectionStatus.toUpperCase());
}

/** Shown with a status: what has none says nothing. A refused link stays as well. */
export function isStaying(link: LinkDescription): boolean {
  return !isLeaving(link) && link.ConnectionStatus !== '';
}

function contradiction({ endpointId, endpointServiceId }: LinkReference, what: string): NotYetError {
  return new NotYetError(
    `Link ${endpointId} of endpoint service ${endpointServiceId} is not removed yet: Atlas ${what}. It is looked at again.`,
  );
}
