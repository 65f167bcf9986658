import type { Refusal } from '../../execution-data/workflow-input.js';

/** Code of the refusal of an endpoint whose project its account or Region may not reach. */
export const NOT_ALLOWED = 'ACCOUNT_NOT_ALLOWED';

/** True if another automation, with other limits, may link the endpoint. */
export function isByLimits(refusal: Pick<Refusal, 'code'> | undefined): boolean {
  return refusal?.code === NOT_ALLOWED;
}
