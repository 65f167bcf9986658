/** Content of a response to CloudFormation about an endpoint service. */
import type { ServiceDescription } from '../../../../contract/custom-resources.js';
import { ownershipOf } from '../../changes/ownership.js';
import type { Concluded } from '../resource-kind.js';
import { serviceId } from './service-id.js';

export function idOfMadeService({ state, prepared, description }: Concluded<'service'>): string | undefined {
  const ownership = ownershipOf({ ...state, prepared }, description.endpointServiceId);
  if (ownership === undefined) return undefined;
  return serviceId(state.input.target, ownership.endpointServiceId, ownership.isAdopted);
}

/** True if the service of the id is deleted, and an update has created or found another one. */
export function isAnotherService(physicalId: string, { endpointServiceId }: ServiceDescription): boolean {
  return endpointServiceId !== '' && !physicalId.includes(endpointServiceId);
}
