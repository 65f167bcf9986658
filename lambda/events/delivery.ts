/** What EventBridge has delivered to the receiver. */
import type { EndpointEvent } from './accepted-events.js';
import { parseEndpointEvent } from './endpoint-event.js';
import { type Heartbeat, isHeartbeat, parseHeartbeat } from './heartbeat.js';
import { placeOfEnvelope, type ServedPlace } from './served-place.js';

export type Delivery =
  | { readonly kind: 'heartbeat'; readonly heartbeat: Heartbeat }
  /** `place`: the one whose event it has to be; it is ignored otherwise. */
  | { readonly kind: 'endpoint'; readonly place: ServedPlace; readonly parsed: EndpointEvent };

export interface DeliveryReader {
  /** Namespace of the hub; undefined if the automation has no members, and then no heartbeat is expected. */
  readonly namespace: string | undefined;
  /** Which place is served for an event whose envelope states this one; undefined if it states none. */
  readonly servedPlace: (stated: ServedPlace | undefined) => ServedPlace;
}

/** Any JSON gives one of the two. */
export function parseDelivery(delivery: unknown, { namespace, servedPlace }: DeliveryReader): Delivery {
  if (namespace !== undefined && isHeartbeat(delivery))
    return { kind: 'heartbeat', heartbeat: parseHeartbeat(delivery, namespace) };
  const place = servedPlace(placeOfEnvelope(delivery));
  return { kind: 'endpoint', place, parsed: parseEndpointEvent(delivery, place) };
}
