/** Events may be forwarded from other accounts and Regions to the event bus of the rules. */
import type { AwsRegion } from '../contract/regions.js';
import { accountText } from './field-schemas.js';
import { textOf } from './loose-record.js';

/** The account and Region that an automation serves. */
export interface ServedPlace {
  readonly account: string;
  readonly region: AwsRegion;
}

/** All statements about where an event comes from: envelope, record, ARN. Undefined if one has none. */
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
