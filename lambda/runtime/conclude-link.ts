import { type ConclusionResult, WorkflowError, type WorkflowTaskPayload } from '../contract/workflow.js';
import { type ConcludeLinkDependencies, concludeLink, type FinishedRun } from '../domain/conclude-link.js';
import {
  isWorkflowStatusEvent,
  parseJson,
  parseWorkflowStatusEvent,
  type WorkflowEnded,
} from '../events/workflow-status-event.js';
import type { Observability } from './observability.js';
import { MalformedEventError } from './receive-endpoint-event.js';
import { executionNameOf, readWorkflowState } from './workflow-state.js';

export type ConcludeDependencies = ConcludeLinkDependencies & { readonly observability: Observability };

/**
 * Called by the workflow's last task, and by the rule on runs that ended without it.
 *
 * @throws MalformedEventError, InvalidWorkflowInputError, EventNotPublishedError
 */
export async function conclude(
  deps: ConcludeDependencies,
  payload: unknown,
): Promise<ConclusionResult | { readonly outcome: 'ignored' }> {
  const run = isWorkflowStatusEvent(payload)
    ? endedRun(deps, payload)
    : taskRun(payload as WorkflowTaskPayload);
  if (run === undefined) return { outcome: 'ignored' };
  deps.observability.correlate({
    endpointId: run.input.target.endpointId,
    projectId: run.input.target.projectId,
    executionName: executionNameOf(run.executionArn),
  });
  return concludeLink(deps, run);
}

function taskRun({ executionArn, state }: WorkflowTaskPayload): FinishedRun {
  return { executionArn, ...readWorkflowState(state) };
}

/** Errors of the Fail states behind a conclusion: those runs have been concluded. */
const CONCLUDED: readonly string[] = [WorkflowError.LINK_FAILED, WorkflowError.LINK_TIMED_OUT];

function endedRun(deps: ConcludeDependencies, delivery: unknown): FinishedRun | undefined {
  const parsed = parseWorkflowStatusEvent(delivery);
  if (parsed.kind === 'malformed') {
    throw new MalformedEventError(`The event is not a status change of a run: ${parsed.issues.join('; ')}`);
  }
  if (parsed.kind === 'ignored' || CONCLUDED.includes(parsed.event.error)) {
    deps.log.debug('run needs no conclusion');
    return undefined;
  }
  return stateBeforeConclusion(parsed.event) ?? runWithoutConclusion(parsed.event);
}

/** A run whose conclusion failed ends with its whole state as cause, so that what it saw is not lost. */
function stateBeforeConclusion(event: WorkflowEnded): FinishedRun | undefined {
  if (event.error !== WorkflowError.NOT_CONCLUDED) return undefined;
  const state = parseJson(event.cause);
  return state === undefined ? undefined : { executionArn: event.executionArn, ...readWorkflowState(state) };
}

function runWithoutConclusion({ executionArn, status, error, cause, input }: WorkflowEnded): FinishedRun {
  const state = readWorkflowState(input);
  return {
    executionArn,
    input: state.input,
    ended: { status, cause: [error, cause].filter(Boolean).join(': ') },
  };
}
