import { inCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import { CustomResource } from '../../../../contract/custom-resources.js';
import { hasChanged } from '../../changes/change-record.js';
import { neverRetried } from '../never-retried.js';
import { REPORTED_TO_THE_STACK } from '../reported-to-the-stack.js';
import type { ResourceKind } from '../resource-kind.js';
import {
  applyRegionalModeChange,
  prepareRegionalModeChange,
  undoRegionalModeChange,
} from './change-regional-mode.js';
import { planRegionalMode } from './plan-regional-mode.js';
import { modeDescription, pollRegionalModeOfExecution } from './poll-regional-mode.js';
import { recordedMode } from './regional-mode-id.js';
import { regionalModeProperties } from './regional-mode-properties.js';
import { idOfMadeMode } from './regional-mode-response.js';

/** Regional mode is never removed, only changed back. */
export const REGIONAL_MODE: ResourceKind<'regional-mode'> = {
  type: CustomResource.REGIONAL_MODE,
  accepted: regionalModeProperties.accepted,
  plan: planRegionalMode,
  recorded: recordedMode,
  idOfMade: idOfMadeMode,
  isAnother: () => false,
  attributesOf: inCloudFormation,
  emptyDescription: modeDescription,
  prepare: ({ atlas }, execution, previous) => prepareRegionalModeChange(atlas, execution, previous),
  apply: ({ atlas, clock }, execution, { prepared, isCutOff }) =>
    applyRegionalModeChange(atlas, clock, execution, prepared, isCutOff),
  retry: neverRetried,
  undo: async ({ atlas }, execution, failed) =>
    hasChanged(failed) ? undoRegionalModeChange(atlas, execution, failed.prepared) : { undone: false },
  poll: pollRegionalModeOfExecution,
  ...REPORTED_TO_THE_STACK,
  nameOf: () => 'regional mode',
  idsOf: () => ({}),
};
