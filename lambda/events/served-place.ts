/** Events may be forwarded from other accounts and Regions to the bus that the rules are on. */
import type { AwsRegion } from '../contract/regions.js';
import { accountText } from './field-schemas.js';
import { textOf } from './loose-record.js';

/** The account and Region that an automation serves. */
export interface ServedPlace {
  readonly account: string;
  readonly region: AwsRegion;
}

/** Every place that names where an event comes from: envelope, record, ARN. Undefined where one is silent. */
export interface StatedOrigin {
  readonly accounts: readonly unknown[];
  readonly regions: readonly unknown[];
}

/**
 * @returns why the event is none of this place: one single statement of another account or Region is enough, because
 *   an envelope and a record that contradict each other decide nothing
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
