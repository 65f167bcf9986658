import { describe, expect, it } from 'vitest';
import { createVpcEndpoints } from '../../lambda/aws/ec2-vpc-endpoints.js';
import { createEventBus } from '../../lambda/aws/event-bus.js';
import { createLinkWorkflow } from '../../lambda/aws/link-workflow.js';
import { createSecretReader } from '../../lambda/aws/secrets.js';
import { createTokenStore } from '../../lambda/aws/token-store.js';
import { vpcEndpointSet } from '../../local/aws/ec2/ec2-api.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { ENDPOINT_ID, SERVICE_NAME, workflowInput } from '../domain/samples.js';
import { setUpAws } from './aws-setup.js';

const ENDPOINT = {
  endpointId: ENDPOINT_ID,
  type: 'Interface',
  vpcId: 'vpc-1',
  serviceName: SERVICE_NAME,
  serviceRegion: 'us-east-1',
  ownerAccount: '111122223333',
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupIds: ['sg-1'],
  privateDnsEnabled: true,
  tags: new Map([['a<b', 'c&d']]),
  createdAt: Date.parse('2026-08-10T03:05:01Z'),
  state: 'pendingAcceptance',
  deletedAt: undefined,
};

describe('EC2', () => {
  it('describes an endpoint in the form of the domain', async () => {
    await setUpAws(() => vpcEndpointSet([ENDPOINT]));
    expect(await createVpcEndpoints().describe(ENDPOINT_ID)).toEqual({
      endpointId: ENDPOINT_ID,
      state: 'pendingacceptance',
      type: 'interface',
      serviceName: SERVICE_NAME,
      serviceRegion: 'us-east-1',
      vpcId: 'vpc-1',
      ownerAccount: '111122223333',
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupIds: ENDPOINT.securityGroupIds,
      privateDnsEnabled: ENDPOINT.privateDnsEnabled,
      tags: { 'a<b': 'c&d' },
      requesterManaged: false,
      createdAt: new Date('2026-08-10T03:05:01Z'),
    });
  });

  it('does not take a response without endpoints as proof of absence', async () => {
    await setUpAws(() => vpcEndpointSet([]));
    await expect(createVpcEndpoints().describe(ENDPOINT_ID)).rejects.toMatchObject({
      name: 'ItemRefusedError',
    });
  });

  it('describes an endpoint without subnets and tags', async () => {
    await setUpAws(() => vpcEndpointSet([{ ...ENDPOINT, subnetIds: [], tags: new Map() }]));
    expect(await createVpcEndpoints().describe(ENDPOINT_ID)).toMatchObject({ subnetIds: [], tags: {} });
  });

  it.each(['InvalidVpcEndpointId.NotFound', 'InvalidVpcEndpoint.NotFound'])(
    'with %s reports a missing endpoint',
    async (code) => {
      await setUpAws(() => {
        throw new AwsError(code, 'does not exist');
      });
      expect(await createVpcEndpoints().describe(ENDPOINT_ID)).toBeUndefined();
    },
  );

  it('throws on any other error', async () => {
    await setUpAws(() => {
      throw new AwsError('UnauthorizedOperation', 'no', 403);
    });
    await expect(createVpcEndpoints().describe(ENDPOINT_ID)).rejects.toThrow();
  });

  it('tags one endpoint', async () => {
    const server = await setUpAws(() => '<return>true</return>');
    await createVpcEndpoints().tag(ENDPOINT_ID, { 'atlas-privatelink:status': 'available' });
    expect(server.calls.map(({ action, input }) => ({ action, ...input }))).toEqual([
      expect.objectContaining({
        action: 'ec2:CreateTags',
        'ResourceId.1': ENDPOINT_ID,
        'Tag.1.Key': 'atlas-privatelink:status',
        'Tag.1.Value': 'available',
      }),
    ]);
  });
});

describe('Step Functions', () => {
  it('takes an existing execution of that name as success', async () => {
    await setUpAws(() => {
      throw new AwsError('ExecutionAlreadyExists', 'exists');
    });
    expect(await createLinkWorkflow('arn').start('name', workflowInput())).toBe('already-started');
  });

  it('receives the input as JSON', async () => {
    const server = await setUpAws(() => ({ executionArn: 'arn:run', startDate: 1 }));
    expect(await createLinkWorkflow('arn').start('name', workflowInput())).toBe('started');
    expect(JSON.parse(String(server.calls[0]?.input.input))).toEqual(workflowInput());
  });

  it('throws on any other refusal', async () => {
    await setUpAws(() => {
      throw new AwsError('StateMachineDoesNotExist', 'none');
    });
    await expect(createLinkWorkflow('arn').start('name', workflowInput())).rejects.toThrow('none');
  });
});

describe('EventBridge', () => {
  it('throws if an entry was not accepted, although the status is 200', async () => {
    await setUpAws(() => ({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }],
    }));
    await expect(createEventBus('default').publish({} as never, 'arn')).rejects.toMatchObject({
      name: 'EventNotPublishedError',
      message: expect.stringContaining('InternalFailure later'),
    });
  });
});

describe('Secrets Manager', () => {
  it('returns the text', async () => {
    await setUpAws(() => ({ SecretString: '{"publicKey":"a","privateKey":"b"}' }));
    expect(await createSecretReader()('atlas')).toBe('{"publicKey":"a","privateKey":"b"}');
  });

  it.each([
    ['ResourceNotFoundException', 'authentication', /Create the secret/],
    ['AccessDeniedException', 'authentication', /secretsmanager:GetSecretValue/],
    ['InvalidRequestException', 'authentication', /deletion/],
    ['DecryptionFailure', 'authentication', /kms:Decrypt/],
    ['LimitExceededException', 'unavailable', /tried again/],
  ])('with %s says what to do', async (code, kind, advice) => {
    await setUpAws(() => {
      throw new AwsError(code, 'policy text that is nobody’s business');
    });
    const refusal = expect(createSecretReader()('atlas')).rejects;
    await refusal.toMatchObject({ name: 'AtlasError', kind, advice: expect.stringMatching(advice) });
  });

  it('refuses a binary secret', async () => {
    await setUpAws(() => ({ Name: 'atlas' }));
    await expect(createSecretReader()('atlas')).rejects.toMatchObject({ code: 'SECRET_NOT_TEXT' });
  });
});

describe('the secret with the access tokens', () => {
  const refusing = (code: string) =>
    setUpAws(() => {
      throw new AwsError(code, 'policy text');
    });

  it('is replaced with a version id that two writers of the same version share', async () => {
    const server = await setUpAws(({ action }) =>
      action.endsWith('GetSecretValue') ? { SecretString: 'text', VersionId: 'v1' } : {},
    );
    const store = createTokenStore('tokens', fail);
    const stored = await store.read();
    expect(stored).toEqual({ text: 'text', version: 'v1' });
    expect([await store.replace('v1', 'a'), await store.replace('v1', 'b')]).toEqual([true, true]);
    const [, first, second] = server.calls.map(({ input }) => input.ClientRequestToken);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
  });

  it('reports that another writer was faster', async () => {
    await refusing('ResourceExistsException');
    expect(await createTokenStore('tokens', fail).replace('v1', 'a')).toBe(false);
  });

  it('does not fail calls when it cannot be used, and reports the error by name', async () => {
    await refusing('AccessDeniedException');
    const troubles: string[] = [];
    const store = createTokenStore('tokens', (name) => troubles.push(name));
    expect([await store.read(), await store.replace('v1', 'a')]).toEqual([undefined, true]);
    expect(troubles).toEqual(['AccessDeniedException', 'AccessDeniedException']);
  });
});

function fail(name: string): never {
  throw new Error(name);
}
