/** Input of the reconciliation's task. It has its own file, because no other function reads it. */
import * as v from 'valibot';
import { SLICE_PATH } from '../../contract/reconcile.js';
import { requireInput } from '../../domain/executions/require-input.js';
import type { ReconcileProgress } from '../../domain/reconciling/reconcile-progress.js';
import { progressSchema } from './reconcile-schemas.js';
import { executionArn, TASK_INPUT } from './task-payloads.js';

const reconcileTaskSchema = v.object({
  executionArn,
  state: v.object({
    // For people: it decides nothing.
    trigger: v.exactOptional(v.string()),
    dryRun: v.optional(v.boolean(), false),
    [SLICE_PATH]: v.exactOptional(v.object({ progress: progressSchema })),
  }),
});

/** One slice: the first has only the input, later ones also the progress. */
export interface ReconcileTask {
  readonly executionArn: string;
  readonly dryRun: boolean;
  /** Undefined in the first slice. */
  readonly progress: ReconcileProgress | undefined;
}

/** @throws InvalidWorkflowInputError, because unreadable progress must not restart the reconciliation */
export function readReconcileTask(payload: unknown): ReconcileTask {
  const { executionArn, state } = requireInput(TASK_INPUT, reconcileTaskSchema, payload);
  return { executionArn, dryRun: state.dryRun, progress: state[SLICE_PATH]?.progress };
}
