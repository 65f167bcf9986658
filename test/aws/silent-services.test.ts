/** The SDK clients of the functions, against a server that accepts connections and does not answer. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { lazySecretsManager } from '../../lambda/aws/lazy-secrets-manager.js';

/** Their limit, shortened. */
vi.mock('../../lambda/aws/response-patience.js', async (original) => {
  const { within } = await original<typeof import('../../lambda/aws/response-patience.js')>();
  return { within: () => within({ connectMilliseconds: 100, responseMilliseconds: 200 }) };
});

let server: Server;

beforeAll(async () => {
  server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'one');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'two');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a call of a service that does not answer ends', () => {
  it('for Secrets Manager', async () => {
    const { sdk, client } = await lazySecretsManager()();
    const call = client.send(new sdk.GetSecretValueCommand({ SecretId: 'atlas/automation' }));
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('for EC2', async () => {
    const { sdk, client } = await lazyEc2()();
    const call = client.send(new sdk.DescribeVpcEndpointsCommand({}));
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
