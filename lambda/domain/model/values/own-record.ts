/** The owner of a registry record. Several automations may share the registry of one account and Region. */
import type { AwsRegion } from '../../../contract/regions.js';
import type { LinkRecord } from '../../../contract/registry.js';

/** An automation, as its records name it. */
export interface OwnAutomation {
  /** Its service name. */
  readonly owner: string;
  readonly account: string;
  readonly region: AwsRegion;
}

/**
 * `other`: of another automation, or of an endpoint of another account or Region: nothing is done. `nobody`: of an
 * earlier version, which recorded no owner. It is no evidence, but may be claimed as if it did not exist.
 */
export type RecordHolder = 'own' | 'other' | 'nobody';

/** The fields that name a record's owner; empty if unknown. */
export type RecordPlace = Pick<LinkRecord, 'owner' | 'account' | 'region'>;

export function holderOf(record: RecordPlace, { owner, account, region }: OwnAutomation): RecordHolder {
  const isOfAnotherPlace = differs(record.account, account) || differs(record.region, region);
  if (isOfAnotherPlace || differs(record.owner, owner)) return 'other';
  return record.owner === '' ? 'nobody' : 'own';
}

function differs(stated: string, own: string): boolean {
  return stated !== '' && stated !== own;
}

/** Returns the record if it is own: only then may it be changed, and be evidence of a deletion. Undefined otherwise. */
export function ownRecord(record: LinkRecord | undefined, own: OwnAutomation): LinkRecord | undefined {
  return record !== undefined && holderOf(record, own) === 'own' ? record : undefined;
}

/** Returns the record if it is another's; undefined otherwise. */
export function othersRecord(record: LinkRecord | undefined, own: OwnAutomation): LinkRecord | undefined {
  return record !== undefined && holderOf(record, own) === 'other' ? record : undefined;
}

/** For messages: the owner of the record, and how to take it over. */
export function describeHolder({ owner, account, region }: LinkRecord): string {
  const place = [account, region].filter((text) => text !== '').join(' ');
  return `its record belongs to ${owner === '' ? 'no automation' : `automation ${owner}`} (${place})`;
}
