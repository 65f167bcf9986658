import type { Prepared } from '../../contract/workflow.js';
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
): Promise<Prepared> {
  const earlier = earlierRounds(state);
  const { creation, unanswered, changed, conflicts } = earlier;
  const common = { round: earlier.round + 1, changed, conflicts };
  // What a request without a response may have made is measured by the look before that request.
  const before = { lookedAt: earlier.lookedAt, contradicted: earlier.contradicted };
  const lookedAt = deps.clock.now().toISOString();
  try {
    const found = await KINDS[state.kind].prepare(deps, state.input, earlier);
    return { ...common, ...found, ...(unanswered === undefined ? { lookedAt } : before) };
  } catch (error) {
    const again = againAfter(error);
    if (again === undefined) throw error;
    const { remoteRegions, wasEnabled } = earlier;
    return { ...common, ...before, existed: false, creation, unanswered, remoteRegions, wasEnabled, again };
  }
}
