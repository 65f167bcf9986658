import { describe, expect, it } from 'vitest';
import { EC2_FILTER_VALUES_LIMIT } from '../../../lambda/contract/limits.js';
import {
  RETRY_FOR_MILLISECONDS,
  RETRY_PAUSE_MILLISECONDS,
} from '../../../lambda/domain/awaiting/acceptance-pace.js';
import { readEndpoints } from '../../../lambda/domain/awaiting/read-endpoints.js';
import { ServiceUnavailableError } from '../../../lambda/domain/model/errors/service-unavailable-error.js';
import type { VpcEndpoint, VpcEndpointSetPort } from '../../../lambda/domain/model/ports/ec2.js';
import { VirtualClock } from '../virtual-clock.js';

const COUNT = 2 * EC2_FILTER_VALUES_LIMIT + 1;
const IDS = Array.from({ length: COUNT }, (_, index) => `vpce-${index}`);
const THROTTLED = new ServiceUnavailableError('RequestLimitExceeded');

/** @param failures failures of each call for the endpoints that begin with this one */
function ec2(failures: Readonly<Record<string, number>>, error: Error = THROTTLED) {
  const asked: string[] = [];
  const left = { ...failures };
  const port: VpcEndpointSetPort = {
    describeAll: async (ids) => {
      const first = ids[0] ?? '';
      asked.push(first);
      expect(ids.length).toBeLessThanOrEqual(EC2_FILTER_VALUES_LIMIT);
      if ((left[first] ?? 0) > 0) {
        left[first] = (left[first] ?? 0) - 1;
        throw error;
      }
      return ids.map((endpointId) => ({ endpointId, state: 'pending' }) as VpcEndpoint);
    },
  };
  return { port, asked };
}

const SECOND = IDS[EC2_FILTER_VALUES_LIMIT] ?? '';
const THIRD = IDS[2 * EC2_FILTER_VALUES_LIMIT] ?? '';

describe('a poll of more endpoints than one call holds', () => {
  it('repeats the throttled call alone', async () => {
    const clock = new VirtualClock();
    const { port, asked } = ec2({ [SECOND]: 2 });
    const { shown, unread } = await readEndpoints(port, clock, IDS, RETRY_FOR_MILLISECONDS);
    expect(asked).toEqual([IDS[0], SECOND, SECOND, SECOND, THIRD]);
    expect(clock.slept).toEqual([RETRY_PAUSE_MILLISECONDS, RETRY_PAUSE_MILLISECONDS]);
    expect([...shown.keys()]).toEqual(IDS);
    expect(unread.size).toBe(0);
  });

  it('keeps what other calls have returned when EC2 throttles without end, and says which endpoints are unread', async () => {
    const { port, asked } = ec2({ [SECOND]: Number.POSITIVE_INFINITY });
    const { shown, unread } = await readEndpoints(port, new VirtualClock(), IDS, RETRY_FOR_MILLISECONDS);
    expect([...shown.keys()]).toEqual(IDS.slice(0, EC2_FILTER_VALUES_LIMIT));
    expect([...unread]).toEqual(IDS.slice(EC2_FILTER_VALUES_LIMIT));
    expect(asked).toHaveLength(1 + 1 + RETRY_FOR_MILLISECONDS / RETRY_PAUSE_MILLISECONDS);
  });

  it('makes no further call after one that had no response for the time of all retries', async () => {
    const clock = new VirtualClock();
    let calls = 0;
    const silent: VpcEndpointSetPort = {
      describeAll: async () => {
        calls += 1;
        await clock.sleep(3_000);
        throw new ServiceUnavailableError('TimeoutError');
      },
    };
    expect((await readEndpoints(silent, clock, IDS, RETRY_FOR_MILLISECONDS)).unread.size).toBe(COUNT);
    expect(calls).toBe(1);
  });

  it('repeats no call that may take no time', async () => {
    const { port, asked } = ec2({ [SECOND]: 1 });
    const { unread } = await readEndpoints(port, new VirtualClock(), IDS, 0);
    expect(asked).toEqual([IDS[0], SECOND]);
    expect([...unread]).toEqual(IDS.slice(EC2_FILTER_VALUES_LIMIT));
  });

  it('fails at once if EC2 refuses the call', async () => {
    const refusal = new Error('UnauthorizedOperation');
    const { port, asked } = ec2({ [SECOND]: 1 }, refusal);
    await expect(readEndpoints(port, new VirtualClock(), IDS, RETRY_FOR_MILLISECONDS)).rejects.toBe(refusal);
    expect(asked).toEqual([IDS[0], SECOND]);
  });
});
