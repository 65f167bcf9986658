import * as v from 'valibot';
import type { JsonRecord } from '../json/record.js';
import type { EventFacts } from './accepted-events.js';
import { accountField, idField, regionField, timeField } from './field-schemas.js';
import type { StatedOrigin } from './served-place.js';
import { fieldOf } from './untyped-json.js';

/** Fields that CloudTrail has for every call. */
export const callFields = {
  account: accountField,
  awsRegion: regionField,
  eventID: idField,
  eventTime: timeField,
};
const callSchema = v.object(callFields);

/** Uses EventBridge's envelope for fields that are missing in the record. */
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

/** Origin of a call, according to the envelope and to the record inside. */
export function statedOriginOf(delivery: unknown, detail: JsonRecord): StatedOrigin {
  return {
    accounts: [fieldOf(delivery, 'account'), fieldOf(detail, 'recipientAccountId')],
    regions: [fieldOf(delivery, 'region'), fieldOf(detail, 'awsRegion')],
  };
}
