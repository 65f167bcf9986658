import type { Prepared, PreparedRecord } from '../../execution-data/change-record.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { againAfter } from '../polling/again.js';
import { previousRounds } from './change-record.js';
import { KINDS } from './kinds/kinds.js';
import type { ChangeDependencies } from './kinds/resource-kind.js';

/** A new round: what the earlier ones have come to goes on with it. */
export async function prepareChange<K extends ExecutionKind>(
  deps: ChangeDependencies,
  state: WorkflowState<K>,
): Promise<Prepared<K>> {
  const previous = previousRounds(state);
  const { creation, unanswered, changed, conflicts } = previous;
  const common = { round: previous.round + 1, changed, conflicts };
  const checkedAt = deps.clock.now().toISOString();
  try {
    const found = await KINDS[state.kind].prepare(deps, state.input, previous);
    // What every kind has, apart from what this one keeps besides.
    const seen: Omit<PreparedRecord, 'round'> = found;
    return { ...found, ...common, ...seen, checkedAt };
  } catch (error) {
    const again = againAfter(error);
    if (again === undefined) throw error;
    // What the last poll has seen stays: by that, what a request without a response may have made is measured.
    return { existed: false, ...state.prepared, ...common, creation, unanswered, again };
  }
}
