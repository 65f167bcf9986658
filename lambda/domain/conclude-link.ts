/** The end of a run: event, tags, metrics. Repeatable; consumers drop duplicates by the run's ARN. */
import { Metric, type MetricName } from '../contract/metrics.js';
import type { LinkConcludedDetail } from '../contract/published-event.js';
import { StatusTag } from '../contract/tags.js';
import type { CaughtFailure, Conclusion, ConclusionResult, Observation } from '../contract/workflow.js';
import type { WorkflowInput } from '../contract/workflow-input.js';
import { emptyDescription } from './link-description.js';
import type { ClockPort, EventPort, LogPort, MetricPort, VpcEndpointPort } from './ports.js';

export interface ConcludeLinkDependencies {
  readonly events: EventPort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  readonly tagEndpoints: boolean;
}

export interface FinishedRun {
  readonly executionArn: string;
  readonly input: WorkflowInput;
  readonly observation?: Observation | undefined;
  /** A failure of the looking itself, which stands above the last observation. */
  readonly failure?: CaughtFailure | undefined;
  /** Set when the run ended without concluding by itself. */
  readonly ended?:
    | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly cause: string }
    | undefined;
}

interface Verdict {
  readonly outcome: Conclusion;
  readonly message: string;
  readonly advice: string;
}

/** @throws when the event cannot be published; a failed tag is logged and does not undo the conclusion */
export async function concludeLink(
  deps: ConcludeLinkDependencies,
  run: FinishedRun,
): Promise<ConclusionResult> {
  const verdict = verdictOf(run);
  const detail = eventDetail(run, verdict, deps.clock.now());
  await deps.events.publish(detail);
  count(deps.metrics, detail);
  if (deps.tagEndpoints && verdict.outcome !== 'gone') await tag(deps, run.input, verdict.outcome);
  logConclusion(deps.log, verdict, detail.durationSeconds);
  return {
    outcome: verdict.outcome,
    cause: [verdict.message, verdict.advice].filter((text) => text !== '').join(' '),
  };
}

function logConclusion(log: LogPort, verdict: Verdict, durationSeconds: number): void {
  const { outcome, message, advice } = verdict;
  const fields = { outcome, reason: message, advice, durationSeconds };
  if (outcome === 'available' || outcome === 'gone') log.info('link concluded', fields);
  else log.error('link concluded', fields);
}

function verdictOf(run: FinishedRun): Verdict {
  const { ended, failure, observation } = run;
  if (ended !== undefined) return verdictOfEnded(ended);
  if (failure !== undefined) return verdictOfFailure(failure);
  if (observation === undefined || observation.outcome === 'pending') {
    return verdictOfFailure({
      Error: 'NoObservation',
      Cause: 'The run ended before it had looked at Atlas.',
    });
  }
  return { outcome: observation.outcome, message: observation.message, advice: observation.advice };
}

function verdictOfEnded(ended: NonNullable<FinishedRun['ended']>): Verdict {
  const advice =
    'The link itself may still become available: look in Atlas, then start the run again with the same input.';
  switch (ended.status) {
    case 'ABORTED':
      return { outcome: 'failed', message: `The run was stopped by hand. ${ended.cause}`.trim(), advice };
    case 'TIMED_OUT':
      return { outcome: 'timed-out', message: 'The run reached the time-out of the state machine.', advice };
    case 'FAILED':
      return { outcome: 'failed', message: `The run failed on its own. ${ended.cause}`.trim(), advice };
  }
}

function verdictOfFailure(failure: CaughtFailure): Verdict {
  return {
    outcome: 'failed',
    message: `Atlas could not be asked about the link: ${wordsOf(failure)}`,
    advice:
      'Follow the message; then redrive the run in Step Functions. The link may have become available meanwhile.',
  };
}

/** Lambda puts `{"errorType", "errorMessage", "trace"}` into the cause; the trace is of no use to the reader. */
function wordsOf(failure: CaughtFailure): string {
  try {
    const cause: unknown = JSON.parse(failure.Cause);
    if (typeof cause === 'object' && cause !== null && 'errorMessage' in cause)
      return String(cause.errorMessage);
  } catch {
    // Not from a Lambda function, or cut: the text itself is the best there is.
  }
  return failure.Cause === '' ? failure.Error : failure.Cause;
}

function eventDetail(run: FinishedRun, verdict: Verdict, now: Date): LinkConcludedDetail {
  const { input } = run;
  return {
    version: '1',
    outcome: verdict.outcome,
    link: run.observation?.description ?? emptyDescription(input.target),
    region: input.target.region,
    account: input.target.account ?? '',
    message: verdict.message,
    advice: verdict.advice,
    origin: input.origin,
    executionArn: run.executionArn,
    startedAt: input.startedAt,
    concludedAt: now.toISOString(),
    durationSeconds: Math.max(0, Math.round((now.getTime() - Date.parse(input.startedAt)) / 1000)),
  };
}

const METRIC_OF: Readonly<Record<Conclusion, MetricName>> = {
  available: Metric.LINK_AVAILABLE,
  failed: Metric.LINK_FAILED,
  gone: Metric.LINK_GONE,
  'timed-out': Metric.LINK_TIMED_OUT,
};

function count(metrics: MetricPort, detail: LinkConcludedDetail): void {
  metrics.count(METRIC_OF[detail.outcome]);
  if (detail.outcome === 'available') metrics.seconds(Metric.TIME_TO_AVAILABLE, detail.durationSeconds);
}

async function tag(deps: ConcludeLinkDependencies, input: WorkflowInput, outcome: Conclusion): Promise<void> {
  try {
    await deps.endpoints.tag(input.target.endpointId, {
      [StatusTag.STATUS]: outcome,
      [StatusTag.PROJECT_ID]: input.target.projectId,
    });
  } catch (error) {
    deps.log.warn('VPC endpoint could not be tagged', {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
