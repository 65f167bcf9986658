import type { Retried } from '../../../execution-data/change-record.js';
import { InvalidWorkflowInputError } from '../../model/errors/invalid-workflow-input-error.js';

/** @throws InvalidWorkflowInputError */
export async function neverRetried(): Promise<Retried> {
  throw new InvalidWorkflowInputError('Only a link can be registered again.');
}
