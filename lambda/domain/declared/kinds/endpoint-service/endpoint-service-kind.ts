import { inCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import { CustomResource } from '../../../../contract/custom-resources.js';
import { carryOutServiceRemoval } from '../../../unlinking/carry-out-removal.js';
import { neverRetried } from '../never-retried.js';
import { CHECKED_AT_WHEN_SENT, isRemoval } from '../removal.js';
import { REPORTED_TO_THE_STACK } from '../reported-to-the-stack.js';
import type { ResourceKind } from '../resource-kind.js';
import { applyServiceChange, prepareServiceChange } from './change-service.js';
import { emptyService } from './empty-service.js';
import { planService } from './plan-service.js';
import { pollServiceOfExecution } from './poll-service.js';
import { recordedService } from './service-id.js';
import { serviceProperties } from './service-properties.js';
import { idOfMadeService, isAnotherService } from './service-response.js';
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
  prepare: async ({ atlas }, execution, previous) =>
    isRemoval(execution) ? CHECKED_AT_WHEN_SENT : prepareServiceChange(atlas, execution, previous),
  apply: async (deps, execution, { prepared, isCutOff }) =>
    isRemoval(execution)
      ? carryOutServiceRemoval(deps, execution)
      : applyServiceChange(deps.atlas, deps.clock, execution, prepared, isCutOff),
  retry: neverRetried,
  undo: undoService,
  poll: pollServiceOfExecution,
  ...REPORTED_TO_THE_STACK,
  nameOf: (_execution, creation) =>
    creation === undefined ? 'endpoint service' : `endpoint service ${creation.endpointServiceId}`,
  idsOf: ({ target: { regionName } }) => ({ regionName }),
};
