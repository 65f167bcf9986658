import { KINDS } from '../../domain/declared/resource-kinds.js';
import { executionNameOf } from '../../domain/model/execution-name.js';
import type { KnownExecution } from '../../domain/model/workflow-state.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';

/** The ids in every log line of an execution. */
export function correlationOf<K extends ExecutionKind>(
  executionArn: string,
  execution: KnownExecution<K>,
): Record<string, string> {
  return {
    ...KINDS[execution.kind].idsOf(execution.input),
    projectId: execution.input.target.projectId,
    executionName: executionNameOf(executionArn),
  };
}
