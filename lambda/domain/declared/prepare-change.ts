import type { Prepared, PreparedRecord } from '../../contract/workflow.js';
import type { RunKind } from '../../contract/workflow-input.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { againAfter } from '../polling/again.js';
import { earlierRounds } from './change-record.js';
import { KINDS } from './kinds/kinds.js';
import type { ChangeDependencies } from './kinds/resource-kind.js';

/** A new round: what the earlier ones have come to goes on with it. */
export async function prepareChange<K extends RunKind>(
  deps: ChangeDependencies,
  state: WorkflowState<K>,
): Promise<Prepared<K>> {
  const earlier = earlierRounds(state);
  const { creation, unanswered, changed, conflicts } = earlier;
  const common = { round: earlier.round + 1, changed, conflicts };
  const lookedAt = deps.clock.now().toISOString();
  try {
    const found = await KINDS[state.kind].prepare(deps, state.input, earlier);
    // What every kind has, apart from what this one keeps besides.
    const seen: Omit<PreparedRecord, 'round'> = found;
    return { ...found, ...common, ...seen, lookedAt };
  } catch (error) {
    const again = againAfter(error);
    if (again === undefined) throw error;
    // What the last look has seen stays: by that, what a request without a response may have made is measured.
    return { existed: false, ...state.prepared, ...common, creation, unanswered, again };
  }
}
