/** The SDK clients of the functions, against a server that accepts connections and does not answer. */
import { describe, expect, it } from 'vitest';
import { lazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { lazySecretsManager } from '../../lambda/aws/lazy-secrets-manager.js';
import { useSilentServer } from './silent-server.js';

useSilentServer();

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
