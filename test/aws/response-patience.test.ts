/** Against a server that accepts connections and does not answer. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patient } from '../../lambda/aws/patient-retries.js';
import { within } from '../../lambda/aws/response-patience.js';

let server: Server;
let requests = 0;

beforeEach(async () => {
  requests = 0;
  server = createServer(() => {
    requests += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const clientOf = (milliseconds: number) =>
  new EC2Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'one', secretAccessKey: 'two' },
    ...patient({ milliseconds, random: () => 0.5 }),
    ...within({ connectMilliseconds: 100, responseMilliseconds: 200 }),
  });

describe('a client of a service that does not answer', () => {
  it('fails after the time for a response, and tries again as after a closed connection', async () => {
    const call = clientOf(5_000).send(new DescribeVpcEndpointsCommand({}));
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(requests).toBe(3);
  });

  it('tries once without patience', async () => {
    const call = clientOf(0).send(new DescribeVpcEndpointsCommand({}));
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(requests).toBe(1);
  });
});
