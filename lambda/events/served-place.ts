/** Events may be forwarded from other accounts and Regions to the event bus of the rules. */
import * as v from 'valibot';
import type { AwsRegion } from '../contract/regions.js';
import { validate } from '../json/validate.js';
import { accountField, accountText, regionField } from './field-schemas.js';
import { fieldOf, textOf } from './untyped-json.js';

/** The account and Region that an automation serves. */
export interface ServedPlace {
  readonly account: string;
  readonly region: AwsRegion;
}

/**
 * The place in the envelope, which EventBridge writes and keeps when an event is forwarded to another account or
 * Region: the sender cannot choose it, unlike the detail.
 *
 * @returns undefined if the envelope does not state a readable one
 */
export function placeOfEnvelope(delivery: unknown): ServedPlace | undefined {
  const read = validate(envelopeSchema, {
    account: fieldOf(delivery, 'account'),
    region: fieldOf(delivery, 'region'),
  });
  return read.kind === 'valid' ? read.value : undefined;
}

const envelopeSchema = v.object({ account: accountField, region: regionField });

/** Accounts and Regions that the envelope, the record and the ARN of an event state; undefined where one states none. */
export interface StatedOrigin {
  readonly accounts: readonly unknown[];
  readonly regions: readonly unknown[];
}

/**
 * @returns why the event is not for this account and Region; a single statement of another one is sufficient, because
 * an envelope and a record that contradict each other decide nothing
 */
export function reasonNotServed({ accounts, regions }: StatedOrigin, place: ServedPlace): string | undefined {
  const account = differing(accounts.map(accountText), place.account);
  const region = differing(regions, place.region);
  if (account === undefined && region === undefined) return undefined;
  const from = [account && `account ${account}`, region && `Region ${region}`].filter(Boolean).join(', ');
  return `the event is of ${from}; only ${place.account} in ${place.region} is served`;
}

function differing(values: readonly unknown[], own: string): string | undefined {
  const texts = values.map(textOf);
  return texts.find((text) => text !== undefined && text !== own)?.slice(0, 40);
}
