/** The only place that removes an endpoint service: by its id, after a recent poll, and only without links. */
import type { AtlasChangePort, EndpointService } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import { RemovalPermit, type ServiceReference } from '../model/values/removal-permit.js';
import { SEND_WITHIN_SECONDS } from './removal-intents.js';
import { sendRemoval } from './send-removal.js';

export interface RemoveServiceDependencies {
  readonly atlas: AtlasChangePort;
  readonly clock: ClockPort;
}

export type ServiceRemoval =
  | { readonly kind: 'requested' | 'leaving' | 'absent' }
  /** The service has links that would be lost: nothing was sent. */
  | { readonly kind: 'in-use'; readonly service: EndpointService };

/** @throws NotYetError if the DELETE has no clear response */
export async function removeService(
  { atlas, clock }: RemoveServiceDependencies,
  reference: ServiceReference,
): Promise<ServiceRemoval> {
  const { projectId, cloudProvider, endpointServiceId } = reference;
  // A create that failed before Atlas returned an id: the Region alone does not prove who owns a service.
  if (endpointServiceId === '') return { kind: 'absent' };
  const sendBefore = new Date(clock.now().getTime() + SEND_WITHIN_SECONDS * 1000);
  const services = await atlas.listEndpointServices(projectId, cloudProvider);
  const service = services.find((one) => one.endpointServiceId === endpointServiceId);
  if (service === undefined) return { kind: 'absent' };
  if (isServiceLeaving(service)) return { kind: 'leaving' };
  if (service.interfaceEndpoints.length > 0) return { kind: 'in-use', service };
  await sendRemoval(() => atlas.deleteService(RemovalPermit.grant(reference, sendBefore)));
  return { kind: 'requested' };
}

export function isServiceLeaving({ status }: Pick<EndpointService, 'status'>): boolean {
  return status.toUpperCase() === 'DELETING';
}
