/** Content of a response to CloudFormation about a registration of Data Federation. */
import { ownershipOf } from '../../changes/ownership.js';
import type { Concluded } from '../resource-kind.js';
import { dataFederationLinkId } from './data-federation-link-id.js';

export function idOfMadeDataFederationLink({
  state,
  prepared,
  description,
}: Concluded<'data-federation-link'>): string | undefined {
  const { target, change } = state.input;
  const ownership = ownershipOf({ ...state, prepared }, description.endpointId);
  if (ownership === undefined) return undefined;
  // The registration of an endpoint of the stack is removed with the stack, even if somebody else has registered it.
  return dataFederationLinkId(target, ownership.isAdopted && change?.ownsEndpoint !== true);
}
