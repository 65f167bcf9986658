/** One look of a run at what it has changed. Reads only, so it may be repeated at will. */
import type { DescriptionByKind } from '../../contract/custom-resources.js';
import type { Observation } from '../../contract/workflow.js';
import type { RunKind } from '../../contract/workflow-input.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { KINDS } from './kinds/kinds.js';
import type { ObserveDependencies } from './kinds/resource-kind.js';
import { observeChange } from './observe-change.js';

/** @throws AtlasError when Atlas gives an answer that waiting will not change */
export async function observeRun<K extends RunKind>(
  deps: ObserveDependencies,
  state: WorkflowState<K>,
): Promise<Observation<DescriptionByKind[K]>> {
  const { applied, input } = state;
  const kind = KINDS[state.kind];
  const nothing = kind.emptyDescription(input);
  if (applied?.dropped !== undefined) return dropped(deps, nothing, applied.dropped);
  return observeChange(applied, input, deps.clock.now(), nothing, deps.log) ?? kind.observe(deps, state);
}

/** Whoever has the link by now looks at it. */
function dropped<Description>(
  { clock, log }: ObserveDependencies,
  description: Description,
  message: string,
): Observation<Description> {
  log.info('removal dropped', { reason: message });
  const observedAt = clock.now().toISOString();
  return { outcome: 'dropped', waitSeconds: 0, observedAt, description, message, advice: '' };
}
