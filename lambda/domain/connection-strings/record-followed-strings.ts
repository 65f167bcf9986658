/** Records the connection strings that an execution's polls have shown, if the link's record is the automation's own. */
import type { ConnectionStringsProgress } from '../../execution-data/observation.js';
import type { LinkTarget } from '../../execution-data/workflow-input.js';
import { unlessUnreadable } from '../model/errors/unreadable-record-error.js';
import { executionNameOf, placeOfExecution } from '../model/execution-name.js';
import { othersRecord } from '../model/values/own-record.js';
import type { Place } from '../model/values/place.js';
import { type RecordStringsDependencies, recordConnectionStrings } from './record-connection-strings.js';
import { type RecordWarningsDependencies, recordWarnings } from './record-warnings.js';

export interface FollowedStringsDependencies extends RecordStringsDependencies, RecordWarningsDependencies {
  /** Service name of the automation. */
  readonly owner: string;
  /** Account and Region of a member's endpoint. Default: those of the execution. */
  readonly place?: Place | undefined;
}

export interface FollowedStrings {
  readonly target: LinkTarget;
  readonly executionArn: string;
  readonly progress: ConnectionStringsProgress;
  /** An earlier attempt may have failed after its write, so stored strings are published again. */
  readonly isRetry: boolean;
}

/**
 * Does nothing for a link whose record is another's, or cannot be read.
 *
 * @throws RegistryUnavailableError, and if the event cannot be published
 */
export async function recordFollowedStrings(
  deps: FollowedStringsDependencies,
  { target, executionArn, progress, isRetry }: FollowedStrings,
): Promise<void> {
  if (await isRecordOfOthers(deps, target, executionArn)) return;
  const { clusters, message, warnings = [] } = progress;
  await recordConnectionStrings(deps, { target, executionArn, clusters, message, isRetry });
  await recordWarnings(deps, target.endpointId, executionNameOf(executionArn), warnings);
}

function isRecordOfOthers(
  { registry, owner, place }: FollowedStringsDependencies,
  { endpointId }: LinkTarget,
  executionArn: string,
): Promise<boolean> {
  const own = { owner, ...(place ?? placeOfExecution(executionArn)) };
  return unlessUnreadable(
    async () => othersRecord(await registry.find(endpointId), own) !== undefined,
    () => true,
  );
}
