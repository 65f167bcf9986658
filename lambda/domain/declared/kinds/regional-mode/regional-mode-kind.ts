import { inCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import { CustomResource } from '../../../../contract/custom-resources.js';
import { hasChanged } from '../../change-record.js';
import { neverRetried } from '../never-retried.js';
import type { ResourceKind } from '../resource-kind.js';
import { TOLD_TO_THE_STACK } from '../told-to-the-stack.js';
import { idOfMadeMode } from './answer-regional-mode.js';
import {
  applyRegionalModeChange,
  prepareRegionalModeChange,
  undoRegionalModeChange,
} from './change-regional-mode.js';
import { modeDescription, observeRegionalModeOfRun } from './observe-regional-mode.js';
import { planRegionalMode } from './plan-regional-mode.js';
import { recordedMode } from './regional-mode-id.js';
import { regionalModeProperties } from './regional-mode-properties.js';

/** It is never removed, only changed back. */
export const REGIONAL_MODE: ResourceKind<'regional-mode'> = {
  type: CustomResource.REGIONAL_MODE,
  accepted: regionalModeProperties.accepted,
  plan: planRegionalMode,
  recorded: recordedMode,
  idOfMade: idOfMadeMode,
  isAnother: () => false,
  attributesOf: inCloudFormation,
  emptyDescription: modeDescription,
  prepare: ({ atlas }, run, earlier) => prepareRegionalModeChange(atlas, run, earlier),
  apply: ({ atlas, clock }, run, { prepared, isCutOff }) =>
    applyRegionalModeChange(atlas, clock, run, prepared, isCutOff),
  retry: neverRetried,
  undo: async ({ atlas }, run, failed) =>
    hasChanged(failed) ? undoRegionalModeChange(atlas, run, failed.prepared) : { undone: false },
  observe: observeRegionalModeOfRun,
  ...TOLD_TO_THE_STACK,
  nameOf: () => 'regional mode',
  idsOf: () => ({}),
};
