import type { Prepared, PreparedRecord } from '../../execution-data/change-record.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { againAfter } from '../polling/again.js';
import { previousRounds } from './changes/change-record.js';
import type { ChangeDependencies } from './kinds/resource-kind.js';
import { KINDS } from './resource-kinds.js';

/** Begins a new round, with the results of the earlier ones. */
export async function prepareChange<K extends ExecutionKind>(
  deps: ChangeDependencies,
  state: WorkflowState<K>,
): Promise<Prepared<K>> {
  const previous = previousRounds(state);
  const { creation, unanswered, changed, conflicts, registering } = previous;
  const common = { round: previous.round + 1, changed, conflicts, registering };
  const checkedAt = deps.clock.now().toISOString();
  try {
    const found = await KINDS[state.kind].prepare(deps, state.input, previous);
    // Fields that every kind has, without those that one kind adds.
    const seen: Omit<PreparedRecord, 'round'> = found;
    return { ...found, ...common, ...seen, checkedAt };
  } catch (error) {
    const again = againAfter(error);
    if (again === undefined) throw error;
    // The last poll is kept: the effect of a request without a response is judged by it.
    return { existed: false, ...state.prepared, ...common, creation, unanswered, again };
  }
}
