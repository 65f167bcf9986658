/** The end of a run: event, tags, metrics. Repeatable; consumers drop duplicates by the run's ARN. */
import { Metric, type MetricName } from '../contract/metrics.js';
import type { LinkConcludedDetail } from '../contract/published-event.js';
import { StatusTag } from '../contract/tags.js';
import type { Conclusion, ConclusionResult, Observation } from '../contract/workflow.js';
import type { LinkRun } from '../contract/workflow-input.js';
import { emptyDescription } from './link-description.js';
import type { ClockPort, EventPort, LogPort, MetricPort, VpcEndpointPort } from './ports.js';
import { type RunEnd, type Verdict, verdictOf } from './verdict.js';

export interface ConcludeLinkDependencies {
  readonly events: EventPort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  readonly tagEndpoints: boolean;
}

export interface FinishedRun extends RunEnd {
  readonly executionArn: string;
  readonly input: LinkRun;
  readonly observation?: Observation | undefined;
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

async function tag(deps: ConcludeLinkDependencies, input: LinkRun, outcome: Conclusion): Promise<void> {
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
