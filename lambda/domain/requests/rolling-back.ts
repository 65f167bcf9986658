/** Another execution rolls back what an execution has created, and a third one if that one is cut off as well. */

import { readWorkflowState } from '../executions/read-state.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { ExecutionFacts, ExecutionHistoryPort, ExecutionPort } from '../model/ports/executions.js';
import { isRolledBack, notRolledBack } from './execution-end.js';
import { rollBackName, secondRollBackName } from './roll-back-names.js';

export interface RollingBackDependencies {
  readonly clock: ClockPort;
  readonly executions: ExecutionPort;
  readonly executionStates: ExecutionHistoryPort;
}

/** An earlier execution has not ended yet: Lambda retries the request. */
export class PreviousRequestUnsettledError extends Error {
  override readonly name = 'PreviousRequestUnsettledError';

  constructor(executionName: string) {
    super(`Execution ${executionName} of an earlier request for the resource has not ended yet.`);
  }
}

/** The time-out of a function that was called before the stop, plus time for the roll-back itself. */
export const SETTLE_SECONDS = 300;
export const POLL_AGAIN_SECONDS = 5;
/** After CloudFormation stopped waiting, its next request comes within an hour; later, a person has handled it. */
const DONE_AGAIN_SECONDS = 3600;

/** The execution that rolls back what this one has created; undefined if nothing is rolled back. */
export async function latestRollBack(
  executions: ExecutionPort,
  execution: string,
): Promise<ExecutionFacts | undefined> {
  return (
    (await executions.describe(secondRollBackName(execution))) ??
    (await executions.describe(rollBackName(execution)))
  );
}

/** The execution that responds to a request: if it is rolled back, the one that rolls it back. */
export async function respondingExecution(
  executions: ExecutionPort,
  name: string,
): Promise<ExecutionFacts | undefined> {
  return (await latestRollBack(executions, name)) ?? (await executions.describe(name));
}

/**
 * Waits for the roll-back, if there is one. A roll-back that was cut off, for example by a person, is repeated:
 * otherwise CloudFormation would receive success for a deletion or change, and no stack would own what is left.
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
