/** Which failures of a change are a reason to wait and to begin again with a fresh poll. */
import type { Again } from '../../execution-data/change-record.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { NotYetError } from '../model/errors/change-errors.js';
import { EndpointNotReadyError } from '../model/errors/endpoint-not-ready-error.js';

/** Conflicts in a row that no poll explains: two minutes of them are no coincidence any more. */
const MAX_CONFLICTS = 8;

/**
 * Of a failure that is known to have had no effect, or that a fresh poll will judge.
 *
 * @param conflicts unexplained ones before this
 * @returns undefined for what waiting will not change
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
  // Exists already, and is not there: it has gone since, or Atlas does not show it yet.
  if (error.kind === 'conflict' && conflicts < MAX_CONFLICTS) return { reason, conflicts: conflicts + 1 };
  return undefined;
}
