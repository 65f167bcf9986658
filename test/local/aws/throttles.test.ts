import { describe, expect, it } from 'vitest';
import { AWS_THROTTLES, scaledThrottles, Throttles } from '../../../local/aws/throttles.js';
import { WorldTime } from '../../../local/time/world-time.js';
import { START } from './local-account.js';

const taken = (throttles: Throttles, action: string, calls: number) =>
  Array.from({ length: calls }, () => throttles.take({ action })).filter((refusal) => refusal === undefined)
    .length;

describe('the limits of an account', () => {
  it('allow a burst, and then the refill rate in world time', async () => {
    const time = new WorldTime(START);
    const throttles = new Throttles(AWS_THROTTLES, time);
    expect(taken(throttles, 'ec2:DescribeVpcEndpoints', 300)).toBe(100);
    await time.run(2);
    expect(taken(throttles, 'ec2:DescribeVpcEndpoints', 300)).toBe(40);
    expect(throttles.refused.get('ec2:DescribeVpcEndpoints')).toBe(460);
  });

  it('are shared by describe calls, and by calls that read parameters', () => {
    const throttles = new Throttles(AWS_THROTTLES, new WorldTime(START));
    taken(throttles, 'ec2:DescribeSubnets', 100);
    expect(throttles.take({ action: 'ec2:DescribeVpcEndpoints' })).toMatchObject({
      code: 'RequestLimitExceeded',
      status: 503,
    });
    taken(throttles, 'ssm:GetParametersByPath', 40);
    expect(throttles.take({ action: 'ssm:GetParameter' })).toMatchObject({ code: 'ThrottlingException' });
    expect(taken(throttles, 'ssm:PutParameter', 10)).toBe(3);
    expect(taken(throttles, 'sts:AssumeRole', 1000)).toBe(600);
  });

  it('can be scaled in proportion', () => {
    const throttles = new Throttles(scaledThrottles(0.25), new WorldTime(START));
    expect(taken(throttles, 'ec2:CreateTags', 100)).toBe(25);
    expect(taken(throttles, 'ssm:PutParameter', 10)).toBe(1);
  });
});
