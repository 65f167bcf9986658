import { Metric } from '../../contract/metrics.js';
import type { Trigger } from '../../domain/executions/trigger.js';
import type { LinkEndpointResult } from '../../domain/linking/begin-link.js';
import { type LinkEndpointDependencies, linkEndpoint } from '../../domain/linking/link-endpoint.js';
import { withoutFuture } from '../../domain/members/event-time.js';
import {
  type HeardResult,
  type HearMemberDependencies,
  hearMember,
  type MemberIntroductions,
} from '../../domain/members/hear-member.js';
import { servedPlaceOf } from '../../domain/members/served-places.js';
import type { IgnoreReason } from '../../domain/model/eligibility.js';
import { isSamePlace, type Place } from '../../domain/model/values/place.js';
import { removalAfterDeletion } from '../../domain/receiving/removal-after-deletion.js';
import { type RemovalRules, removalAfterLinking } from '../../domain/receiving/removal-after-linking.js';
import {
  type Removal,
  type UnlinkEndpointDependencies,
  type UnlinkEndpointResult,
  type UnlinkIgnoreReason,
  unlinkEndpoint,
} from '../../domain/unlinking/unlink-endpoint.js';
import type { EndpointCreated, EndpointsDeleted, EndpointTagged } from '../../events/accepted-events.js';
import { parseDelivery } from '../../events/delivery.js';
import type { Heartbeat } from '../../events/heartbeat.js';
import type { Observability } from '../invocation/observability.js';

/** The event cannot be parsed; it ends in the dead-letter queue with this message. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

export interface ReceiveDependencies
  extends LinkEndpointDependencies,
    UnlinkEndpointDependencies,
    RemovalRules {
  readonly observability: Observability;
  /** Undefined if the automation has no members. */
  readonly hub?: ReceivingHub | undefined;
}

/** A hub, as the receiver needs it. */
export interface ReceivingHub extends HearMemberDependencies {
  readonly introductions: Pick<MemberIntroductions, 'introduce'>;
  /**
   * Dependencies for endpoints of a member.
   *
   * @param name of the session in the member account
   */
  dependenciesAt(
    place: Place,
    name: string,
  ): LinkEndpointDependencies & UnlinkEndpointDependencies & RemovalRules;
}

type EndpointResult = LinkEndpointResult | UnlinkEndpointResult;
export type ReceiveResult = EndpointResult | HeardResult;

/**
 * @returns one result for each endpoint of the event; none for an event that is ignored as a whole
 * @throws MalformedEventError, EndpointNotReadyError, AtlasError, RegistryUnavailableError: Lambda retries, and then
 * sends the event with the message to the failure destination
 */
export async function receiveEndpointEvent(
  deps: ReceiveDependencies,
  delivery: unknown,
): Promise<readonly ReceiveResult[]> {
  const { account, region, hub } = deps;
  const read = parseDelivery(delivery, {
    namespace: hub?.setting.namespace,
    servedPlace: (stated) => servedPlaceOf(hub?.setting, { account, region }, stated),
  });
  if (read.kind === 'heartbeat') return hear(deps, read.heartbeat);
  const { parsed, place } = read;
  if (parsed.kind === 'malformed') throw malformed(deps, parsed.issues);
  if (parsed.kind === 'ignored') {
    ignoreEvent(deps.observability, parsed.reason, parsed.isForwarded === true);
    return [];
  }
  deps.observability.correlate({ eventId: parsed.event.eventId });
  if (hub === undefined || isSamePlace(place, deps)) return handle(deps, parsed.event);
  const event = withoutFuture(parsed.event, deps.clock.now());
  await hub.introductions.introduce(place, event.eventTime);
  return handle(at(deps, hub, place, event.eventId), event);
}

type AcceptedEvent = EndpointCreated | EndpointsDeleted | EndpointTagged;

async function hear(
  { hub, observability }: ReceiveDependencies,
  heartbeat: Heartbeat,
): Promise<readonly HeardResult[]> {
  if (heartbeat.kind === 'ignored') ignoreEvent(observability, heartbeat.reason, true);
  else if (hub !== undefined) return [await hearMember(hub, heartbeat)];
  return [];
}

function at(
  deps: ReceiveDependencies,
  hub: ReceivingHub,
  place: Place,
  eventId: string,
): ReceiveDependencies {
  deps.observability.correlate({ account: place.account, region: place.region });
  return { ...deps, ...hub.dependenciesAt(place, eventId) };
}

function ignoreEvent({ log, metrics }: Observability, reason: string, isForwarded: boolean): void {
  metrics.count(Metric.EVENT_IGNORED);
  if (isForwarded) log.info('event of another account or Region ignored', { reason });
  else log.debug('event ignored', { reason });
}

function malformed({ observability }: ReceiveDependencies, issues: readonly string[]): MalformedEventError {
  observability.metrics.count(Metric.EVENT_MALFORMED);
  return new MalformedEventError(`The event is not a record of a VPC endpoint: ${issues.join('; ')}`);
}

async function handle(deps: ReceiveDependencies, event: AcceptedEvent): Promise<readonly ReceiveResult[]> {
  if (event.kind === 'deleted') return removeAll(deps, event);
  deps.observability.correlate({ endpointId: event.endpointId });
  const trigger = triggerOf(event, event.endpointId);
  const result = await linkEndpoint(deps, trigger);
  report(deps.observability, event.endpointId, result);
  const removal = await removalAfterLinking(deps, event.kind, trigger, result);
  return removal === undefined ? [result] : [result, await remove(deps, removal)];
}

function triggerOf(
  { account, region, eventId, eventTime }: Omit<Trigger, 'endpointId' | 'origin'>,
  endpointId: string,
): Trigger {
  return { endpointId, account, region, origin: 'event', eventId, eventTime };
}

/** Handles each endpoint independently: a failure for one must not prevent the removal of other links. */
async function removeAll(
  deps: ReceiveDependencies,
  event: EndpointsDeleted,
): Promise<readonly ReceiveResult[]> {
  const results: ReceiveResult[] = [];
  const failures: unknown[] = [];
  const unproven: string[] = [];
  for (const endpointId of event.endpointIds) {
    try {
      const isConfirmed = event.unconfirmed === undefined;
      const removal = await removalAfterDeletion(deps, triggerOf(event, endpointId), isConfirmed);
      if (removal === undefined) unproven.push(endpointId);
      else results.push(await remove(deps, removal));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  const issues = [...event.issues, ...issuesOf(event, unproven)];
  if (issues.length > 0) throw malformed(deps, issues);
  return results;
}

/** Maximum number of endpoint ids in a message. */
const NAMED_IDS = 3;

function issuesOf({ unconfirmed }: EndpointsDeleted, unproven: readonly string[]): string[] {
  if (unconfirmed === undefined || unproven.length === 0) return [];
  const more = unproven.length > NAMED_IDS ? ` and ${unproven.length - NAMED_IDS} more` : '';
  const ids = unproven.slice(0, NAMED_IDS).join(', ');
  return [`${unconfirmed}; no record of this automation names ${ids}${more}, so nothing is removed`];
}

async function remove(deps: ReceiveDependencies, removal: Removal): Promise<UnlinkEndpointResult> {
  const result = await unlinkEndpoint(deps, removal);
  report(deps.observability, removal.endpointId, result);
  return result;
}

/**
 * Reasons that somebody may wonder about: a forgotten tag, a link that a stack creates. Other vendors' services are not
 * among them.
 */
const WORTH_A_LINE: readonly (IgnoreReason | UnlinkIgnoreReason)[] = [
  'not-selected',
  'declared-in-a-stack',
  'still-exists',
  'of-another-automation',
  'record-unreadable',
  'project-unreadable',
];

function report({ log, metrics }: Observability, endpointId: string, result: EndpointResult): void {
  if (result.kind !== 'ignored') {
    const { kind: decision, ...rest } = result;
    log.info('endpoint evaluated', { endpointId, decision, ...rest });
    return;
  }
  metrics.count(Metric.EVENT_IGNORED);
  const fields = { endpointId, decision: 'ignored', reason: result.reason, detail: result.message };
  if (WORTH_A_LINE.includes(result.reason)) log.info('endpoint evaluated', fields);
  else log.debug('endpoint evaluated', fields);
}
