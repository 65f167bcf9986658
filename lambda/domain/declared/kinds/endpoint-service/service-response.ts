/** What CloudFormation is told of an endpoint service. */
import type { ServiceDescription } from '../../../../contract/custom-resources.js';
import { ownershipOf } from '../../ownership.js';
import type { Concluded } from '../resource-kind.js';
import { serviceId } from './service-id.js';

export function idOfMadeService({ state, prepared, description }: Concluded<'service'>): string | undefined {
  const ownership = ownershipOf({ ...state, prepared }, description.endpointServiceId);
  if (ownership === undefined) return undefined;
  return serviceId(state.input.target, ownership.endpointServiceId, ownership.isAdopted);
}

/** What bore the id is gone, and an update has made, or found, another one in its place. */
export function isAnotherService(physicalId: string, { endpointServiceId }: ServiceDescription): boolean {
  return endpointServiceId !== '' && !physicalId.includes(endpointServiceId);
}
