/** What Atlas shows of a link that is to be removed, from two responses that must agree. */
import type { LinkDescription } from '../../contract/attributes.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import { NotYetError } from '../model/errors/change-errors.js';
import type { AtlasPort, EndpointService, LinkReference } from '../model/ports/atlas.js';

export type OwnPlace =
  /** Atlas shows the link, and it is not being removed. */
  | { readonly kind: 'standing'; readonly service: EndpointService }
  | { readonly kind: 'leaving' }
  /** Neither response has the link. */
  | { readonly kind: 'absent' };

/** @throws NotYetError if the two responses contradict each other: one of them is stale, or not from Atlas */
export async function checkOwnPlace(atlas: AtlasPort, link: LinkReference): Promise<OwnPlace> {
  const service = await serviceThatLists(atlas, link);
  const description = await atlas.findLink(link);
  if (description === undefined) {
    if (service === undefined) return { kind: 'absent' };
    throw contradiction(link, 'lists it, and does not know it when asked for it alone');
  }
  if (isLeaving(description)) return { kind: 'leaving' };
  if (service !== undefined) return { kind: 'standing', service };
  throw contradiction(link, 'shows it, and does not list it');
}

/** @returns undefined if the list does not have the link on its endpoint service */
export async function serviceThatLists(
  atlas: AtlasPort,
  link: LinkReference,
): Promise<EndpointService | undefined> {
  const { projectId, cloudProvider, endpointServiceId, endpointId } = link;
  const services = await atlas.listEndpointServices(projectId, cloudProvider, serviceKindOf(link));
  return services.find(
    (service) =>
      service.endpointServiceId === endpointServiceId && service.interfaceEndpoints.includes(endpointId),
  );
}

const LEAVING_STATUSES = ['DELETING', 'DELETED'];

export function isLeaving({ deleteRequested, connectionStatus }: LinkDescription): boolean {
  return deleteRequested || LEAVING_STATUSES.includes(connectionStatus.toUpperCase());
}

/** True if the link has a status: a link without one proves nothing. A refused link remains as well. */
export function isStaying(link: LinkDescription): boolean {
  return !isLeaving(link) && link.connectionStatus !== '';
}

function contradiction({ endpointId, endpointServiceId }: LinkReference, what: string): NotYetError {
  return new NotYetError(
    `Link ${endpointId} of endpoint service ${endpointServiceId} is not removed yet: Atlas ${what}. It is checked again.`,
  );
}
