/** A DELETE and what its response means: sent once, because every further one needs its own looks. */
import { AtlasError } from '../model/errors/atlas-error.js';
import { NotYetError } from '../model/errors/change-errors.js';

/** @throws NotYetError when the response is missing, or leaves it open what has become of the target */
export async function sendRemoval(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch (error) {
    // A conflict is a removal that is under way, or one that is not possible now: the next poll says which.
    const isOpen = error instanceof AtlasError && (error.transient || error.kind === 'conflict');
    if (!isOpen) throw error;
    throw new NotYetError(`${error.message} It is checked again before another DELETE is sent.`, {
      cause: error,
    });
  }
}
