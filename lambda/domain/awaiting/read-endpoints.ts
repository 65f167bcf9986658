/** Reads the endpoints of all waiting links, of which there may be thousands, while EC2 throttles. */
import { EC2_FILTER_VALUES_LIMIT } from '../../contract/limits.js';
import { ServiceUnavailableError } from '../model/errors/service-unavailable-error.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointSetPort } from '../model/ports/ec2.js';
import { RETRY_PAUSE_MILLISECONDS } from './acceptance-pace.js';

/** What a poll has seen of all waiting links. */
export interface SeenEndpoints {
  /** States by endpoint; empty if another caller has polled a moment ago. */
  readonly states: ReadonlyMap<string, string>;
  /** EC2 has throttled or failed: the states of these are unknown. */
  readonly unread: ReadonlySet<string>;
}

export interface EndpointReading {
  /** States by endpoint, of those that EC2 shows. */
  readonly shown: ReadonlyMap<string, string>;
  /** EC2 has not answered about these. */
  readonly unread: ReadonlySet<string>;
}

/**
 * One call for each {@link EC2_FILTER_VALUES_LIMIT} endpoints. A throttled call is repeated, and does not discard what the
 * other calls have returned.
 *
 * @param retryForMilliseconds after this time no further call is made once one has failed; 0: no call is repeated
 * @throws the error of EC2 if it refuses a call permanently
 */
export async function readEndpoints(
  endpoints: VpcEndpointSetPort,
  clock: ClockPort,
  ids: readonly string[],
  retryForMilliseconds: number,
): Promise<EndpointReading> {
  const shown = new Map<string, string>();
  const retryBefore = clock.now().getTime() + retryForMilliseconds;
  for (let start = 0; start < ids.length; ) {
    const some = ids.slice(start, start + EC2_FILTER_VALUES_LIMIT);
    const found = await undefinedIfUnavailable(() => endpoints.describeAll(some));
    if (found === undefined) {
      if (clock.now().getTime() >= retryBefore) return { shown, unread: new Set(ids.slice(start)) };
      await clock.sleep(RETRY_PAUSE_MILLISECONDS);
      continue;
    }
    for (const { endpointId, state } of found) shown.set(endpointId, state);
    start += EC2_FILTER_VALUES_LIMIT;
  }
  return { shown, unread: new Set() };
}

async function undefinedIfUnavailable<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ServiceUnavailableError) return undefined;
    throw error;
  }
}
