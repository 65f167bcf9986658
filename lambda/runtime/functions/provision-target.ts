import type { ChangeTaskPayload } from '../../contract/task-payload.js';
import { applyChange } from '../../domain/declared/apply-change.js';
import type { ChangeDependencies as KindDependencies } from '../../domain/declared/kinds/resource-kind.js';
import { prepareChange } from '../../domain/declared/prepare-change.js';
import { KINDS } from '../../domain/declared/resource-kinds.js';
import { undoChange } from '../../domain/declared/undo-change.js';
import { readWorkflowState } from '../../domain/executions/read-state.js';
import type { WorkflowState } from '../../domain/model/workflow-state.js';
import {
  ADOPTED_IN_DOUBT,
  type Applied,
  type PreparedRecord,
  type Retried,
  type Undone,
} from '../../execution-data/change-record.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import { atTarget, type HubDependencies } from '../hub/at-target.js';
import type { Observability } from '../invocation/observability.js';
import { readChangeTask } from '../payloads/task-payloads.js';
import { correlationOf } from './correlation.js';

export type ChangeDependencies = KindDependencies &
  HubDependencies & { readonly observability: Observability };

type Task = Omit<ChangeTaskPayload, 'state'>;

/**
 * Tasks of the workflow in one function: `prepare` polls, and the workflow records the result; `apply` makes the
 * change; `retry` asks again for what Atlas has refused temporarily; `undo` removes what a failed execution has
 * created. So a crash between the first two, or during the second, never loses what existed before. What is not
 * possible yet is a result and not an error: the workflow waits, and prepares, retries or rolls back again.
 *
 * @throws InvalidWorkflowInputError, ChangeRefusedError, AtlasError; NotYetError to executions of an earlier version
 */
export async function provisionTarget(
  deps: ChangeDependencies,
  payload: unknown,
): Promise<PreparedRecord | Applied | Retried | Undone> {
  const { state: rawState, ...task } = readChangeTask(payload);
  const state = readWorkflowState(rawState);
  deps.observability.correlate(correlationOf(task.executionArn, state));
  const result = await carryOut(atTarget(deps, state, task.executionArn), state, task);
  deps.observability.log.info(`change: ${task.phase}`, { kind: state.input.change?.kind, ...result });
  if (isAdoptedInDoubt(result))
    deps.observability.log.warn(ADOPTED_IN_DOUBT, { endpointServiceId: result.endpointServiceId });
  return result;
}

/** A request of this execution had no response, and a poll after it showed nothing: decision 27. */
function isAdoptedInDoubt(result: PreparedRecord | Applied | Retried | Undone): result is Applied {
  return 'adopted' in result && result.adopted && result.unanswered !== undefined;
}

function carryOut<K extends ExecutionKind>(
  deps: ChangeDependencies,
  state: WorkflowState<K>,
  { phase, retryCount, waits = false, executionArn }: Task,
): Promise<PreparedRecord | Applied | Retried | Undone> {
  switch (phase) {
    case 'prepare':
      return prepareChange(deps, state);
    case 'apply':
      return applyChange(deps, state, { isCutOff: retryCount > 0, executionArn });
    case 'retry':
      return KINDS[state.kind].retry(deps, state.input, { previous: state.retried, executionArn });
    case 'undo':
      return undoChange(deps, state, { executionArn, waits });
  }
}
