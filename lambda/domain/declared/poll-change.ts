/** The result of Apply change itself, if it leaves nothing to poll. */
import type { Applied } from '../../execution-data/change-record.js';
import type { Observation } from '../../execution-data/observation.js';
import type { WorkflowInput } from '../../execution-data/workflow-input.js';
import type { LogPort } from '../model/ports/observability.js';
import { type ExecutionTimes, secondsSince } from '../polling/poll.js';

/** Wait during the first ten minutes; after that, the next constant applies, because the change is a slow one. */
const WAIT_SECONDS = 15;
const LATER_WAIT_SECONDS = 60;
const LATER_SECONDS = 600;

/** @returns undefined if the target has to be polled */
export function pollChange<Description>(
  applied: Applied | undefined,
  execution: Pick<WorkflowInput, 'startedAt' | 'deadline'>,
  now: Date,
  description: Description,
  log: LogPort,
): Observation<Description> | undefined {
  const { again, refusal } = applied ?? {};
  const common = { waitSeconds: 1, observedAt: now.toISOString(), description, advice: '' };
  if (refusal !== undefined) return { ...common, outcome: 'failed', message: refusal };
  if (again === undefined) return undefined;
  const { reason, patienceSeconds = Number.POSITIVE_INFINITY, retryAfterSeconds = 0 } = again;
  const remainingSeconds = Math.min(
    -secondsSince(execution.deadline, now),
    patienceSeconds - secondsSince(execution.startedAt, now),
  );
  if (remainingSeconds <= 0) return { ...common, outcome: 'failed', message: reason };
  const wanted = Math.max(paceOf(execution, now), retryAfterSeconds);
  const waitSeconds = Math.max(1, Math.ceil(Math.min(wanted, remainingSeconds)));
  log.info('change is not possible yet', { reason, waitSeconds });
  return { ...common, outcome: 'again', waitSeconds, message: reason };
}

function paceOf({ startedAt }: ExecutionTimes, now: Date): number {
  return secondsSince(startedAt, now) < LATER_SECONDS ? WAIT_SECONDS : LATER_WAIT_SECONDS;
}
