import { carryOutServiceRemoval } from '../../../unlinking/carry-out-removal.js';
import { neverRetried } from '../never-retried.js';
import { isRemoval, LOOKED_AT_WHEN_SENT } from '../removal.js';
import type { ResourceKind } from '../resource-kind.js';
import { applyServiceChange, prepareServiceChange } from './change-service.js';
import { emptyService } from './empty-service.js';
import { observeServiceOfRun } from './observe-service.js';
import { undoService } from './undo-service.js';

export const ENDPOINT_SERVICE: ResourceKind<'service'> = {
  prepare: async ({ atlas }, run, earlier) =>
    isRemoval(run) ? LOOKED_AT_WHEN_SENT : prepareServiceChange(atlas, run, earlier),
  apply: async (deps, run, { prepared, isCutOff }) =>
    isRemoval(run)
      ? carryOutServiceRemoval(deps, run)
      : applyServiceChange(deps.atlas, deps.clock, run, prepared, isCutOff),
  retry: neverRetried,
  undo: undoService,
  observe: observeServiceOfRun,
  emptyDescription: ({ target }) => emptyService(target),
  nameOf: (_run, creation) =>
    creation === undefined ? 'endpoint service' : `endpoint service ${creation.endpointServiceId}`,
  idsOf: ({ target: { regionName } }) => ({ regionName }),
};
