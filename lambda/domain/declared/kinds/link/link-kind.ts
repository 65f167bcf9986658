import { CustomResource } from '../../../../contract/custom-resources.js';
import { publishConclusion, recordOutcome } from '../../../following/conclude-link.js';
import { retryLink } from '../../../linking/retry-link.js';
import { emptyDescription } from '../../../model/link-description.js';
import { CHECKED_AT_WHEN_SENT, isRemoval } from '../removal.js';
import type { ResourceKind } from '../resource-kind.js';
import { addLinkOfExecution } from './add-link-of-execution.js';
import { prepareLinkChange } from './change-link.js';
import { recordedLink } from './link-id.js';
import { linkProperties } from './link-properties.js';
import { attributesOfLink, idOfMadeLink } from './link-response.js';
import { planLink } from './plan-link.js';
import { pollLinkOfExecution } from './poll-link-of-execution.js';
import { removeLinkOfExecution } from './remove-link-of-execution.js';
import { undoLink } from './undo-link.js';

export const LINK: ResourceKind<'link'> = {
  type: CustomResource.LINK,
  accepted: linkProperties.accepted,
  plan: planLink,
  recorded: recordedLink,
  idOfMade: idOfMadeLink,
  // A link has no id of its own in Atlas.
  isAnother: () => false,
  attributesOf: attributesOfLink,
  emptyDescription: ({ target }) => emptyDescription(target),
  prepare: async ({ atlas, clock }, execution, previous) =>
    isRemoval(execution) ? CHECKED_AT_WHEN_SENT : prepareLinkChange(atlas, clock, execution, previous),
  apply: async (deps, execution, round) =>
    isRemoval(execution)
      ? removeLinkOfExecution(deps, execution, round.executionArn)
      : addLinkOfExecution(deps, execution, round),
  retry: retryLink,
  undo: undoLink,
  poll: pollLinkOfExecution,
  publish: (deps, state, end) => publishConclusion(deps, { ...state, ...end }),
  record: (deps, state, end) => recordOutcome(deps, { ...state, ...end }),
  nameOf: ({ target: { endpointId } }, creation) =>
    `link of ${endpointId}${creation === undefined ? '' : ` on endpoint service ${creation.endpointServiceId}`}`,
  idsOf: ({ target: { endpointId } }) => ({ endpointId }),
};
