import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../contract/published-event.js';
import type { EventPort } from '../domain/model/ports/events.js';
import type { Caller } from './caller.js';
import {
  type JsonService,
  type JsonServiceDescription,
  jsonService,
  type Operation,
} from './json-service.js';
import type { RetryPatience } from './patient-retries.js';

export interface EventBridgeOperations {
  PutEvents: Operation<PutEventsCommandInput, PutEventsCommandOutput>;
}

export const EVENT_BRIDGE: JsonServiceDescription = {
  name: 'events',
  endpointVariable: 'EVENTBRIDGE',
  target: 'AWSEvents',
  jsonVersion: '1.1',
  isFipsHost: ({ isGovCloud, fips }) => fips && !isGovCloud,
};

export function eventBridge(patience?: RetryPatience, caller?: Caller): JsonService<EventBridgeOperations> {
  return jsonService(EVENT_BRIDGE, patience, caller);
}

/** PutEvents returns 200 even if it does not accept an event. */
export class EventNotPublishedError extends Error {
  override readonly name = 'EventNotPublishedError';
}

export function createEventBus(eventBusName: string, client = eventBridge()): EventPort {
  return {
    async publish({ type, detail }, executionArn) {
      const entry = {
        EventBusName: eventBusName,
        Source: EVENT_SOURCE,
        DetailType: type,
        Detail: JSON.stringify(detail),
        Resources: [executionArn],
      };
      const response = await client.call('PutEvents', { Entries: [entry] });
      if ((response.FailedEntryCount ?? 0) === 0) return;
      const failure = response.Entries?.[0];
      throw new EventNotPublishedError(
        `Event bus ${eventBusName} did not accept the event: ${failure?.ErrorCode ?? 'no code'} ${failure?.ErrorMessage ?? ''}`.trim(),
      );
    },
  };
}
