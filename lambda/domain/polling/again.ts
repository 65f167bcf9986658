/** Which failures of a change are a reason to wait and to start again with a fresh poll. */
import type { Again } from '../../execution-data/change-record.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { NotYetError } from '../model/errors/change-errors.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';

/** Maximum number of consecutive conflicts that no poll explains: two minutes of them are not a coincidence. */
const MAX_CONFLICTS = 8;

/**
 * For a failure that had no effect, or whose effect a fresh poll will show.
 *
 * @param conflicts number of unexplained conflicts before this one
 * @returns undefined if waiting will not change the failure
 */
export function againAfter(error: unknown, conflicts = 0): Again | undefined {
  if (error instanceof NotYetError) {
    const { message: reason, patienceSeconds, retryAfterSeconds } = error;
    return { reason, patienceSeconds, retryAfterSeconds };
  }
  if (error instanceof EndpointNotReadyError) return { reason: error.message };
  if (!(error instanceof AtlasError)) return undefined;
  const reason = `${error.message} ${error.advice}`;
  if (error.lacksCapacity) return { reason: `${error.message} Try again later, or use another Region.` };
  if (error.cannotAcceptEndpointsYet) return { reason };
  if (error.transient) return { reason, retryAfterSeconds: error.retryAfterSeconds };
  // Atlas says that it exists already, but a poll does not show it: it has been deleted since, or is not shown yet.
  if (error.kind === 'conflict' && conflicts < MAX_CONFLICTS) return { reason, conflicts: conflicts + 1 };
  return undefined;
}
