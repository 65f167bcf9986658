import { Metric } from '../contract/metrics.js';
import type { LinkEndpointResult } from '../domain/begin-link.js';
import { CONSISTENCY_SECONDS, hasVanished, type IgnoreReason } from '../domain/gate.js';
import { type LinkEndpointDependencies, linkEndpoint } from '../domain/link-endpoint.js';
import type { Occasion } from '../domain/occasion.js';
import type { VpcEndpointPort } from '../domain/ports.js';
import { lookAtEndpoint } from '../domain/side-look.js';
import {
  type Removal,
  type UnlinkEndpointDependencies,
  type UnlinkEndpointResult,
  type UnlinkIgnoreReason,
  unlinkEndpoint,
} from '../domain/unlink-endpoint.js';
import type { EndpointCreated, EndpointsDeleted, EndpointTagged } from '../events/accepted-events.js';
import { parseEndpointEvent } from '../events/endpoint-event.js';
import type { Observability } from './observability.js';

/** The delivery cannot be understood; it ends, with this message, in the dead-letter queue. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

export interface ReceiveDependencies extends LinkEndpointDependencies, UnlinkEndpointDependencies {
  /** Remove the link of an endpoint that is no longer selected. */
  readonly unlinkDeselected: boolean;
  /** For looks that can do without an answer: EC2's limits are left to those that cannot. */
  readonly hastyEndpoints: VpcEndpointPort;
  readonly observability: Observability;
}

export type ReceiveResult = LinkEndpointResult | UnlinkEndpointResult;

/**
 * @returns one result for each endpoint of the event; none for an event that is ignored as a whole
 * @throws MalformedEventError, EndpointNotReadyError, AtlasError, RegistryUnavailableError: Lambda invokes again, then
 *   hands the event with the message to the failure destination
 */
export async function receiveEndpointEvent(
  deps: ReceiveDependencies,
  delivery: unknown,
): Promise<readonly ReceiveResult[]> {
  const { log, metrics, correlate } = deps.observability;
  const parsed = parseEndpointEvent(delivery);
  if (parsed.kind === 'malformed') {
    metrics.count(Metric.EVENT_MALFORMED);
    throw new MalformedEventError(`The event is not a record of a VPC endpoint: ${parsed.issues.join('; ')}`);
  }
  if (parsed.kind === 'ignored') {
    metrics.count(Metric.EVENT_IGNORED);
    log.debug('event ignored', { reason: parsed.reason });
    return [];
  }
  correlate({ eventId: parsed.event.eventId });
  return handle(deps, parsed.event);
}

async function handle(
  deps: ReceiveDependencies,
  event: EndpointCreated | EndpointsDeleted | EndpointTagged,
): Promise<readonly ReceiveResult[]> {
  if (event.kind === 'deleted') return removeAll(deps, event);
  deps.observability.correlate({ endpointId: event.endpointId });
  const occasion = occasionOf(event, event.endpointId);
  const result = await linkEndpoint(deps, occasion);
  report(deps.observability, event.endpointId, result);
  const removal = await removeIfWanted(deps, event.kind, occasion, result);
  return removal === undefined ? [result] : [result, removal];
}

function occasionOf(
  { account, region, eventId, eventTime }: Omit<Occasion, 'endpointId' | 'origin'>,
  endpointId: string,
): Occasion {
  return { endpointId, account, region, origin: 'event', eventId, eventTime };
}

/** Each for itself: what goes wrong with one must not keep the others' links. */
async function removeAll(
  deps: ReceiveDependencies,
  event: EndpointsDeleted,
): Promise<readonly ReceiveResult[]> {
  const results: ReceiveResult[] = [];
  const failures: unknown[] = [];
  for (const endpointId of event.endpointIds) {
    try {
      results.push(await remove(deps, occasionOf(event, endpointId), 'endpoint-deleted'));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return results;
}

async function remove(
  deps: ReceiveDependencies,
  occasion: Omit<Removal, 'cause'>,
  cause: 'endpoint-deleted' | 'deselected',
): Promise<UnlinkEndpointResult> {
  const result = await unlinkEndpoint(deps, { ...occasion, cause });
  report(deps.observability, occasion.endpointId, result);
  return result;
}

/**
 * The event of the deletion may have come first, and found nothing to remove; or the endpoint went between the look and
 * the registration. A deletion after this look brings an event that finds the link.
 */
async function removeIfWanted(
  deps: ReceiveDependencies,
  kind: 'created' | 'tagged',
  occasion: Occasion,
  result: LinkEndpointResult,
): Promise<UnlinkEndpointResult | undefined> {
  if (result.kind === 'ignored' && result.reason === 'no-longer-exists')
    return remove(deps, occasion, 'endpoint-deleted');
  if (result.kind === 'ignored' && result.reason === 'not-selected' && kind === 'tagged')
    return deps.unlinkDeselected ? remove(deps, occasion, 'deselected') : undefined;
  if (result.kind !== 'linking' || !(await hasGone(deps, occasion))) return undefined;
  return remove(deps, { ...occasion, isOwn: true }, 'endpoint-deleted');
}

/**
 * Looks until EC2's answer can be trusted: the gate has seen the endpoint a moment ago. The link is made and its run
 * started, so an EC2 that cannot be asked must not make a dead-letter message of it: the looks of the run find the endpoint
 * gone, and the reconciliation then removes the link.
 */
async function hasGone(
  { hastyEndpoints: endpoints, clock, observability }: ReceiveDependencies,
  occasion: Occasion,
): Promise<boolean> {
  for (;;) {
    const endpoint = await lookAtEndpoint({ endpoints, log: observability.log }, occasion.endpointId);
    if (endpoint === 'unknown') return false;
    const ageSeconds = (clock.now().getTime() - occasion.eventTime.getTime()) / 1000;
    if (endpoint !== undefined || ageSeconds >= CONSISTENCY_SECONDS) return hasVanished(endpoint);
    await clock.sleep(LOOK_AGAIN_SECONDS * 1000);
  }
}

const LOOK_AGAIN_SECONDS = 5;

/** What somebody may wonder about: a forgotten tag, a link that a stack makes. Other vendors' services are not. */
const WORTH_A_LINE: readonly (IgnoreReason | UnlinkIgnoreReason)[] = [
  'not-selected',
  'declared-in-a-stack',
  'still-exists',
];

function report({ log, metrics }: Observability, endpointId: string, result: ReceiveResult): void {
  if (result.kind !== 'ignored') {
    const { kind: decision, ...rest } = result;
    log.info('endpoint judged', { endpointId, decision, ...rest });
    return;
  }
  metrics.count(Metric.EVENT_IGNORED);
  const fields = { endpointId, decision: 'ignored', reason: result.reason, detail: result.message };
  if (WORTH_A_LINE.includes(result.reason)) log.info('endpoint judged', fields);
  else log.debug('endpoint judged', fields);
}
