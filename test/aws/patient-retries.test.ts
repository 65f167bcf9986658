import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatientRetries, patient } from '../../lambda/aws/patient-retries.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { setUpAws } from './aws-setup.js';

async function pauses(retries: PatientRetries, errorType: string): Promise<number[]> {
  let token = await retries.acquireInitialRetryToken('');
  const all: number[] = [];
  for (;;) {
    try {
      token = await retries.refreshRetryTokenForRetry(token, { errorType });
      all.push(token.getRetryDelay());
    } catch {
      return all;
    }
  }
}

describe('the retries of an SDK client', () => {
  it('last for the patience with throttling, with growing pauses of at most five seconds', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1_000, max: 120_000 }),
        fc.double({ min: 0.1, max: 0.99, noNaN: true }),
        async (milliseconds, chance) => {
          const all = await pauses(new PatientRetries({ milliseconds, random: () => chance }), 'THROTTLING');
          const sum = all.reduce((total, pause) => total + pause, 0);
          expect(sum).toBeLessThanOrEqual(milliseconds);
          expect(sum + 5_000).toBeGreaterThan(milliseconds);
          expect(Math.max(...all, 0)).toBeLessThanOrEqual(5_000);
        },
      ),
    ));

  it('end before the function times out', async () => {
    const retries = new PatientRetries({
      milliseconds: 60_000,
      remainingMilliseconds: () => 3_000,
      random: () => 0.9,
    });
    expect((await pauses(retries, 'THROTTLING')).every((pause) => pause < 3_000)).toBe(true);
  });

  it('are three attempts for an outage, and none for a refusal', async () => {
    const retries = new PatientRetries({ milliseconds: 60_000 });
    expect(await pauses(retries, 'SERVER_ERROR')).toHaveLength(2);
    expect(await pauses(retries, 'CLIENT_ERROR')).toEqual([]);
  });

  it('are as many for the hundredth throttled call of a container as for the first', async () => {
    let calls = 0;
    await setUpAws(() => {
      calls += 1;
      // Each call is throttled four times. The SDK's retry quota would be used up after some calls of a container.
      if (calls % 5 !== 0) throw new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
      return '';
    });
    const client = new EC2Client(patient({ milliseconds: 1_000, random: () => 0.001 }));
    for (let call = 0; call < 100; call += 1) await client.send(new DescribeVpcEndpointsCommand({}));
    expect(calls).toBe(500);
  });
});
