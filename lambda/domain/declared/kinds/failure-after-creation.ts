import type { ChangeOutcome } from '../../../execution-data/change-record.js';
import { AtlasError } from '../../model/errors/atlas-error.js';
import { againAfter } from '../../polling/again.js';

/**
 * A later part of a change has failed. It is a result, so that a creation before it is recorded.
 *
 * @throws the error, if it is not a refusal by Atlas and waiting does not change it
 */
export function failureAfterCreation(error: unknown): Pick<ChangeOutcome, 'again' | 'refusal'> {
  const again = againAfter(error);
  if (again !== undefined) return { again };
  if (error instanceof AtlasError) return { refusal: `${error.message} ${error.advice}` };
  throw error;
}
