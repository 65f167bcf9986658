/** The end of a run: registry, event, tags, metrics. Repeatable; consumers drop duplicates by the run's ARN. */
import type { LinkDescription } from '../../contract/attributes.js';
import { inCloudFormation } from '../../contract/cloudformation-spelling.js';
import { Metric, type MetricName } from '../../contract/metrics.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../../contract/published-event.js';
import { StatusTag } from '../../contract/tags.js';
import type { Conclusion, ConclusionResult, Observation } from '../../contract/workflow.js';
import type { LinkRun } from '../../contract/workflow-input.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { UnreadableRecordError } from '../model/errors/unreadable-record-error.js';
import { executionNameOf, placeOfRun } from '../model/execution-name.js';
import { emptyDescription } from '../model/link-description.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { EventPort } from '../model/ports/events.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { conclusionOf, type RunEnd, type Verdict, verdictOf } from '../model/verdict.js';
import { recordConclusion } from '../registry/link-registry.js';

export interface ConcludeLinkDependencies {
  readonly events: EventPort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  readonly tagEndpoints: boolean;
  /** Service name of the automation. */
  readonly owner: string;
  /** Undefined for custom resources: their links are their stack's. */
  readonly registry?: RegistryPort | undefined;
}

export interface FinishedRun extends RunEnd {
  readonly executionArn: string;
  readonly input: LinkRun;
  readonly observation?: Observation | undefined;
  /** When it ended, where no look has decided that; the same whenever the conclusion is drawn again. */
  readonly endedAt?: Date | undefined;
}

/**
 * All of it, in this order: what is published waits for nothing that may be full or throttled.
 *
 * @throws when the event cannot be published, or the registry not written; a failed tag is logged
 */
export async function concludeLink(
  deps: ConcludeLinkDependencies,
  run: FinishedRun,
): Promise<ConclusionResult> {
  const result = await publishConclusion(deps, run);
  await recordOutcome(deps, run);
  return result;
}

/** @throws when the event cannot be published */
export async function publishConclusion(
  deps: Pick<ConcludeLinkDependencies, 'events' | 'metrics' | 'log' | 'clock'>,
  run: FinishedRun,
): Promise<ConclusionResult> {
  const verdict = verdictOf(run);
  const detail = eventDetail(run, verdict, deps.clock.now());
  await deps.events.publish({ type: LINK_CONCLUDED, detail }, run.executionArn);
  count(deps.metrics, detail);
  logConclusion(deps.log, verdict, detail.durationSeconds);
  return conclusionOf(verdict);
}

/** Refused while no project could be read: the endpoint may be to another vendor's service, and is left as it is. */
function isUnknownService({ refusal, target }: LinkRun): boolean {
  return refusal !== undefined && target.endpointServiceId === '';
}

/**
 * Registry and tags. A record that Parameter Store does not take, now or later, is reported: it has been published how the
 * run has ended, and another try would end in the same way.
 *
 * @throws when the registry cannot be written now; a failed tag is logged
 */
export async function recordOutcome(
  deps: Omit<ConcludeLinkDependencies, 'events'>,
  run: FinishedRun,
): Promise<void> {
  const detail = eventDetail(run, verdictOf(run), deps.clock.now());
  await record(deps, run, detail);
  const status = statusTag(detail, run.input);
  const isTagged = deps.tagEndpoints && !isUnknownService(run.input);
  if (isTagged && status !== undefined) await tag(deps, run.input, status);
}

function logConclusion(log: LogPort, verdict: Verdict, durationSeconds: number): void {
  const { outcome, message, advice } = verdict;
  const fields = { outcome, reason: message, advice, durationSeconds };
  if (outcome === 'available' || outcome === 'gone') log.info('link concluded', fields);
  else if (outcome === 'kept') log.warn('link concluded', fields);
  else log.error('link concluded', fields);
}

async function record(
  deps: Omit<ConcludeLinkDependencies, 'events'>,
  run: FinishedRun,
  { outcome, message, advice }: LinkConcludedDetail,
): Promise<void> {
  if (deps.registry === undefined || isUnknownService(run.input)) return;
  const { executionArn, input } = run;
  const { unseen } = run.observation ?? {};
  const ended = { input, description: descriptionOf(run), unseen, verdict: { outcome, message, advice } };
  const name = executionNameOf(executionArn);
  const { registry, owner } = deps;
  const own = { registry, owner, ...placeOfRun(executionArn) };
  try {
    const recorded = await recordConclusion(own, { name, ...ended }, deps.clock.now());
    if (recorded === 'later') deps.log.info('a later run has the link');
    if (recorded === 'others') deps.log.warn('another automation has the link');
  } catch (error) {
    // The reconciliation reports it: to count it here as well would make two alarms of one.
    if (error instanceof UnreadableRecordError)
      return deps.log.warn('the record of the link cannot be read, and is left', {
        endpointId: input.target.endpointId,
        reason: error.message,
      });
    if (!(error instanceof ItemRefusedError)) throw error;
    deps.metrics.count(Metric.RECORD_REFUSED);
    deps.log.error('the record of the link is refused', {
      endpointId: input.target.endpointId,
      reason: error.message,
    });
  }
}

/** Of the run and not of the moment, so that an event which is published twice is the same both times. */
function concludedAt({ observation, failure, ended, endedAt }: FinishedRun, now: Date): Date {
  const isDecided = failure === undefined && ended === undefined && observation !== undefined;
  return isDecided ? new Date(observation.observedAt) : (endedAt ?? now);
}

function descriptionOf({ input, observation }: FinishedRun): LinkDescription {
  return observation?.description ?? emptyDescription(input.target);
}

function eventDetail(run: FinishedRun, verdict: Verdict, now: Date): LinkConcludedDetail {
  const { input } = run;
  const at = concludedAt(run, now);
  return {
    version: '1',
    outcome: verdict.outcome,
    goal: input.goal,
    link: inCloudFormation(descriptionOf(run)),
    region: input.target.region,
    account: input.target.account ?? '',
    message: verdict.message,
    advice: verdict.advice,
    warnings: input.warnings ?? [],
    origin: input.origin,
    executionArn: run.executionArn,
    startedAt: input.startedAt,
    concludedAt: at.toISOString(),
    durationSeconds: Math.max(0, Math.round((at.getTime() - Date.parse(input.startedAt)) / 1000)),
  };
}

const METRIC_OF: Readonly<Record<LinkRun['goal'], Readonly<Record<Conclusion, MetricName>>>> = {
  available: {
    available: Metric.LINK_AVAILABLE,
    failed: Metric.LINK_FAILED,
    gone: Metric.LINK_GONE,
    kept: Metric.LINK_KEPT,
    'timed-out': Metric.LINK_TIMED_OUT,
  },
  gone: {
    available: Metric.UNLINK_FAILED,
    failed: Metric.UNLINK_FAILED,
    gone: Metric.LINK_REMOVED,
    kept: Metric.LINK_KEPT,
    'timed-out': Metric.UNLINK_FAILED,
  },
};

function count(metrics: MetricPort, { goal, outcome, durationSeconds }: LinkConcludedDetail): void {
  metrics.count(METRIC_OF[goal][outcome]);
  if (outcome === 'available') metrics.seconds(Metric.TIME_TO_AVAILABLE, durationSeconds);
}

/** @returns undefined where the endpoint is gone, or keeps the status that it has */
function statusTag({ goal, outcome }: LinkConcludedDetail, { change }: LinkRun): string | undefined {
  if (goal === 'available') return outcome === 'gone' ? undefined : outcome;
  return outcome === 'gone' && change?.cause !== 'endpoint-deleted' ? 'unlinked' : undefined;
}

async function tag(
  deps: Pick<ConcludeLinkDependencies, 'endpoints' | 'log'>,
  input: LinkRun,
  status: string,
): Promise<void> {
  const warnings = (input.warnings ?? []).map(({ code }) => code).join('+');
  try {
    await deps.endpoints.tag(input.target.endpointId, {
      [StatusTag.STATUS]: status,
      [StatusTag.PROJECT_ID]: input.target.projectId,
      [StatusTag.WARNINGS]: warnings === '' ? 'none' : warnings,
    });
  } catch (error) {
    deps.log.warn('VPC endpoint could not be tagged', {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
