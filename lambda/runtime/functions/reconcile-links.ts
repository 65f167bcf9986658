import { executionNameOf } from '../../domain/model/execution-name.js';
import {
  type ConcludeReconciliationDependencies,
  concludeReconciliation,
} from '../../domain/reconciling/conclude-reconciliation.js';
import { withinTime } from '../../domain/reconciling/pass-deadline.js';
import { endTurn, hasTurn, type TurnDependencies, waitingSlice } from '../../domain/reconciling/pass-turn.js';
import {
  type ReconcileDependencies,
  type ReconcileSlice,
  reconcileSlice,
} from '../../domain/reconciling/reconcile-links.js';
import { type ReconciledHub, reconcileHub } from '../../domain/reconciling/reconcile-members.js';
import {
  begunAfterWait,
  newProgress,
  type ReconcileProgress,
} from '../../domain/reconciling/reconcile-progress.js';
import type { Observability } from '../invocation/observability.js';
import { readReconcileTask } from '../payloads/reconcile-task.js';

export type ReconcileLinksDependencies = ReconcileDependencies &
  ConcludeReconciliationDependencies &
  TurnDependencies & {
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
  const { executionArn, dryRun, progress: before } = readReconcileTask(payload);
  const name = executionNameOf(executionArn);
  deps.observability.correlate({ executionName: name });
  const isBegun = before !== undefined && before.isWaiting !== true;
  const now = deps.clock.now();
  // A dry run changes nothing, so it may run beside another one.
  if (!dryRun && !(await hasTurn(deps, name)))
    return withinTime(deps, waitingSlice(deps, before ?? newProgress(now, dryRun), isBegun));
  const progress =
    before?.isWaiting === true ? begunAfterWait(before, now) : (before ?? newProgress(now, dryRun));
  const slice = await reconcile(deps, executionArn, progress);
  if (slice.status === 'more') return slice;
  await concludeReconciliation(deps, executionArn, slice);
  if (!dryRun) await endTurn(deps, name);
  return slice;
}

async function reconcile(
  deps: ReconcileLinksDependencies,
  executionArn: string,
  progress: ReconcileProgress,
): Promise<ReconcileSlice> {
  const { hub } = deps;
  const reconciled =
    hub === undefined
      ? await reconcileSlice(deps, executionArn, progress)
      : await reconcileHub(deps, hub, executionArn, progress);
  return withinTime(deps, reconciled);
}
