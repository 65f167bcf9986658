import { executionNameOf } from '../../domain/model/execution-name.js';
import {
  type ConcludeReconciliationDependencies,
  concludeReconciliation,
} from '../../domain/reconciling/conclude-reconciliation.js';
import { withinTime } from '../../domain/reconciling/pass-deadline.js';
import {
  type ReconcileDependencies,
  type ReconcileSlice,
  reconcileSlice,
} from '../../domain/reconciling/reconcile-links.js';
import { type ReconciledHub, reconcileHub } from '../../domain/reconciling/reconcile-members.js';
import { newProgress } from '../../domain/reconciling/reconcile-progress.js';
import type { Observability } from '../invocation/observability.js';
import { readReconcileTask } from '../payloads/reconcile-task.js';

export type ReconcileLinksDependencies = ReconcileDependencies &
  ConcludeReconciliationDependencies & {
    readonly observability: Observability;
    /** Undefined if the automation has no members. */
    readonly hub?: ReconciledHub | undefined;
  };

/**
 * Runs one slice of a reconciliation; its state machine calls it until the status is `done`.
 *
 * @throws InvalidWorkflowInputError; RegistryUnavailableError, errors of EC2 and of the event bus: the state machine
 * retries
 */
export async function reconcileLinks(
  deps: ReconcileLinksDependencies,
  payload: unknown,
): Promise<ReconcileSlice> {
  const {
    executionArn,
    dryRun,
    progress = newProgress(deps.clock.now(), dryRun),
  } = readReconcileTask(payload);
  deps.observability.correlate({ executionName: executionNameOf(executionArn) });
  const { hub } = deps;
  const reconciled =
    hub === undefined
      ? await reconcileSlice(deps, executionArn, progress)
      : await reconcileHub(deps, hub, executionArn, progress);
  const slice = withinTime(deps, reconciled);
  if (slice.status === 'done') await concludeReconciliation(deps, executionArn, slice);
  return slice;
}
