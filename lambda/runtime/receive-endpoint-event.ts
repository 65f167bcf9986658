import { Metric } from '../contract/metrics.js';
import type { Occasion } from '../domain/executions/occasion.js';
import type { LinkEndpointResult } from '../domain/linking/begin-link.js';
import { type LinkEndpointDependencies, linkEndpoint } from '../domain/linking/link-endpoint.js';
import { unlessUnreadable } from '../domain/model/errors/unreadable-record-error.js';
import { CONSISTENCY_SECONDS, hasVanished, type IgnoreReason } from '../domain/model/gate.js';
import { holderOf } from '../domain/model/own-record.js';
import type { VpcEndpointPort } from '../domain/model/ports/ec2.js';
import { lookAtEndpoint } from '../domain/polling/side-look.js';
import {
  type Removal,
  type UnlinkEndpointDependencies,
  type UnlinkEndpointResult,
  type UnlinkIgnoreReason,
  unlinkEndpoint,
} from '../domain/unlinking/unlink-endpoint.js';
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
  const { account, region } = deps;
  const parsed = parseEndpointEvent(delivery, { account, region });
  if (parsed.kind === 'malformed') throw malformed(deps, parsed.issues);
  if (parsed.kind === 'ignored') {
    ignoreEvent(deps.observability, parsed.reason, parsed.isElsewhere === true);
    return [];
  }
  deps.observability.correlate({ eventId: parsed.event.eventId });
  return handle(deps, parsed.event);
}

function ignoreEvent({ log, metrics }: Observability, reason: string, isElsewhere: boolean): void {
  metrics.count(Metric.EVENT_IGNORED);
  if (isElsewhere) log.info('event of elsewhere ignored', { reason });
  else log.debug('event ignored', { reason });
}

function malformed({ observability }: ReceiveDependencies, issues: readonly string[]): MalformedEventError {
  observability.metrics.count(Metric.EVENT_MALFORMED);
  return new MalformedEventError(`The event is not a record of a VPC endpoint: ${issues.join('; ')}`);
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
  const unproven: string[] = [];
  for (const endpointId of event.endpointIds) {
    try {
      const result = await removeDeleted(deps, event, endpointId);
      if (result === 'unproven') unproven.push(endpointId);
      else results.push(result);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  const issues = [...event.issues, ...issuesOf(event, unproven)];
  if (issues.length > 0) throw malformed(deps, issues);
  return results;
}

/** How many of the endpoints a message names. */
const NAMED_IDS = 3;

function issuesOf({ unconfirmed }: EndpointsDeleted, unproven: readonly string[]): string[] {
  if (unconfirmed === undefined || unproven.length === 0) return [];
  const more = unproven.length > NAMED_IDS ? ` and ${unproven.length - NAMED_IDS} more` : '';
  const ids = unproven.slice(0, NAMED_IDS).join(', ');
  return [`${unconfirmed}; no record of this automation names ${ids}${more}, so nothing is removed`];
}

/** Where the record does not say that the endpoint was deleted, only a record of our own in the registry may. */
async function removeDeleted(
  deps: ReceiveDependencies,
  event: EndpointsDeleted,
  endpointId: string,
): Promise<UnlinkEndpointResult | 'unproven'> {
  const occasion = occasionOf(event, endpointId);
  if (event.unconfirmed === undefined)
    return remove(deps, { ...occasion, evidence: 'deletion' }, 'endpoint-deleted');
  const isUnproven = await unlessUnreadable(
    async () => {
      const record = await deps.registry.find(endpointId);
      return record === undefined || holderOf(record, deps) === 'nobody';
    },
    // Not a reason for a dead letter: it is ignored, with its own words.
    () => false,
  );
  return isUnproven ? 'unproven' : remove(deps, occasion, 'endpoint-deleted');
}

async function remove(
  deps: ReceiveDependencies,
  removal: Omit<Removal, 'cause'>,
  cause: 'endpoint-deleted' | 'deselected',
): Promise<UnlinkEndpointResult> {
  const result = await unlinkEndpoint(deps, { ...removal, cause });
  report(deps.observability, removal.endpointId, result);
  return result;
}

/**
 * The event of the deletion may have come first, and found nothing to remove; or the endpoint went between the look and
 * the registration. A deletion after this look brings an event that finds the link. That EC2 shows the endpoint as deleted
 * is evidence only together with a record of our own, or with the link that this call has just made; that EC2 does not
 * show it is none.
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
  const evidence = result.hasMade ? ('registration' as const) : undefined;
  return remove(deps, { ...occasion, evidence }, 'endpoint-deleted');
}

/**
 * Looks until EC2's answer can be trusted: the gate has seen the endpoint a moment ago. The link is made and its run
 * started, so an EC2 that cannot be asked must not make a dead-letter message of it: the looks of the run find the endpoint
 * gone, and the reconciliations then remove the link.
 */
async function hasGone(
  { hastyEndpoints: endpoints, clock, observability }: ReceiveDependencies,
  occasion: Occasion,
): Promise<boolean> {
  for (let misses = 0; ; ) {
    const endpoint = await lookAtEndpoint({ endpoints, log: observability.log }, occasion.endpointId);
    if (endpoint === 'unknown') return false;
    if (endpoint !== undefined) return hasVanished(endpoint);
    misses += 1;
    const ageSeconds = (clock.now().getTime() - occasion.eventTime.getTime()) / 1000;
    // Absence has to last: the run and the reconciliations go on looking.
    if (ageSeconds >= CONSISTENCY_SECONDS && misses >= LOOKS_WITHOUT_IT) return false;
    await clock.sleep(LOOK_AGAIN_SECONDS * 1000);
  }
}

const LOOK_AGAIN_SECONDS = 5;
/** One answer without the endpoint may be of a part of EC2 that lags behind. */
const LOOKS_WITHOUT_IT = 2;

/** What somebody may wonder about: a forgotten tag, a link that a stack makes. Other vendors' services are not. */
const WORTH_A_LINE: readonly (IgnoreReason | UnlinkIgnoreReason)[] = [
  'not-selected',
  'declared-in-a-stack',
  'still-exists',
  'of-another-automation',
  'record-unreadable',
  'project-unreadable',
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
