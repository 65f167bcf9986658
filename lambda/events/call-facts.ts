import type { EventFacts } from './accepted-events.js';
import { fieldOf } from './loose-record.js';
import type { RequiredFields } from './required-fields.js';

/** What CloudTrail says of every call; where it is silent, EventBridge's envelope. */
export function readCallFacts(
  delivery: unknown,
  detail: Readonly<Record<string, unknown>>,
  fields: RequiredFields,
): EventFacts {
  const either = (ofCall: string, ofEnvelope: string) =>
    fieldOf(detail, ofCall) ?? fieldOf(delivery, ofEnvelope);
  return {
    account: fields.account(fieldOf(delivery, 'account') ?? fieldOf(detail, 'recipientAccountId')),
    region: fields.text('awsRegion', either('awsRegion', 'region'), 'a Region'),
    eventId: fields.text('eventID', either('eventID', 'id'), 'an id'),
    eventTime: fields.time('eventTime', either('eventTime', 'time')),
  };
}
