/** The end of an execution: registry, event, tags, metrics. Repeatable; consumers drop duplicates by the execution's ARN. */
import type { LinkDescription } from '../../contract/attributes.js';
import { inCloudFormation } from '../../contract/cloudformation-spelling.js';
import { Metric, type MetricName } from '../../contract/metrics.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../../contract/published-event.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import { StatusTag } from '../../contract/tags.js';
import type { ConclusionResult } from '../../contract/task-payload.js';
import type { Conclusion } from '../../contract/workflow.js';
import type { Observation } from '../../execution-data/observation.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { type EndWaitingDependencies, endWaiting } from '../awaiting/end-waiting.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { UnreadableRecordError } from '../model/errors/unreadable-record-error.js';
import { executionNameOf, placeOfExecution } from '../model/execution-name.js';
import {
  conclusionOf,
  type ExecutionOutcome,
  type FinalOutcome,
  finalOutcomeOf,
} from '../model/final-outcome.js';
import { emptyDescription } from '../model/link-description.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { EventPort } from '../model/ports/events.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';
import type { Place } from '../model/values/place.js';
import { recordConclusion } from '../registry/link-registry.js';

export interface ConcludeLinkDependencies extends EndWaitingDependencies {
  readonly events: EventPort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  readonly tagEndpoints: boolean;
  /** Service name of the automation. */
  readonly owner: string;
  /** Undefined for custom resources: their links belong to their stack. */
  readonly registry?: RegistryPort | undefined;
  /** Account and Region of a member's endpoint. Default: those of the execution. */
  readonly place?: Place | undefined;
}

export interface FinishedExecution extends ExecutionOutcome {
  readonly executionArn: string;
  readonly input: LinkExecution;
  readonly observation?: Observation | undefined;
  /** When the execution ended, if no poll has decided that; the same each time the conclusion is repeated. */
  readonly endedAt?: Date | undefined;
}

/**
 * Performs all parts in this order: the publication does not wait for anything that may be full or throttled.
 *
 * @throws if the event cannot be published, or the registry not written; a failed tag is logged
 */
export async function concludeLink(
  deps: ConcludeLinkDependencies,
  execution: FinishedExecution,
): Promise<ConclusionResult> {
  const result = await publishConclusion(deps, execution);
  await recordOutcome(deps, execution);
  return result;
}

/** @throws if the event cannot be published */
export async function publishConclusion(
  deps: Pick<ConcludeLinkDependencies, 'events' | 'metrics' | 'log' | 'clock'>,
  execution: FinishedExecution,
): Promise<ConclusionResult> {
  const finalOutcome = finalOutcomeOf(execution);
  const detail = eventDetail(execution, finalOutcome, deps.clock.now());
  await deps.events.publish({ type: LINK_CONCLUDED, detail }, execution.executionArn);
  count(deps.metrics, detail);
  logConclusion(deps.log, finalOutcome, detail.durationSeconds);
  return conclusionOf(finalOutcome);
}

/**
 * The link was refused while no project could be read: the endpoint may be for another vendor's service, and is not
 * changed.
 */
function isUnknownService({ refusal, target }: LinkExecution): boolean {
  return refusal !== undefined && target.endpointServiceId === '';
}

/** The endpoint may be for a project of another automation, which a record would keep from linking it. */
function isUnknownProject({ refusal, target }: LinkExecution): boolean {
  return refusal !== undefined && target.projectId === '';
}

/**
 * Writes registry and tags. If Parameter Store permanently refuses a record, this is reported: the outcome has been
 * published, and another attempt would fail in the same way.
 *
 * @throws if the registry cannot be written now; a failed tag is logged
 */
export async function recordOutcome(
  deps: Omit<ConcludeLinkDependencies, 'events'>,
  execution: FinishedExecution,
): Promise<void> {
  const detail = eventDetail(execution, finalOutcomeOf(execution), deps.clock.now());
  const { awaitsAcceptance, target } = execution.input;
  if (awaitsAcceptance === true) await endWaiting(deps, target.endpointId, execution.observation);
  await record(deps, execution, detail);
  const status = statusTag(detail, execution.input);
  const isTagged = deps.tagEndpoints && !isUnknownService(execution.input);
  if (isTagged && status !== undefined) await tag(deps, execution.input, status);
}

function logConclusion(log: LogPort, finalOutcome: FinalOutcome, durationSeconds: number): void {
  const { outcome, message, advice } = finalOutcome;
  const fields = { outcome, reason: message, advice, durationSeconds };
  if (outcome === 'available' || outcome === 'deleted') log.info('link concluded', fields);
  else if (outcome === 'retained') log.warn('link concluded', fields);
  else log.error('link concluded', fields);
}

async function record(
  deps: Omit<ConcludeLinkDependencies, 'events'>,
  execution: FinishedExecution,
  { outcome, message, advice }: LinkConcludedDetail,
): Promise<void> {
  const { executionArn, input } = execution;
  if (deps.registry === undefined || isUnknownService(input) || isUnknownProject(input)) return;
  const { unseen } = execution.observation ?? {};
  const ended = {
    input,
    description: descriptionOf(execution),
    unseen,
    finalOutcome: { outcome, message, advice },
  };
  const name = executionNameOf(executionArn);
  const { registry, owner } = deps;
  const own = { registry, owner, ...(deps.place ?? placeOfExecution(executionArn)) };
  try {
    const recorded = await recordConclusion(own, { name, ...ended }, deps.clock.now());
    if (recorded === 'later') deps.log.info('a later execution follows the link');
    if (recorded === 'others') deps.log.warn('another automation manages the link');
  } catch (error) {
    // The reconciliation reports this error; counting it here as well would raise two alarms for one error.
    if (error instanceof UnreadableRecordError)
      return deps.log.warn('the record of the link cannot be read, and stays unchanged', {
        endpointId: input.target.endpointId,
        reason: error.message,
      });
    if (!(error instanceof ItemRefusedError)) throw error;
    deps.metrics.count(Metric.RECORD_REFUSED);
    deps.log.error('Parameter Store refuses the record of the link', {
      endpointId: input.target.endpointId,
      reason: error.message,
    });
  }
}

/**
 * Time of the execution's end, not the current time, so that an event that is published twice is the same both times.
 */
function concludedAt({ observation, failure, ended, endedAt }: FinishedExecution, now: Date): Date {
  const isDecided = failure === undefined && ended === undefined && observation !== undefined;
  return isDecided ? new Date(observation.observedAt) : (endedAt ?? now);
}

function descriptionOf({ input, observation }: FinishedExecution): LinkDescription {
  return observation?.description ?? emptyDescription(input.target);
}

function eventDetail(
  execution: FinishedExecution,
  finalOutcome: FinalOutcome,
  now: Date,
): LinkConcludedDetail {
  const { input } = execution;
  const at = concludedAt(execution, now);
  return {
    version: '1',
    outcome: finalOutcome.outcome,
    goal: input.goal,
    link: inCloudFormation(descriptionOf(execution)),
    region: input.target.region,
    account: input.target.account ?? '',
    message: finalOutcome.message,
    advice: finalOutcome.advice,
    warnings: input.warnings ?? [],
    origin: input.origin,
    executionArn: execution.executionArn,
    startedAt: input.startedAt,
    concludedAt: at.toISOString(),
    durationSeconds: Math.max(0, Math.round((at.getTime() - Date.parse(input.startedAt)) / 1000)),
    ...publishedAcceptance(execution),
    ...publishedService(execution),
  };
}

function publishedService({ input: { target } }: FinishedExecution): Pick<LinkConcludedDetail, 'service'> {
  const service = serviceKindOf(target);
  return service === 'dedicated' ? {} : { service };
}

function publishedAcceptance({
  input,
  observation,
}: FinishedExecution): Pick<LinkConcludedDetail, 'acceptance'> {
  if (input.awaitsAcceptance !== true) return {};
  const { acceptedAt = '', availableAt = '', pendingAt = '', noticedBy = '' } = observation?.acceptance ?? {};
  return { acceptance: { acceptedAt, availableInEc2At: availableAt, lastPendingAt: pendingAt, noticedBy } };
}

const METRIC_OF: Readonly<Record<LinkExecution['goal'], Readonly<Record<Conclusion, MetricName>>>> = {
  available: {
    available: Metric.LINK_AVAILABLE,
    failed: Metric.LINK_FAILED,
    deleted: Metric.LINK_ENDPOINT_DELETED,
    retained: Metric.LINK_RETAINED,
    'timed-out': Metric.LINK_TIMED_OUT,
  },
  deleted: {
    available: Metric.UNLINK_FAILED,
    failed: Metric.UNLINK_FAILED,
    deleted: Metric.LINK_REMOVED,
    retained: Metric.LINK_RETAINED,
    'timed-out': Metric.UNLINK_FAILED,
  },
};

function count(metrics: MetricPort, detail: LinkConcludedDetail): void {
  const { goal, outcome, durationSeconds, startedAt, concludedAt, acceptance } = detail;
  metrics.count(METRIC_OF[goal][outcome]);
  if (outcome !== 'available') return;
  metrics.seconds(Metric.TIME_TO_AVAILABLE, durationSeconds);
  const { acceptedAt = '', availableInEc2At = '' } = acceptance ?? {};
  if (acceptedAt !== '') metrics.seconds(Metric.TIME_TO_ACCEPTED, secondsBetween(startedAt, acceptedAt));
  if (availableInEc2At !== '')
    metrics.seconds(Metric.ATLAS_AFTER_EC2, secondsBetween(availableInEc2At, concludedAt));
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

/** @returns undefined if the endpoint is deleted, or keeps its status */
function statusTag({ goal, outcome }: LinkConcludedDetail, { change }: LinkExecution): string | undefined {
  if (goal === 'available') return outcome === 'deleted' ? undefined : outcome;
  return outcome === 'deleted' && change?.cause !== 'endpoint-deleted' ? 'unlinked' : undefined;
}

async function tag(
  deps: Pick<ConcludeLinkDependencies, 'endpoints' | 'log'>,
  input: LinkExecution,
  status: string,
): Promise<void> {
  const warnings = (input.warnings ?? []).map(({ code }) => code).join('+');
  try {
    await deps.endpoints.tag(input.target.endpointId, {
      [StatusTag.STATUS]: status,
      [StatusTag.PROJECT_ID]: input.target.projectId === '' ? 'unknown' : input.target.projectId,
      [StatusTag.WARNINGS]: warnings === '' ? 'none' : warnings,
    });
  } catch (error) {
    deps.log.warn('VPC endpoint could not be tagged', {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
