import type { Applied, PreparedRecord } from '../../execution-data/change-record.js';
import type { Observation } from '../../execution-data/observation.js';

/** Whose the thing is that a resource stands for. */
export interface Ownership {
  readonly isAdopted: boolean;
  readonly endpointServiceId: string;
}

export interface ConcludedChange {
  readonly prepared: PreparedRecord;
  readonly applied: Applied | undefined;
  readonly observation: Observation<unknown> | undefined;
}

/**
 * What is to be removed with the resource is what the execution has created on record.
 *
 * @param described id of the endpoint service at the last poll
 * @returns undefined where there is nothing
 */
export function ownershipOf(
  { prepared, applied, observation }: ConcludedChange,
  described: string,
): Ownership | undefined {
  const creation = applied?.creation ?? prepared.creation;
  if (creation !== undefined) return { isAdopted: false, endpointServiceId: creation.endpointServiceId };
  if (prepared.existed || applied?.adopted === true)
    return { isAdopted: true, endpointServiceId: applied?.endpointServiceId ?? described };
  // Of executions that an earlier version began: what is available and was not there is their own.
  return observation?.outcome === 'available'
    ? { isAdopted: false, endpointServiceId: described }
    : undefined;
}
