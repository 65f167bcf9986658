/** What an execution has made is rolled back by another one, and by a third where that one is cut off as well. */
import { notRolledBack, rollBackName, secondRollBackName } from '../domain/declared/execution-end.js';
import type { ClockPort } from '../domain/model/ports/clock.js';
import type {
  ExecutionFacts,
  ExecutionHistoryPort,
  ExecutionPort,
} from '../domain/model/ports/executions.js';
import { isRolledBack } from './failed-execution.js';
import { readWorkflowState } from './workflow-state.js';

export interface RollingBackDependencies {
  readonly clock: ClockPort;
  readonly executions: ExecutionPort;
  readonly executionStates: ExecutionHistoryPort;
}

/** An earlier execution has not come to its end yet: Lambda tries the request again. */
export class PreviousRequestUnsettledError extends Error {
  override readonly name = 'PreviousRequestUnsettledError';

  constructor(executionName: string) {
    super(`Execution ${executionName} of an earlier request for the resource has not ended yet.`);
  }
}

/** The time-out of a function that was called before the stop, and some for the rolling back itself. */
export const SETTLE_SECONDS = 300;
export const POLL_AGAIN_SECONDS = 5;
/** The request that follows one which CloudFormation gave up comes within its hour; later, a person has seen to it. */
const DONE_AGAIN_SECONDS = 3600;

/** The one that rolls back what this execution has made; undefined where nothing is rolled back. */
export async function latestRollBack(
  executions: ExecutionPort,
  execution: string,
): Promise<ExecutionFacts | undefined> {
  return (
    (await executions.describe(secondRollBackName(execution))) ??
    (await executions.describe(rollBackName(execution)))
  );
}

/**
 * Where something is rolled back at all. A rolling back that was cut off, by a person say, is done once more: whoever
 * deletes or changes the resource now is told that all is well, and what was left then would belong to nobody.
 *
 * @param execution name or ARN of the one that is rolled back
 * @throws PreviousRequestUnsettledError
 */
export async function untilRolledBack(deps: RollingBackDependencies, execution: string): Promise<void> {
  const first = await ended(deps, rollBackName(execution));
  if (first === undefined || first.status === 'SUCCEEDED' || !isFresh(first, deps.clock.now())) return;
  const last = await deps.executionStates.lastStep(first.executionArn);
  if (last === undefined || isRolledBack(last, readWorkflowState(last.state))) return;
  const name = secondRollBackName(execution);
  await deps.executionStates.resume(first.executionArn, name, notRolledBack(last.state));
  await ended(deps, name);
}

function isFresh({ endedAt }: ExecutionFacts, now: Date): boolean {
  return endedAt !== undefined && now.getTime() - endedAt.getTime() <= DONE_AGAIN_SECONDS * 1000;
}

async function ended(
  { executions, clock }: RollingBackDependencies,
  name: string,
): Promise<ExecutionFacts | undefined> {
  const end = clock.now().getTime() + SETTLE_SECONDS * 1000;
  for (;;) {
    const execution = await executions.describe(name);
    if (execution?.status !== 'RUNNING') return execution;
    if (clock.now().getTime() >= end) throw new PreviousRequestUnsettledError(name);
    await clock.sleep(POLL_AGAIN_SECONDS * 1000);
  }
}
