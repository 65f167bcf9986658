/** A parameter in the registry that is there, and is no record that this version can read. */
import { linkParameterName } from '../../../contract/registry.js';
import { holderOf, type OwnAutomation, type RecordPlace } from '../own-record.js';

export interface UnreadableRecord extends RecordPlace {
  /** By the name of the parameter. */
  readonly endpointId: string;
}

/**
 * Perhaps another automation's, or of a later version: nothing is written over it, no link is made or removed by it, and
 * nothing is claimed. It is an error, so that whoever does not expect it does nothing.
 */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
  readonly record: UnreadableRecord;

  constructor(record: UnreadableRecord) {
    super(reportUnreadableRecord(record));
    this.record = record;
  }
}

/** For people: which parameter it is, whose as far as it says so, and what to do. */
export function reportUnreadableRecord({ endpointId, owner, account, region }: UnreadableRecord): string {
  const whose = [owner === '' ? '' : `automation ${owner}`, account, region].filter((text) => text !== '');
  const said = whose.length === 0 ? '' : ` It names ${whose.join(' ')}.`;
  return `Parameter ${linkParameterName(endpointId)} holds no record that this version can read, so its link is left alone.${said} Check the parameter: repair it, or update this automation if a later version wrote it, or delete it if nobody needs it; the next reconciliation then registers the link.`;
}

/** It says that it is another automation's, or of another account or Region: that one reports it. */
export function isUnreadableOfOthers(record: UnreadableRecord, own: OwnAutomation): boolean {
  return holderOf(record, own) === 'other';
}

/** @returns what `otherwise` makes of an unreadable record, where the call has met one */
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
