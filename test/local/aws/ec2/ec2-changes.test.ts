import {
  CreateVpcEndpointCommand,
  type CreateVpcEndpointCommandInput,
  DeleteVpcEndpointsCommand,
  DescribePrefixListsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_GROUP_ID, DEFAULT_SUBNET_ID, DEFAULT_VPC_ID } from '../../../../local/aws/ec2/network.js';
import { closeAccounts, STACK, signInAs, startAccount } from '../local-account.js';

afterEach(closeAccounts);

async function start() {
  const account = await startAccount();
  const { aws, serviceName, time } = account;
  const ec2 = new EC2Client({ maxAttempts: 1 });
  const asked: CreateVpcEndpointCommandInput = {
    VpcId: DEFAULT_VPC_ID,
    ServiceName: serviceName,
    VpcEndpointType: 'Interface',
    SubnetIds: [DEFAULT_SUBNET_ID],
    SecurityGroupIds: [DEFAULT_GROUP_ID],
  };
  const create = async (parts: Partial<CreateVpcEndpointCommandInput> = {}) => {
    // A new client for each call, because a client keeps its credentials.
    const command = new CreateVpcEndpointCommand({ ...asked, ...parts });
    const { VpcEndpoint } = await new EC2Client({ maxAttempts: 1 }).send(command);
    return VpcEndpoint ?? {};
  };
  const see = async (id: string | undefined) => {
    await time.run(10);
    const command = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id ?? ''] });
    return (await ec2.send(command)).VpcEndpoints?.[0] ?? {};
  };
  const recorded = () => aws.trail.history.map(({ record }) => record);
  return { ...account, ec2, create, see, recorded };
}

/** Tags of a new endpoint. */
function tagged(count: number, prefix = 'key-'): Partial<CreateVpcEndpointCommandInput> {
  const Tags = Array.from({ length: count }, (_, index) => ({ Key: `${prefix}${index}`, Value: '' }));
  return { TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags }] };
}

describe('CreateVpcEndpoint', () => {
  it('makes an endpoint with tags, groups and network interfaces, which EC2 shows a moment later', async () => {
    const { create, see, recorded } = await start();
    const made = await create({
      TagSpecifications: [
        {
          ResourceType: 'vpc-endpoint',
          Tags: [
            { Key: 'team', Value: 'a&b' },
            { Key: 'atlas-privatelink', Value: 'true' },
          ],
        },
      ],
    });
    const expected = {
      VpcEndpointId: expect.stringMatching(/^vpce-[0-9a-f]{17}$/),
      State: 'pendingAcceptance',
      Groups: [expect.objectContaining({ GroupId: DEFAULT_GROUP_ID })],
      SubnetIds: [DEFAULT_SUBNET_ID],
      NetworkInterfaceIds: [expect.stringMatching(/^eni-[0-9a-f]{17}$/)],
      PrivateDnsEnabled: false,
      IpAddressType: 'ipv4',
      DnsEntries: expect.arrayContaining([
        expect.objectContaining({ DnsName: expect.stringMatching(/^vpce-.*\.vpce\.amazonaws\.com$/) }),
      ]),
      Tags: [
        { Key: 'team', Value: 'a&b' },
        { Key: 'atlas-privatelink', Value: 'true' },
      ],
    };
    expect(made).toMatchObject(expected);
    expect(await see(made.VpcEndpointId)).toMatchObject(expected);
    expect(recorded()).toMatchObject([
      {
        eventName: 'CreateVpcEndpoint',
        userIdentity: { type: 'IAMUser', accountId: STACK.account },
        responseElements: {
          CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: made.VpcEndpointId } },
        },
      },
    ]);
  });

  it('gives an endpoint the default group of its VPC if none is named', async () => {
    const { create } = await start();
    const { Groups } = await create({ SecurityGroupIds: undefined });
    expect(Groups?.map(({ GroupId }) => GroupId)).toEqual([DEFAULT_GROUP_ID]);
  });

  it('turns private DNS on for a service with a private DNS name only', async () => {
    const { aws, create, serviceName } = await start();
    await expect(create({ PrivateDnsEnabled: true })).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringContaining('does not provide a private DNS name'),
    });
    const ofAws = await create({ ServiceName: 'com.amazonaws.eu-west-1.ssm', PrivateDnsEnabled: true });
    aws.network.setPrivateDns(serviceName);
    expect([ofAws.PrivateDnsEnabled, (await create({ PrivateDnsEnabled: true })).PrivateDnsEnabled]).toEqual([
      true,
      true,
    ]);
  });

  it('makes one endpoint for a client token, however often it is called, and records each call', async () => {
    const { aws, create, recorded } = await start();
    const first = await create({ ClientToken: 'token-1' });
    const again = await create({ ClientToken: 'token-1' });
    const other = await create({ ClientToken: 'token-2' });
    expect(again.VpcEndpointId).toBe(first.VpcEndpointId);
    expect(other.VpcEndpointId).not.toBe(first.VpcEndpointId);
    expect([aws.endpoints.endpoints.size, recorded().length]).toEqual([2, 3]);
    await expect(create({ ClientToken: 'token-1', SubnetIds: [] })).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
    });
  });

  it.each<[string, Partial<CreateVpcEndpointCommandInput>, string]>([
    [
      'an unknown service',
      { ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-gone' },
      'InvalidServiceName',
    ],
    ['an unknown VPC', { VpcId: 'vpc-0' }, 'InvalidVpcId.NotFound'],
    ['no VPC', { VpcId: '' }, 'MissingParameter'],
    ['an unknown subnet', { SubnetIds: ['subnet-0'] }, 'InvalidSubnetId.NotFound'],
    ['a subnet of another VPC', { SubnetIds: ['subnet-elsewhere'] }, 'InvalidParameter'],
    ['a subnet in a zone without the service', { SubnetIds: ['subnet-far'] }, 'InvalidParameter'],
    [
      'two subnets of a zone',
      { SubnetIds: [DEFAULT_SUBNET_ID, 'subnet-beside'] },
      'DuplicateSubnetsInSameZone',
    ],
    ['a shared subnet', { VpcId: 'vpc-shared', SubnetIds: ['subnet-shared'] }, 'OperationNotPermitted'],
    ['an unknown group', { SecurityGroupIds: ['sg-0'] }, 'InvalidGroup.NotFound'],
    ['no type, which means Gateway', { VpcEndpointType: undefined }, 'InvalidParameter'],
    [
      'tags of another resource',
      { TagSpecifications: [{ ResourceType: 'vpc', Tags: [] }] },
      'InvalidParameterValue',
    ],
  ])('refuses %s', async (_, parts, name) => {
    const { aws, create } = await start();
    aws.network.setServiceZones('com.amazonaws.vpce.eu-west-1.vpce-svc-gone', []);
    aws.network.setSubnet('subnet-elsewhere', 'eu-west-1b', 'vpc-elsewhere');
    aws.network.setSubnet('subnet-far', 'eu-west-1x');
    aws.network.setSubnet('subnet-beside', 'eu-west-1a');
    aws.network.shareSubnet('subnet-shared', '444455556666', 'vpc-shared');
    await expect(create(parts)).rejects.toMatchObject({ name });
    expect(aws.endpoints.endpoints.size).toBe(0);
  });

  it('takes 50 tags', async () => {
    const { create } = await start();
    expect((await create(tagged(50))).Tags).toHaveLength(50);
  });

  it.each([
    ['more than 50 tags', tagged(51), 'TagLimitExceeded'],
    ['a tag whose key only AWS may use', tagged(1, 'aws:cloudformation:'), 'InvalidParameterValue'],
  ])('refuses %s, as CreateTags does, and records it', async (_, parts, name) => {
    const { aws, create, recorded } = await start();
    await expect(create(parts)).rejects.toMatchObject({ name });
    expect([aws.endpoints.endpoints.size, recorded().map(({ errorCode }) => errorCode)]).toEqual([
      0,
      [`Client.${name}`],
    ]);
  });

  it('records a refusal without an endpoint', async () => {
    const { create, recorded } = await start();
    await expect(create({ SubnetIds: ['subnet-0'] })).rejects.toThrow();
    expect(recorded()).toMatchObject([
      {
        eventName: 'CreateVpcEndpoint',
        errorCode: 'Client.InvalidSubnetId.NotFound',
        responseElements: null,
      },
    ]);
  });

  it('needs permission for the endpoint, for its VPC, subnets and groups, and for its tags', async () => {
    const { aws, create, recorded } = await start();
    const arn = `arn:aws:ec2:${STACK.region}:${STACK.account}`;
    const all = ['vpc/*', 'subnet/*', 'security-group/*', 'vpc-endpoint/*'].map((what) => `${arn}:${what}`);
    const statement = (Action: string, Resource: string[]) =>
      ({ Effect: 'Allow', Action, Resource }) as const;
    const tagged = {
      TagSpecifications: [{ ResourceType: 'vpc-endpoint' as const, Tags: [{ Key: 'team', Value: 'a' }] }],
    };
    aws.addPerson('CREATOR', [statement('ec2:CreateVpcEndpoint', all)]);
    aws.addPerson('STRANGER', [statement('ec2:CreateVpcEndpoint', all.slice(1))]);
    signInAs('STRANGER');
    await expect(create()).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    signInAs('CREATOR');
    expect((await create()).VpcEndpointId).toBeDefined();
    await expect(create(tagged)).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('ec2:CreateTags'),
    });
    expect(recorded().map(({ errorCode }) => errorCode)).toEqual([
      'Client.UnauthorizedOperation',
      undefined,
      'Client.UnauthorizedOperation',
    ]);
  });
});

describe('ModifyVpcEndpoint', () => {
  it('replaces a subnet and a group', async () => {
    const { aws, create, ec2, see } = await start();
    const { VpcEndpointId } = await create();
    await see(VpcEndpointId);
    aws.network.setSubnet('subnet-beside', 'eu-west-1a');
    aws.network.setInbound('sg-new', []);
    await ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId,
        AddSubnetIds: ['subnet-beside'],
        RemoveSubnetIds: [DEFAULT_SUBNET_ID],
        AddSecurityGroupIds: ['sg-new'],
      }),
    );
    const { SubnetIds, Groups } = await see(VpcEndpointId);
    expect([SubnetIds, Groups?.map(({ GroupId }) => GroupId)]).toEqual([
      ['subnet-beside'],
      [DEFAULT_GROUP_ID, 'sg-new'],
    ]);
  });

  it('refuses unknown groups, unknown endpoints and a second subnet of a zone, and changes nothing', async () => {
    const { aws, create, ec2, see } = await start();
    const { VpcEndpointId } = await create();
    await see(VpcEndpointId);
    aws.network.setSubnet('subnet-beside', 'eu-west-1a');
    const modify = (parts: object) => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ...parts }));
    await expect(modify({ AddSecurityGroupIds: ['sg-0'] })).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
    });
    await expect(modify({ AddSubnetIds: ['subnet-beside'] })).rejects.toMatchObject({
      name: 'DuplicateSubnetsInSameZone',
    });
    await expect(modify({ VpcEndpointId: 'vpce-0' })).rejects.toMatchObject({
      name: 'InvalidVpcEndpointId.NotFound',
    });
    expect((await see(VpcEndpointId)).SubnetIds).toEqual([DEFAULT_SUBNET_ID]);
  });
});

describe('DeleteVpcEndpoints', () => {
  it('deletes what exists, and names unknown ids in Unsuccessful', async () => {
    const { create, ec2, see, recorded } = await start();
    const { VpcEndpointId = '' } = await create();
    await see(VpcEndpointId);
    const command = new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId, 'vpce-0'] });
    const { Unsuccessful } = await ec2.send(command);
    expect(Unsuccessful).toMatchObject([
      { ResourceId: 'vpce-0', Error: { Code: 'InvalidVpcEndpoint.NotFound' } },
    ]);
    expect((await see(VpcEndpointId)).State).toBe('deleting');
    expect(recorded().at(-1)).toMatchObject({ eventName: 'DeleteVpcEndpoints' });
    // A second deletion finds nothing.
    expect((await ec2.send(command)).Unsuccessful?.map(({ ResourceId }) => ResourceId)).toEqual([
      VpcEndpointId,
      'vpce-0',
    ]);
  });

  it('refuses a malformed id, and deletes none then', async () => {
    const { aws, create, ec2, see } = await start();
    const { VpcEndpointId = '' } = await create();
    const command = new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId, 'VPCE'] });
    await expect(ec2.send(command)).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.Malformed' });
    expect((await see(VpcEndpointId)).State).toBe('pendingAcceptance');
    expect(aws.trail.history.at(-1)?.record).toMatchObject({
      errorCode: 'Client.InvalidVpcEndpointId.Malformed',
    });
  });
});

it('a client that starts up learns its account, and finds no prefix list of the service', async () => {
  const { ec2, serviceName } = await start();
  expect(await new STSClient().send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: STACK.account,
    Arn: expect.stringContaining(STACK.account),
  });
  const Filters = [{ Name: 'prefix-list-name', Values: [serviceName] }];
  expect((await ec2.send(new DescribePrefixListsCommand({ Filters }))).PrefixLists).toEqual([]);
});
