import { describe, expect, it } from 'vitest';
import { measureThrottledCrowd } from '../../bench/throttled-crowd.js';
import { synthesizeInWorld, UNCHECKED } from '../../bin/synthesize.js';
import { scaledThrottles } from '../../local/aws/throttles.js';
import { PUSH_SETTING } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';

const CROWD = 40;

describe('a crowd of endpoints under the limits of AWS', () => {
  it('is linked completely, without dead-letter messages or stale records', {
    timeout: 600_000,
  }, async () => {
    // Limits reduced so that few endpoints meet the same throttling as 500.
    const result = await measureThrottledCrowd(CROWD, {
      throttles: scaledThrottles(CROWD / 500),
      concurrency: 16,
      random: () => 0.5,
      synthesize: cached(['crowd'], (settings) =>
        synthesizeInWorld(settings, { ...PUSH_SETTING, selectAll: 'true' }, UNCHECKED),
      ),
    });
    expect(result).toMatchObject({ linked: CROWD, deadLetters: 0, staleRecords: 0, concludedTwice: 0 });
    expect(result.throttled['ec2:DescribeVpcEndpoints']).toBeGreaterThan(0);
    expect(result.throttled['ssm:PutParameter']).toBeGreaterThan(0);
    expect(result.secondsToPost.max).toBeLessThan(90);
  });
});
