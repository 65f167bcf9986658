import { describe, expect, it } from 'vitest';
import { createResponsePort } from '../../lambda/aws/cloudformation-response.js';
import { VirtualClock } from '../domain/virtual-clock.js';

const URL = 'https://example.com/answer?X-Amz-Signature=s3cr3t';

/** A bucket that refuses this number of requests. */
function setUp(refusals: number) {
  let calls = 0;
  const fetch = async () => {
    calls += 1;
    return new Response('', { status: calls <= refusals ? 503 : 200 });
  };
  const clock = new VirtualClock();
  return { port: createResponsePort(clock, fetch), clock, calls: () => calls };
}

describe('the response to CloudFormation', () => {
  it('is sent again until it is accepted', async () => {
    const { port, clock, calls } = setUp(2);
    await port.put(URL, {});
    expect([calls(), clock.slept]).toEqual([3, [1000, 2000]]);
  });

  it('that is never accepted throws an error without the URL, which is a credential', async () => {
    const put = setUp(99).port.put(URL, {});
    await expect(put).rejects.toMatchObject({
      name: 'ResponseNotTakenError',
      message: 'CloudFormation did not accept the response: HTTP 503.',
    });
  });
});
