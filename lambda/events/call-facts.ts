import * as v from 'valibot';
import type { JsonRecord } from '../json/record.js';
import type { EventFacts } from './accepted-events.js';
import { accountField, idField, regionField, timeField } from './field-schemas.js';
import { fieldOf } from './loose-record.js';
import type { StatedOrigin } from './served-place.js';

/** What CloudTrail says of every call. */
export const callFields = {
  account: accountField,
  awsRegion: regionField,
  eventID: idField,
  eventTime: timeField,
};
const callSchema = v.object(callFields);

/** Where a record is silent, what EventBridge's envelope has. */
export function findCallFields(
  delivery: unknown,
  detail: JsonRecord,
): Readonly<Record<keyof typeof callFields, unknown>> {
  const either = (ofCall: string, ofEnvelope: string) =>
    fieldOf(detail, ofCall) ?? fieldOf(delivery, ofEnvelope);
  return {
    account: either('recipientAccountId', 'account'),
    awsRegion: either('awsRegion', 'region'),
    eventID: either('eventID', 'id'),
    eventTime: either('eventTime', 'time'),
  };
}

export function callFacts(call: v.InferOutput<typeof callSchema>): EventFacts {
  const { account, awsRegion, eventID, eventTime } = call;
  return { account, region: awsRegion, eventId: eventID, eventTime };
}

/** Of a call: by the envelope, and by the record inside. */
export function statedOriginOf(delivery: unknown, detail: JsonRecord): StatedOrigin {
  return {
    accounts: [fieldOf(delivery, 'account'), fieldOf(detail, 'recipientAccountId')],
    regions: [fieldOf(delivery, 'region'), fieldOf(detail, 'awsRegion')],
  };
}
