/** Sends a DELETE once and interprets its response; each further DELETE needs its own polls. */
import { AtlasError } from '../model/errors/atlas-error.js';
import { NotYetError } from '../model/errors/change-errors.js';

/** @throws NotYetError if the response is missing, or does not say what happened to the target */
export async function sendRemoval(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch (error) {
    // A conflict means that a removal is in progress, or not possible now: the next poll shows which.
    const isOpen = error instanceof AtlasError && (error.transient || error.kind === 'conflict');
    if (!isOpen) throw error;
    throw new NotYetError(`${error.message} It is checked again before another DELETE is sent.`, {
      cause: error,
    });
  }
}
