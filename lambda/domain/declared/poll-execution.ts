/** Polls what an execution has changed. It only reads, so it can be repeated. */
import type { DescriptionByKind } from '../../contract/custom-resources.js';
import type { Observation } from '../../execution-data/observation.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { KINDS } from './kinds/kinds.js';
import type { PollDependencies } from './kinds/resource-kind.js';
import { pollChange } from './poll-change.js';

/** @throws AtlasError if waiting cannot change Atlas's response */
export async function pollExecution<K extends ExecutionKind>(
  deps: PollDependencies,
  state: WorkflowState<K>,
): Promise<Observation<DescriptionByKind[K]>> {
  const { applied, retried, input } = state;
  const kind = KINDS[state.kind];
  const nothing = kind.emptyDescription(input);
  const reason = retried?.dropped ?? applied?.dropped;
  if (reason !== undefined) return dropped(deps, nothing, reason);
  return pollChange(applied, input, deps.clock.now(), nothing, deps.log) ?? kind.poll(deps, state);
}

/** Whoever has the link now reports it. */
function dropped<Description>(
  { clock, log }: PollDependencies,
  description: Description,
  message: string,
): Observation<Description> {
  log.info('execution dropped', { reason: message });
  const observedAt = clock.now().toISOString();
  return { outcome: 'dropped', waitSeconds: 0, observedAt, description, message, advice: '' };
}
