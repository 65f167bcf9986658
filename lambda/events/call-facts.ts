import type { EventFacts } from './accepted-events.js';
import { fieldOf } from './loose-record.js';
import type { RequiredFields } from './required-fields.js';
import type { StatedOrigin } from './served-place.js';

type Detail = Readonly<Record<string, unknown>>;

/** What CloudTrail says of every call; where it is silent, EventBridge's envelope. */
export function readCallFacts(delivery: unknown, detail: Detail, fields: RequiredFields): EventFacts {
  const either = (ofCall: string, ofEnvelope: string) =>
    fieldOf(detail, ofCall) ?? fieldOf(delivery, ofEnvelope);
  return {
    account: fields.account('account', either('recipientAccountId', 'account')),
    region: fields.region('awsRegion', either('awsRegion', 'region')),
    eventId: fields.text('eventID', either('eventID', 'id'), 'an id'),
    eventTime: fields.time('eventTime', either('eventTime', 'time')),
  };
}

/** Of a call: by the envelope, and by the record inside. */
export function statedOriginOf(delivery: unknown, detail: Detail): StatedOrigin {
  return {
    accounts: [fieldOf(delivery, 'account'), fieldOf(detail, 'recipientAccountId')],
    regions: [fieldOf(delivery, 'region'), fieldOf(detail, 'awsRegion')],
  };
}
