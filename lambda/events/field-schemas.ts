/** Fields of CloudTrail's records and of EventBridge's envelope, in any of their spellings. */
import * as v from 'valibot';
import { awsRegion } from '../contract/regions.js';
import { VPC_ENDPOINT_ID } from '../contract/value-rules.js';

/** Maximum length of an event's text that becomes part of names, logs and records. */
const MAX_TEXT_LENGTH = 256;

/** Non-empty text. XML has no numbers and booleans: if a record has them, they were texts. */
export function textField(expected: string) {
  return v.pipe(
    v.union([v.string(), v.number(), v.boolean()], expected),
    v.transform((value) => String(value).trim()),
    v.nonEmpty(expected),
  );
}

/** Text of an event that is passed on. */
export function shortTextField(expected: string) {
  return v.pipe(textField(expected), v.maxLength(MAX_TEXT_LENGTH, expected));
}

const AN_ENDPOINT_ID = 'expected an id such as vpce-0123456789abcdef0';
export const endpointIdField = v.pipe(
  shortTextField(AN_ENDPOINT_ID),
  v.check((id) => VPC_ENDPOINT_ID.accepts(id), AN_ENDPOINT_ID),
);

const AN_ACCOUNT = 'expected 12 digits';
export const accountField = v.pipe(
  v.unknown(),
  v.transform(accountText),
  shortTextField(AN_ACCOUNT),
  v.regex(/^\d{12}$/, AN_ACCOUNT),
);

/** In CloudTrail's EC2 records an account id may be a number without its leading zeros. */
export function accountText(value: unknown): unknown {
  return v.is(v.number(), value) ? String(value).padStart(12, '0') : value;
}

const A_REGION = 'expected a Region';
export const regionField = v.pipe(
  shortTextField(A_REGION),
  v.regex(/^[a-z0-9-]+$/, A_REGION),
  v.transform(awsRegion),
);

const A_TIME = 'expected an ISO 8601 time';
export const timeField = v.pipe(
  shortTextField(A_TIME),
  v.check((text) => !Number.isNaN(Date.parse(text)), A_TIME),
  v.transform((text) => new Date(text)),
);

export const idField = shortTextField('expected an id');
