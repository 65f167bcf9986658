import { hasChanged } from '../../change-record.js';
import { neverRetried } from '../never-retried.js';
import type { ResourceKind } from '../resource-kind.js';
import {
  applyRegionalModeChange,
  prepareRegionalModeChange,
  undoRegionalModeChange,
} from './change-regional-mode.js';
import { modeDescription, observeRegionalModeOfRun } from './observe-regional-mode.js';

/** It is never removed, only changed back. */
export const REGIONAL_MODE: ResourceKind<'regional-mode'> = {
  prepare: ({ atlas }, run, earlier) => prepareRegionalModeChange(atlas, run, earlier),
  apply: ({ atlas, clock }, run, { prepared, isCutOff }) =>
    applyRegionalModeChange(atlas, clock, run, prepared, isCutOff),
  retry: neverRetried,
  undo: async ({ atlas }, run, failed) =>
    hasChanged(failed) ? undoRegionalModeChange(atlas, run, failed.prepared) : { undone: false },
  observe: observeRegionalModeOfRun,
  emptyDescription: modeDescription,
  nameOf: () => 'regional mode',
  idsOf: () => ({}),
};
