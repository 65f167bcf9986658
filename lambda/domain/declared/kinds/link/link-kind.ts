import { retryLink } from '../../../linking/retry-link.js';
import { emptyDescription } from '../../../model/link-description.js';
import { isRemoval, LOOKED_AT_WHEN_SENT } from '../removal.js';
import type { ResourceKind } from '../resource-kind.js';
import { applyLinkChange, prepareLinkChange } from './change-link.js';
import { observeLinkOfRun } from './observe-link-of-run.js';
import { removeLinkOfRun } from './remove-link-of-run.js';
import { undoLink } from './undo-link.js';

export const LINK: ResourceKind<'link'> = {
  prepare: async ({ atlas, clock }, run, earlier) =>
    isRemoval(run) ? LOOKED_AT_WHEN_SENT : prepareLinkChange(atlas, clock, run, earlier),
  apply: async (deps, run, { prepared, isCutOff, executionArn }) =>
    isRemoval(run)
      ? removeLinkOfRun(deps, run, executionArn)
      : applyLinkChange(deps.atlas, deps.clock, run, prepared, isCutOff),
  retry: retryLink,
  undo: undoLink,
  observe: observeLinkOfRun,
  emptyDescription: ({ target }) => emptyDescription(target),
  nameOf: ({ target: { endpointId } }, creation) =>
    `link of ${endpointId}${creation === undefined ? '' : ` on endpoint service ${creation.endpointServiceId}`}`,
  idsOf: ({ target: { endpointId } }) => ({ endpointId }),
};
