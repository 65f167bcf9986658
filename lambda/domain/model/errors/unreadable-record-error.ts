/** A registry parameter exists, but is not a record that this version can read. */
import { linkParameterName } from '../../../contract/registry.js';
import { holderOf, type OwnAutomation, type RecordPlace } from '../values/own-record.js';

export interface UnreadableRecord extends RecordPlace {
  /** Endpoint id, from the name of the parameter. */
  readonly endpointId: string;
}

/**
 * The record may be another automation's, or of a later version: it is not overwritten, no link is created or removed
 * because of it, and nothing is claimed. It is an error, so that code that does not expect it does nothing.
 */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
  readonly record: UnreadableRecord;

  constructor(record: UnreadableRecord) {
    super(reportUnreadableRecord(record));
    this.record = record;
  }
}

/** For messages: names the parameter, its owner if known, and what to do. */
export function reportUnreadableRecord({ endpointId, owner, account, region }: UnreadableRecord): string {
  const whose = [owner === '' ? '' : `automation ${owner}`, account, region].filter((text) => text !== '');
  const said = whose.length === 0 ? '' : ` It names ${whose.join(' ')}.`;
  return `Parameter ${linkParameterName(endpointId)} holds no record that this version can read, so its link is left alone.${said} Check the parameter: repair it, or update this automation if a later version wrote it, or delete it if nobody needs it; the next reconciliation then registers the link.`;
}

/** True if the record names another automation, account or Region as owner: that automation reports it. */
export function isUnreadableOfOthers(record: UnreadableRecord, own: OwnAutomation): boolean {
  return holderOf(record, own) === 'other';
}

/** @returns the result of `otherwise` for an unreadable record, if the call has met one */
export async function unlessUnreadable<T>(
  call: () => Promise<T>,
  otherwise: (error: UnreadableRecordError) => T,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof UnreadableRecordError)) throw error;
    return otherwise(error);
  }
}
