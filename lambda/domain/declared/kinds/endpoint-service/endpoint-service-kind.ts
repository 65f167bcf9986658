import { inCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import { CustomResource } from '../../../../contract/custom-resources.js';
import { carryOutServiceRemoval } from '../../../unlinking/carry-out-removal.js';
import { neverRetried } from '../never-retried.js';
import { isRemoval, LOOKED_AT_WHEN_SENT } from '../removal.js';
import type { ResourceKind } from '../resource-kind.js';
import { TOLD_TO_THE_STACK } from '../told-to-the-stack.js';
import { idOfMadeService, isAnotherService } from './answer-service.js';
import { applyServiceChange, prepareServiceChange } from './change-service.js';
import { emptyService } from './empty-service.js';
import { observeServiceOfRun } from './observe-service.js';
import { planService } from './plan-service.js';
import { recordedService } from './service-id.js';
import { serviceProperties } from './service-properties.js';
import { undoService } from './undo-service.js';

export const ENDPOINT_SERVICE: ResourceKind<'service'> = {
  type: CustomResource.SERVICE,
  accepted: serviceProperties.accepted,
  plan: planService,
  recorded: recordedService,
  idOfMade: idOfMadeService,
  isAnother: isAnotherService,
  attributesOf: inCloudFormation,
  emptyDescription: ({ target }) => emptyService(target),
  prepare: async ({ atlas }, run, earlier) =>
    isRemoval(run) ? LOOKED_AT_WHEN_SENT : prepareServiceChange(atlas, run, earlier),
  apply: async (deps, run, { prepared, isCutOff }) =>
    isRemoval(run)
      ? carryOutServiceRemoval(deps, run)
      : applyServiceChange(deps.atlas, deps.clock, run, prepared, isCutOff),
  retry: neverRetried,
  undo: undoService,
  observe: observeServiceOfRun,
  ...TOLD_TO_THE_STACK,
  nameOf: (_run, creation) =>
    creation === undefined ? 'endpoint service' : `endpoint service ${creation.endpointServiceId}`,
  idsOf: ({ target: { regionName } }) => ({ regionName }),
};
