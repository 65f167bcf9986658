/**
 * Reports an endpoint that cannot be linked: once, however many events lead to the same refusal. Its creation, its tags
 * and its stack are reported by three sources, within seconds or minutes of each other.
 */
import { Metric } from '../../contract/metrics.js';
import type { LinkRecord } from '../../contract/registry.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import { nameAfter } from '../executions/start-execution.js';
import type { Trigger } from '../executions/trigger.js';
import { executionName } from '../model/execution-name.js';
import type { MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { isRecordedRefusal } from '../registry/link-registry.js';
import {
  type LinkPlace,
  type StartLinkDependencies,
  start,
  targetOf,
  unlessUnavailable,
} from './start-link.js';

export interface RefuseLinkDependencies extends StartLinkDependencies {
  readonly registry: Pick<RegistryPort, 'find'>;
  readonly metrics: MetricPort;
}

export interface Refused {
  readonly kind: 'refused';
  readonly refusal: Refusal;
  /** An execution that reports it has been started. */
  readonly isNew: boolean;
}

/** An endpoint that is refused. */
export interface RefusedLink {
  readonly match: LinkPlace;
  readonly refusal: Refusal;
  /** The registry's record from before the attempt to link the endpoint. */
  readonly previous: LinkRecord | undefined;
  /** ISO 8601: `firstSeenAt` of the record, if it was claimed before Atlas has refused the endpoint. */
  readonly firstSeenAt?: string | undefined;
}

/**
 * Starts an execution that ends as failed, so that a refusal is published, tagged and counted in the same place as every
 * other outcome. It is named after the record of the endpoint, and not after the event: events that come together start
 * the same execution. The record of its end says to later events that the refusal has been reported.
 */
export async function refuse(
  deps: RefuseLinkDependencies,
  trigger: Trigger,
  link: RefusedLink,
): Promise<Refused> {
  const { match, refusal, previous } = link;
  const isKnown =
    trigger.isKnownRefusal === true || (trigger.origin === 'event' && isRecordedRefusal(previous, refusal));
  if (isKnown || !(await isStarted(deps, trigger, link))) {
    deps.log.debug('refusal has been reported', { endpointId: trigger.endpointId, code: refusal.code });
    return { kind: 'refused', refusal, isNew: false };
  }
  deps.log.error('link refused', {
    projectId: match.projectId,
    code: refusal.code,
    reason: refusal.message,
    advice: refusal.advice,
  });
  deps.metrics.count(Metric.LINK_REFUSED);
  return { kind: 'refused', refusal, isNew: true };
}

/** @returns false if another event has started the execution of this refusal */
async function isStarted(
  deps: RefuseLinkDependencies,
  trigger: Trigger,
  link: RefusedLink,
): Promise<boolean> {
  const target = targetOf(trigger, link.match);
  const startAs = (name: string) =>
    start(deps, trigger, { name, claimedAt: deps.clock.now(), target }, { refusal: link.refusal });
  const name = nameOf(trigger, link);
  const started = await startAs(name);
  if (started !== 'ended' || isWithoutRecord(link)) return started === 'started';
  if (!(await isToReportAgain(deps, trigger, link))) return false;
  return (await startAs(await nameAfter(deps, name))) === 'started';
}

function nameOf({ endpointId }: Trigger, link: RefusedLink): string {
  const { refusal, previous } = link;
  if (isWithoutRecord(link)) return executionName(endpointId, refusal.code, refusal.message);
  const firstSeenAt = link.firstSeenAt ?? previous?.firstSeenAt;
  if (firstSeenAt === undefined) return executionName(endpointId, refusal.code);
  return executionName(endpointId, firstSeenAt.replace(/\D/g, ''), refusal.code);
}

/** Its service or project is not known: no record is written, and only the name keeps it from being reported again. */
function isWithoutRecord({ match: { projectId, service } }: RefusedLink): boolean {
  return projectId === '' || (service?.endpointServiceId ?? '') === '';
}

/**
 * Step Functions keeps a name for 90 days. The endpoint may have been linked since, or refused for another reason, and its
 * record may have been removed.
 */
async function isToReportAgain(
  deps: RefuseLinkDependencies,
  { endpointId }: Trigger,
  { refusal, previous }: RefusedLink,
): Promise<boolean> {
  const record = await unlessUnavailable<LinkRecord | undefined | 'unknown'>(
    deps,
    () => deps.registry.find(endpointId),
    'unknown',
  );
  if (record === undefined) return true;
  if (record === 'unknown' || isRecordedRefusal(record, refusal)) return false;
  // Another event has the claim: it reports the refusal, unless it has been reported before.
  return previous !== undefined && previous.state !== 'linking';
}
