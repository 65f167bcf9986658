/** Whose a registry record is. Several automations may share the registry of one account and Region. */
import type { LinkRecord } from '../contract/registry.js';

/** An automation, as its records name it. */
export interface OwnAutomation {
  /** Its service name. */
  readonly owner: string;
  readonly account: string;
  /** AWS spelling. */
  readonly region: string;
}

/**
 * Only then may this automation change the record, remove what it names, or take it as evidence that something is gone.
 * Records of earlier versions name no owner; one of another account or Region was made from a forwarded event.
 */
export function isOwnRecord(
  record: LinkRecord | undefined,
  { owner, account, region }: OwnAutomation,
): record is LinkRecord {
  return (
    record !== undefined &&
    owner !== '' &&
    record.owner === owner &&
    (record.account === '' || record.account === account) &&
    (record.region === '' || record.region === region)
  );
}
