import { describe, expect, it } from 'vitest';
import { AWS_THROTTLES, type ThrottleLimit } from '../../local/aws/throttles.js';
import { conclusionsIn, createAndRun, deadLettersIn, startScenario } from './scenario-world.js';

/** Limits this action to a number of calls per second of world time. */
const only = (action: string, refillPerSecond: number): ThrottleLimit[] => {
  const found = AWS_THROTTLES.find(({ actions }) => actions.test(action));
  if (found === undefined) throw new Error(`No limit for ${action}`);
  return [{ ...found, capacity: 1, refillPerSecond }];
};

describe('a function whose calls are throttled', () => {
  it('pauses in world time, not in real time', async () => {
    const world = await startScenario({ throttles: only('ec2:DescribeVpcEndpoints', 0.2) });
    const began = performance.now();
    await createAndRun(world);
    expect(world.aws.throttles.refused.get('ec2:DescribeVpcEndpoints')).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('waits in the queue while the account has no concurrency left', async () => {
    const world = await startScenario({ accountConcurrency: 1, throttles: [] });
    for (let count = 0; count < 4; count += 1) world.createVpcEndpoint();
    await world.time.run();
    expect(conclusionsIn(world).filter(({ outcome }) => outcome === 'available')).toHaveLength(4);
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('is waited for by many executions in an account with a concurrency of one', async () => {
    const world = await startScenario({ accountConcurrency: 1, throttles: [] });
    for (let count = 0; count < 40; count += 1) world.createVpcEndpoint();
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 40 }, () => 'available'),
    );
    expect(deadLettersIn(world)).toEqual([]);
  });
});
