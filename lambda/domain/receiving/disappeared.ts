import type { Trigger } from '../executions/trigger.js';
import { CONSISTENCY_SECONDS, hasVanished } from '../model/eligibility.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { LogPort } from '../model/ports/observability.js';
import { checkEndpoint } from '../polling/best-effort.js';

export interface DisappearedDependencies {
  /** For optional reads: EC2's limits are left to the reads that need a response. */
  readonly hastyEndpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
}

const POLL_AGAIN_SECONDS = 5;
/** One response without the endpoint may come from a part of EC2 that lags behind. */
const POLLS_WITHOUT_IT = 2;

/**
 * Reads until EC2's response is reliable, because the eligibility check has seen the endpoint a moment ago. The link
 * exists and its execution has started, so an unreachable EC2 must not produce a dead-letter message: the execution's
 * polls find that the endpoint is deleted, and the reconciliations then remove the link.
 */
export async function hasDisappeared(
  { hastyEndpoints: endpoints, clock, log }: DisappearedDependencies,
  trigger: Trigger,
): Promise<boolean> {
  for (let misses = 0; ; ) {
    const endpoint = await checkEndpoint({ endpoints, log }, trigger.endpointId);
    if (endpoint === 'unknown') return false;
    if (endpoint !== undefined) return hasVanished(endpoint);
    misses += 1;
    const ageSeconds = (clock.now().getTime() - trigger.eventTime.getTime()) / 1000;
    // Absence has to last: the execution and the reconciliations continue to check.
    if (ageSeconds >= CONSISTENCY_SECONDS && misses >= POLLS_WITHOUT_IT) return false;
    await clock.sleep(POLL_AGAIN_SECONDS * 1000);
  }
}
