/** Events by which the administrator of a member reports something about any endpoint. */
import { ForwardedEvents } from '../../local/aws/forwarded-events.js';
import type { WorldPlace } from '../../local/world-place.js';
import { API_CALL, forge } from '../worlds/forged-events.js';
import type { MemberEndpoint } from './member-endpoint.js';
import { TAG_VALUE } from './organization-synthesis.js';

export const FORGED = [
  'creation',
  'deletion',
  'tags',
  "a stack's creation",
  "a stack's deletion",
  'unreadable',
] as const;

export interface ForgedEvent {
  readonly about: (typeof FORGED)[number];
  /** Whose account and Region the detail names: those of the sender, or those of the endpoint. */
  readonly names: 'sender' | 'endpoint';
  readonly source: 'as AWS' | 'AWS with capitals' | 'custom';
}

export function sendForged(
  sender: WorldPlace,
  event: ForgedEvent,
  { endpoint, place }: MemberEndpoint,
): void {
  const { time } = sender;
  const { account, region } = (event.names === 'sender' ? sender : place).aws;
  const forged = new ForwardedEvents({
    time,
    origin: { account, region },
    bus: {
      put: (source, detailType, detail, resources = []) =>
        forge(sender, { source: sourceOf(event, source), detailType, detail: detail as object, resources }),
    },
  });
  const { endpointId, serviceName } = endpoint;
  switch (event.about) {
    case 'creation':
      forged.created(endpointId, serviceName, { atlas: TAG_VALUE });
      break;
    case 'deletion':
      forged.deleted(endpointId);
      break;
    case 'tags':
      forged.tagged(endpointId, { atlas: TAG_VALUE });
      break;
    case "a stack's creation":
      forged.ofStack(endpointId, 'CREATE_COMPLETE');
      break;
    case "a stack's deletion":
      forged.ofStack(endpointId, 'DELETE_COMPLETE');
      break;
    case 'unreadable':
      forge(sender, {
        detailType: API_CALL,
        detail: { eventName: 'DeleteVpcEndpoints', requestParameters: endpointId },
      });
      break;
  }
}

function sourceOf({ source }: ForgedEvent, real: string): string {
  if (source === 'as AWS') return real;
  return source === 'custom' ? 'custom' : real.replace('aws', 'AWS');
}
