/** Content of a response to CloudFormation about a link. */

import type { LinkDescription } from '../../../../contract/attributes.js';
import { inCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import type { WorkflowState } from '../../../model/workflow-state.js';
import { ownershipOf } from '../../changes/ownership.js';
import type { Concluded } from '../resource-kind.js';
import { connectionStringAttributes } from './connection-string-attributes.js';
import { linkId } from './link-id.js';

export function idOfMadeLink({ state, prepared, description }: Concluded<'link'>): string | undefined {
  const { target, change } = state.input;
  // The link of an endpoint of the stack is deleted with the stack, even if the automation has registered it.
  if (change?.ownsEndpoint === true) return linkId(target, false);
  const ownership = ownershipOf({ ...state, prepared }, description.endpointServiceId);
  return ownership === undefined ? undefined : linkId(target, ownership.isAdopted);
}

export function attributesOfLink(
  description: LinkDescription,
  { input, observation }: WorkflowState<'link'>,
): object {
  const clusters = input.change?.connectionStrings?.clusters ?? [];
  return {
    ...inCloudFormation(description),
    ...connectionStringAttributes(observation?.connectionStrings, clusters),
  };
}
