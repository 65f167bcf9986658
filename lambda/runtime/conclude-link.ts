import {
  CONNECTION_STRINGS_PHASE,
  type Conclusion,
  type ConclusionResult,
  StatePath,
  WorkflowError,
  type WorkflowTaskPayload,
} from '../contract/workflow.js';
import type { LinkRun } from '../contract/workflow-input.js';
import { answerTo } from '../custom-resources/conclusion.js';
import { requestName } from '../custom-resources/request-name.js';
import { type ConcludeLinkDependencies, concludeLink, type FinishedRun } from '../domain/conclude-link.js';
import { executionName, executionNameOf } from '../domain/execution-name.js';
import type { AnswerPort, OpenRequestPort, RunHistoryPort } from '../domain/ports.js';
import { recordConnectionStrings } from '../domain/record-connection-strings.js';
import { verdictOf } from '../domain/verdict.js';
import {
  isWorkflowStatusEvent,
  parseJson,
  parseWorkflowStatusEvent,
  type WorkflowEnded,
} from '../events/workflow-status-event.js';
import type { Observability } from './observability.js';
import { MalformedEventError } from './receive-endpoint-event.js';
import { correlationOf, isLinkState, readWorkflowState, type WorkflowState } from './workflow-state.js';

export type ConcludeDependencies = ConcludeLinkDependencies & {
  readonly observability: Observability;
  readonly answers: AnswerPort;
  readonly runs: RunHistoryPort;
  /** Undefined for the automation: no stack waits for it. */
  readonly requests?: OpenRequestPort | undefined;
};

type Run = WorkflowState & { readonly executionArn: string };

/**
 * Called by the workflow's last task, and by the rule on runs that ended without it.
 *
 * @throws MalformedEventError, InvalidWorkflowInputError, EventNotPublishedError, AnswerNotTakenError
 */
export async function conclude(
  deps: ConcludeDependencies,
  payload: unknown,
): Promise<ConclusionResult | { readonly outcome: 'ignored' }> {
  const run = isWorkflowStatusEvent(payload)
    ? await endedRun(deps, payload)
    : taskRun(payload as WorkflowTaskPayload);
  if (run === undefined) return { outcome: 'ignored' };
  deps.observability.correlate(correlationOf(run.executionArn, run.input));
  if (isFollowUp(payload) && isLinkState(run)) return recordStrings(deps, run, payload);
  if (run.ended !== undefined && (await hasConcluded(deps, run))) return { outcome: 'ignored' };
  const result = isLinkState(run) ? await concludeLink(deps, run as FinishedRun) : resultOf(verdictOf(run));
  await answer(deps, run);
  return result;
}

function isFollowUp(payload: unknown): payload is WorkflowTaskPayload {
  return (payload as WorkflowTaskPayload).phase === CONNECTION_STRINGS_PHASE;
}

/**
 * A run that is stopped while it follows the connection strings has told that its link is available; and what has become
 * of the link since has been told by the run that did it. A run that has not concluded has its claim in the registry.
 */
async function hasConcluded({ registry, log }: ConcludeDependencies, run: Run): Promise<boolean> {
  if (registry === undefined || !isLinkState(run) || run.input.goal !== 'available') return false;
  const record = await registry.find(run.input.target.endpointId);
  const isOwn = record?.run === executionNameOf(run.executionArn);
  const isOver = isOwn
    ? record.state === 'available'
    : record === undefined || record.runStartedAt > run.input.startedAt;
  if (isOver) log.info('run had concluded before it ended', { status: run.ended?.status });
  return isOver;
}

/** The run has concluded before: its link is available, whatever the clusters have. */
async function recordStrings(
  deps: ConcludeDependencies,
  { executionArn, input, connectionStringsLook }: Run & WorkflowState<LinkRun>,
  { retryCount = 0 }: WorkflowTaskPayload,
): Promise<ConclusionResult> {
  const progress = connectionStringsLook?.connectionStrings;
  const { registry } = deps;
  if (registry !== undefined && progress !== undefined) {
    const { clusters, message } = progress;
    const listed = { target: input.target, executionArn, clusters, message, isRetry: retryCount > 0 };
    await recordConnectionStrings({ ...deps, registry }, listed);
  }
  return { outcome: 'available', cause: progress?.message ?? '' };
}

/**
 * A stack waits for this, and the same run always gives the same answer. Without the open request, it has been given:
 * the request is forgotten after the answer, so that a crash between the two gives it twice.
 */
async function answer({ answers, requests, log }: ConcludeDependencies, run: Run): Promise<void> {
  const { respondTo } = run.input;
  if (respondTo === undefined || requests === undefined) return;
  const name = requestName(respondTo);
  const open = await requests.find(name);
  if (open === undefined) return log.info('request is not open any more', { requestId: respondTo.requestId });
  const document = answerTo(respondTo, run);
  await answers.put(open.responseUrl, document);
  log.info('CloudFormation answered', { status: document.Status, reason: document.Reason });
  await requests.remove(name).catch((error: Error) => {
    log.warn('open request is left to be swept', { error: error.message });
  });
}

function resultOf({
  outcome,
  message,
  advice,
}: {
  outcome: Conclusion;
  message: string;
  advice: string;
}): ConclusionResult {
  return { outcome, cause: [message, advice].filter((text) => text !== '').join(' ') };
}

function taskRun({ executionArn, state }: WorkflowTaskPayload): Run {
  return { executionArn, ...readWorkflowState(state) };
}

/** Errors of the Fail states behind a conclusion: those runs have been concluded. */
const CONCLUDED: readonly string[] = [WorkflowError.LINK_FAILED, WorkflowError.LINK_TIMED_OUT];

async function endedRun(deps: ConcludeDependencies, delivery: unknown): Promise<Run | undefined> {
  const parsed = parseWorkflowStatusEvent(delivery);
  if (parsed.kind === 'malformed') {
    throw new MalformedEventError(`The event is not a status change of a run: ${parsed.issues.join('; ')}`);
  }
  if (parsed.kind === 'ignored' || CONCLUDED.includes(parsed.event.error)) {
    deps.log.debug('run needs no conclusion');
    return undefined;
  }
  const run = stateBeforeConclusion(parsed.event) ?? runWithoutConclusion(parsed.event);
  // Only a stack is told what was made: the links of the automation are followed up by its reconciliation.
  return run.ended === undefined || run.input.respondTo === undefined ? run : interruptedRun(deps, run);
}

/**
 * A run that was cut off may have made something, and its input does not say what. What it had seen does; so what it
 * has made is taken back by another run, which also answers.
 *
 * @returns undefined when such a run has been started
 */
async function interruptedRun(deps: ConcludeDependencies, run: Run): Promise<Run | undefined> {
  const { executionArn, ended } = run;
  try {
    const state = await deps.runs.lastState(executionArn);
    const seen = { executionArn, ...readWorkflowState(state ?? run.input) };
    if (isSettled(seen) || isTakenBack(state)) return seen;
    const hasChanged = seen.prepared !== undefined && seen.input.change?.kind !== 'delete';
    // When the taking back is cut off as well, CloudFormation is told what may be left.
    if (seen.ended !== undefined || !hasChanged) return { ...seen, ended: seen.ended ?? ended };
    await deps.runs.goOn(executionArn, executionName('undo', executionNameOf(executionArn)), {
      ...state,
      ended,
    });
    deps.log.info('what the run has made is being taken back', { status: ended?.status });
    return undefined;
  } catch (error) {
    deps.log.error('history of the run could not be used', {
      error: error instanceof Error ? error.message : String(error),
    });
    return run;
  }
}

/** The answer may have been given already, so that this one has to be the same. */
function isTakenBack(state: object | undefined): boolean {
  return state !== undefined && (StatePath.UNDONE in state || StatePath.UNDO_FAILURE in state);
}

/** Nothing but the answer was missing. */
function isSettled({ observation }: Run): boolean {
  return observation !== undefined && ['available', 'kept', 'gone'].includes(observation.outcome);
}

/** A run whose conclusion failed ends with its whole state as cause, so that what it saw is not lost. */
function stateBeforeConclusion(event: WorkflowEnded): Run | undefined {
  if (event.error !== WorkflowError.NOT_CONCLUDED) return undefined;
  const state = parseJson(event.cause);
  return state === undefined ? undefined : { executionArn: event.executionArn, ...readWorkflowState(state) };
}

function runWithoutConclusion({ executionArn, status, error, cause, input }: WorkflowEnded): Run {
  const ended = { status, cause: [error, cause].filter(Boolean).join(': ') };
  return { executionArn, ...readWorkflowState(input), ended };
}
