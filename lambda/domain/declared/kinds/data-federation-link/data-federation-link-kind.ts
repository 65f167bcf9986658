import { inCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import { CustomResource } from '../../../../contract/custom-resources.js';
import { carryOutDataFederationRemoval } from '../../../unlinking/carry-out-removal.js';
import { neverRetried } from '../never-retried.js';
import { CHECKED_AT_WHEN_SENT, isRemoval } from '../removal.js';
import { REPORTED_TO_THE_STACK } from '../reported-to-the-stack.js';
import type { ResourceKind } from '../resource-kind.js';
import { applyDataFederationLink, prepareDataFederationLink } from './change-data-federation-link.js';
import { recordedDataFederationLink } from './data-federation-link-id.js';
import { dataFederationLinkProperties } from './data-federation-link-properties.js';
import { idOfMadeDataFederationLink } from './data-federation-link-response.js';
import { planDataFederationLink } from './plan-data-federation-link.js';
import { emptyDataFederationLink, pollDataFederationLink } from './poll-data-federation-link.js';
import { undoDataFederationLink } from './undo-data-federation-link.js';

export const DATA_FEDERATION_LINK: ResourceKind<'data-federation-link'> = {
  type: CustomResource.DATA_FEDERATION_LINK,
  accepted: dataFederationLinkProperties.accepted,
  plan: planDataFederationLink,
  recorded: recordedDataFederationLink,
  idOfMade: idOfMadeDataFederationLink,
  // A registration has no id of its own in Atlas.
  isAnother: () => false,
  attributesOf: inCloudFormation,
  emptyDescription: ({ target }) => emptyDataFederationLink(target),
  prepare: async ({ atlas }, execution, previous) =>
    isRemoval(execution)
      ? CHECKED_AT_WHEN_SENT
      : prepareDataFederationLink(atlas.dataFederation, execution, previous),
  apply: async (deps, execution, { prepared, isCutOff }) =>
    isRemoval(execution)
      ? carryOutDataFederationRemoval(deps, execution)
      : applyDataFederationLink(deps.atlas.dataFederation, deps.clock, execution, prepared, isCutOff),
  retry: neverRetried,
  undo: undoDataFederationLink,
  poll: pollDataFederationLink,
  ...REPORTED_TO_THE_STACK,
  nameOf: ({ target: { endpointId } }) => `Data Federation registration of ${endpointId}`,
  idsOf: ({ target: { endpointId } }) => ({ endpointId }),
};
