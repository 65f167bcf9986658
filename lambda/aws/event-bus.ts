import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../contract/published-event.js';
import type { EventPort } from '../domain/model/ports/events.js';
import { patient, type RetryPatience } from './patient-retries.js';

export function patientEventBridge(patience: RetryPatience): EventBridgeClient {
  return new EventBridgeClient(patient(patience));
}

/** PutEvents answers 200 for an event that it did not take. */
export class EventNotPublishedError extends Error {
  override readonly name = 'EventNotPublishedError';
}

export function createEventBus(eventBusName: string, client = new EventBridgeClient({})): EventPort {
  return {
    async publish({ type, detail }, executionArn) {
      const entry = {
        EventBusName: eventBusName,
        Source: EVENT_SOURCE,
        DetailType: type,
        Detail: JSON.stringify(detail),
        Resources: [executionArn],
      };
      const response = await client.send(new PutEventsCommand({ Entries: [entry] }));
      if ((response.FailedEntryCount ?? 0) === 0) return;
      const failure = response.Entries?.[0];
      throw new EventNotPublishedError(
        `Event bus ${eventBusName} did not take the event: ${failure?.ErrorCode ?? 'no code'} ${failure?.ErrorMessage ?? ''}`.trim(),
      );
    },
  };
}
