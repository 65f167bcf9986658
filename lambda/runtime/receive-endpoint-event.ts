import { Metric } from '../contract/metrics.js';
import type { IgnoreReason } from '../domain/gate.js';
import {
  type LinkEndpointDependencies,
  type LinkEndpointResult,
  linkEndpoint,
} from '../domain/link-endpoint.js';
import { parseEndpointEvent } from '../events/endpoint-event.js';
import type { Observability } from './observability.js';

/** The delivery cannot be understood; it ends, with this message, in the dead-letter queue. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

export type ReceiveDependencies = LinkEndpointDependencies & { readonly observability: Observability };

/**
 * @throws MalformedEventError, EndpointNotReadyError, AtlasError: Lambda invokes again, then hands the event with
 *   the message to the failure destination
 */
export async function receiveEndpointEvent(
  deps: ReceiveDependencies,
  delivery: unknown,
): Promise<LinkEndpointResult | { readonly kind: 'ignored' }> {
  const { log, metrics, correlate } = deps.observability;
  const parsed = parseEndpointEvent(delivery);
  if (parsed.kind === 'malformed') {
    metrics.count(Metric.EVENT_MALFORMED);
    throw new MalformedEventError(`The event is not a CreateVpcEndpoint record: ${parsed.issues.join('; ')}`);
  }
  if (parsed.kind === 'ignored') {
    metrics.count(Metric.EVENT_IGNORED);
    log.debug('event ignored', { reason: parsed.reason });
    return { kind: 'ignored' };
  }
  correlate({ endpointId: parsed.event.endpointId, eventId: parsed.event.eventId });
  const result = await linkEndpoint(deps, parsed.event);
  report(deps.observability, result);
  return result;
}

/** What somebody may wonder about: a forgotten tag, a link that a stack makes. Other vendors' services are not. */
const WORTH_A_LINE: readonly IgnoreReason[] = ['not-selected', 'declared-in-a-stack'];

function report({ log, metrics }: Observability, result: LinkEndpointResult): void {
  if (result.kind !== 'ignored') {
    const { kind: decision, ...rest } = result;
    log.info('endpoint judged', { decision, ...rest });
    return;
  }
  metrics.count(Metric.EVENT_IGNORED);
  const fields = { decision: 'ignored', reason: result.reason, detail: result.message };
  if (WORTH_A_LINE.includes(result.reason)) log.info('endpoint judged', fields);
  else log.debug('endpoint judged', fields);
}
