import type { Applied, PreparedRecord } from '../../../execution-data/change-record.js';
import type { Observation } from '../../../execution-data/observation.js';

/** Whether the resource owns the thing that it represents. */
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
 * A resource removes with itself only what its execution has created according to its records.
 *
 * @param described id of the endpoint service at the last poll
 * @returns undefined if there is nothing
 */
export function ownershipOf(
  { prepared, applied, observation }: ConcludedChange,
  described: string,
): Ownership | undefined {
  const creation = applied?.creation ?? prepared.creation;
  if (creation !== undefined) return { isAdopted: false, endpointServiceId: creation.endpointServiceId };
  if (prepared.existed || applied?.adopted === true)
    return { isAdopted: true, endpointServiceId: applied?.endpointServiceId ?? described };
  // For executions that an earlier version began: what is available and did not exist before is their own.
  return observation?.outcome === 'available'
    ? { isAdopted: false, endpointServiceId: described }
    : undefined;
}
