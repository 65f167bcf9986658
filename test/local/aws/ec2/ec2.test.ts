import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type Filter,
} from '@aws-sdk/client-ec2';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_GROUP_ID, DEFAULT_SUBNET_ID } from '../../../../local/aws/ec2/network.js';
import { closeAccounts, type LocalAccount, startAccount } from '../local-account.js';

afterEach(closeAccounts);

/** Four endpoints in EC2: two of the service, one of another service, and a gateway endpoint. */
async function startWithEndpoints(): Promise<LocalAccount & { readonly ids: string[] }> {
  const account = await startAccount();
  const { aws, serviceName, time } = account;
  const ids = [
    aws.endpoints.create({ serviceName, tags: { team: 'a' } }),
    aws.endpoints.create({ serviceName, vpcId: 'vpc-other', subnetIds: ['subnet-other'] }),
    aws.endpoints.create({ serviceName: 'com.amazonaws.eu-west-1.ssm', privateDnsEnabled: true }),
    aws.endpoints.create({ serviceName: 'com.amazonaws.eu-west-1.s3', type: 'Gateway' }),
  ].map(({ endpointId }) => endpointId);
  await time.run(10);
  return { ...account, ids };
}

async function idsOf(Filters: Filter[]): Promise<string[]> {
  const { VpcEndpoints = [] } = await new EC2Client().send(new DescribeVpcEndpointsCommand({ Filters }));
  return VpcEndpoints.map(({ VpcEndpointId = '' }) => VpcEndpointId);
}

describe('DescribeVpcEndpoints', () => {
  it('shows groups, subnets and private DNS', async () => {
    const { ids } = await startWithEndpoints();
    const command = new DescribeVpcEndpointsCommand({ VpcEndpointIds: ids.slice(2, 3) });
    expect((await new EC2Client().send(command)).VpcEndpoints).toEqual([
      expect.objectContaining({
        Groups: [{ GroupId: DEFAULT_GROUP_ID, GroupName: `group ${DEFAULT_GROUP_ID}` }],
        SubnetIds: [DEFAULT_SUBNET_ID],
        PrivateDnsEnabled: true,
        State: 'available',
      }),
    ]);
  });

  it.each<[string, Filter, number[]]>([
    ['service-name', { Name: 'service-name', Values: ['*vpce-svc-*'] }, [0, 1]],
    ['vpc-id', { Name: 'vpc-id', Values: ['vpc-other'] }, [1]],
    ['vpc-endpoint-state', { Name: 'vpc-endpoint-state', Values: ['pendingAcceptance', 'x'] }, [0, 1]],
    ['vpc-endpoint-type', { Name: 'vpc-endpoint-type', Values: ['Gateway'] }, [3]],
    ['tag:<key>', { Name: 'tag:team', Values: ['a', 'b'] }, [0]],
    ['tag-key', { Name: 'tag-key', Values: ['team'] }, [0]],
    ['an id that is not there', { Name: 'vpc-endpoint-id', Values: ['vpce-0'] }, []],
  ])('filters by %s', async (_name, filter, expected) => {
    const { ids } = await startWithEndpoints();
    expect(await idsOf([filter])).toEqual(expected.map((index) => ids[index]));
  });

  it('refuses an unknown filter and an unknown id', async () => {
    await startWithEndpoints();
    await expect(idsOf([{ Name: 'colour', Values: ['red'] }])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    const unknown = new EC2Client().send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0'] }));
    await expect(unknown).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
  });

  it.each(['', 'vpce', 'vpce-', 'vpce-0A', 'vpce-0-1', 'vpce-0 ', 'vpc-0', '*', 'vpce-é'])(
    'reports %j as malformed, before it searches for other ids',
    async (id) => {
      const { ids } = await startWithEndpoints();
      const VpcEndpointIds = ['vpce-0', ...ids, id];
      await expect(
        new EC2Client().send(new DescribeVpcEndpointsCommand({ VpcEndpointIds })),
      ).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.Malformed' });
      await expect(
        new EC2Client().send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] })),
      ).rejects.toMatchObject({ name: 'InvalidID' });
    },
  );

  it('gives pages', async () => {
    const { aws, ids, serviceName, time } = await startWithEndpoints();
    const more = [1, 2, 3].map(() => aws.endpoints.create({ serviceName }).endpointId);
    await time.run(10);
    const page = async (NextToken?: string) =>
      new EC2Client().send(new DescribeVpcEndpointsCommand({ MaxResults: 5, NextToken }));
    const first = await page();
    const second = await page(first.NextToken);
    const seen = [...(first.VpcEndpoints ?? []), ...(second.VpcEndpoints ?? [])];
    expect(seen.map(({ VpcEndpointId }) => VpcEndpointId)).toEqual([...ids, ...more]);
    expect([first.VpcEndpoints?.length, second.NextToken]).toEqual([5, undefined]);
  });

  it('takes ids or MaxResults, and not both, as every call that describes', async () => {
    const { ids } = await startWithEndpoints();
    const ec2 = new EC2Client();
    const MaxResults = 5;
    for (const call of [
      () => ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ids, MaxResults })),
      () => ec2.send(new DescribeSubnetsCommand({ SubnetIds: [DEFAULT_SUBNET_ID], MaxResults })),
      () => ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [DEFAULT_GROUP_ID], MaxResults })),
      () => ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-0'], MaxResults })),
    ])
      await expect(call()).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  it('shows a deleted endpoint as deleting, and not at all later', async () => {
    const { aws, ids, time } = await startWithEndpoints();
    aws.endpoints.delete(ids[0] ?? '');
    const deleting = [{ Name: 'vpc-endpoint-state', Values: ['deleting'] }];
    expect(await idsOf(deleting)).toEqual([ids[0]]);
    await time.run(30);
    expect([await idsOf(deleting), (await idsOf([])).length]).toEqual([[], 3]);
  });
});

describe('tags', () => {
  it('that change are reported on the bus, with the changed keys', async () => {
    const { aws, ids, events, time } = await startWithEndpoints();
    const [id = ''] = ids;
    await new EC2Client().send(
      new CreateTagsCommand({
        Resources: [id],
        Tags: [
          { Key: 'team', Value: 'a' },
          { Key: 'more', Value: 'x' },
        ],
      }),
    );
    await new EC2Client().send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'team' }] }));
    await time.run();
    expect(events.map(({ source, detail }) => [source, detail])).toEqual([
      ['aws.tag', expect.objectContaining({ 'changed-tag-keys': ['team'], tags: { team: 'a' } })],
      ['aws.tag', expect.objectContaining({ 'changed-tag-keys': ['more'], tags: { team: 'a', more: 'x' } })],
      ['aws.tag', expect.objectContaining({ 'changed-tag-keys': ['team'], tags: { more: 'x' } })],
    ]);
    expect(Object.fromEntries(aws.endpoints.endpoints.get(id)?.tags ?? [])).toEqual({ more: 'x' });
  });
});

it.each([
  ['CreateTags', new CreateTagsCommand({ Resources: [], Tags: [{ Key: 'a', Value: 'b' }] })],
  ['DeleteTags', new DeleteTagsCommand({ Resources: [], Tags: [{ Key: 'a' }] })],
])('%s needs a resource', async (_, command) => {
  await startWithEndpoints();
  await expect(new EC2Client().send(command as CreateTagsCommand)).rejects.toMatchObject({
    name: 'MissingParameter',
    message: 'The request must contain the parameter resourceIdSet',
  });
});

describe('CreateTags', () => {
  const tagsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));

  it('takes 50 tags, of which those of AWS do not count, and changes nothing beyond', async () => {
    const { aws, ids } = await startWithEndpoints();
    const [id = ''] = ids;
    const create = (Tags: { Key: string; Value: string }[]) =>
      new EC2Client().send(new CreateTagsCommand({ Resources: [id], Tags }));
    aws.endpoints.tag(id, { 'aws:cloudformation:stack-name': 'network' });
    aws.endpoints.untag(id, ['team']);
    await create(tagsOf(50));
    await expect(create([{ Key: 'one-more', Value: '' }])).rejects.toMatchObject({
      name: 'TagLimitExceeded',
    });
    await create([{ Key: 'k0', Value: 'changed' }]);
    await expect(create([{ Key: 'aws:mine', Value: '' }])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    expect(aws.endpoints.endpoints.get(id)?.tags.size).toBe(51);
  });
});

describe('DeleteTags', () => {
  it.each([
    ['without a value deletes the tag', [{ Key: 'team' }], { more: '' }],
    ['with another value deletes nothing', [{ Key: 'team', Value: 'b' }], { team: 'a', more: '' }],
    ['with the value deletes the tag', [{ Key: 'team', Value: 'a' }], { more: '' }],
    ['with an empty value deletes an empty tag', [{ Key: 'more', Value: '' }], { team: 'a' }],
    ['with an empty value keeps another tag', [{ Key: 'team', Value: '' }], { team: 'a', more: '' }],
    ['without tags deletes all tags of users', undefined, {}],
  ])('%s', async (_, Tags, left) => {
    const { aws, ids } = await startWithEndpoints();
    const [id = ''] = ids;
    const tags = { 'aws:cloudformation:stack-name': 'network', more: '' };
    aws.endpoints.tag(id, tags);
    await new EC2Client().send(new DeleteTagsCommand({ Resources: [id], Tags }));
    expect(Object.fromEntries(aws.endpoints.endpoints.get(id)?.tags ?? [])).toEqual({
      'aws:cloudformation:stack-name': 'network',
      ...left,
    });
  });
});

describe('the network interfaces', () => {
  const describeInterfaces = async (input: DescribeNetworkInterfacesCommandInput) =>
    (await new EC2Client().send(new DescribeNetworkInterfacesCommand(input))).NetworkInterfaces ?? [];

  it('are those that the VPC endpoints name, as Terraform reads them', async () => {
    const { ids, aws } = await startWithEndpoints();
    const command = new DescribeVpcEndpointsCommand({ VpcEndpointIds: ids.slice(1, 2) });
    const [endpoint] = (await new EC2Client().send(command)).VpcEndpoints ?? [];
    const found = await describeInterfaces({ NetworkInterfaceIds: endpoint?.NetworkInterfaceIds });
    expect(found).toEqual([
      expect.objectContaining({
        NetworkInterfaceId: endpoint?.NetworkInterfaceIds?.[0],
        SubnetId: 'subnet-other',
        VpcId: 'vpc-other',
        AvailabilityZone: 'eu-west-1a',
        InterfaceType: 'vpc_endpoint',
        Description: `VPC Endpoint Interface ${ids[1]}`,
        OwnerId: aws.account,
        PrivateIpAddress: expect.stringMatching(/^10\.0\.\d+\.\d+$/),
        Groups: [expect.objectContaining({ GroupId: DEFAULT_GROUP_ID })],
      }),
    ]);
    expect(
      await describeInterfaces({ Filters: [{ Name: 'subnet-id', Values: ['subnet-other'] }] }),
    ).toHaveLength(1);
    expect(await describeInterfaces({})).toHaveLength(3);
  });

  it('are unknown once their endpoint is', async () => {
    const { ids, aws, time } = await startWithEndpoints();
    const [{ NetworkInterfaceId = '' } = {}] = await describeInterfaces({
      Filters: [{ Name: 'vpc-id', Values: ['vpc-other'] }],
    });
    aws.endpoints.delete(ids[1] ?? '');
    await time.run(30);
    await expect(describeInterfaces({ NetworkInterfaceIds: [NetworkInterfaceId] })).rejects.toMatchObject({
      name: 'InvalidNetworkInterfaceID.NotFound',
    });
  });
});

describe('the network', () => {
  it('has a group that allows MongoDB’s ports, unless a test changes it', async () => {
    const { aws } = await startAccount();
    const permissions = async () => {
      const command = new DescribeSecurityGroupsCommand({ GroupIds: [DEFAULT_GROUP_ID] });
      return (await new EC2Client().send(command)).SecurityGroups?.[0]?.IpPermissions;
    };
    expect(await permissions()).toMatchObject([
      { IpProtocol: 'tcp', FromPort: 1024, ToPort: 65535, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
    ]);
    aws.network.setInbound(DEFAULT_GROUP_ID, [{ protocol: '-1', cidr: '10.1.0.0/16' }]);
    const [everything] = (await permissions()) ?? [];
    expect([everything?.IpProtocol, everything?.FromPort]).toEqual(['-1', undefined]);
    aws.network.setInbound(DEFAULT_GROUP_ID, []);
    expect(await permissions()).toEqual([]);
  });

  it('has the subnets of its endpoints, each in a zone', async () => {
    const { aws } = await startWithEndpoints();
    aws.network.setSubnet('subnet-other', 'eu-west-1d');
    const SubnetIds = [DEFAULT_SUBNET_ID, 'subnet-other'];
    const { Subnets = [] } = await new EC2Client().send(new DescribeSubnetsCommand({ SubnetIds }));
    expect(Subnets.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(['eu-west-1a', 'eu-west-1d']);
  });

  it('offers every endpoint service in three zones by default', async () => {
    const { aws, serviceName } = await startAccount();
    const zones = async () => {
      const command = new DescribeVpcEndpointServicesCommand({ ServiceNames: [serviceName] });
      return (await new EC2Client().send(command)).ServiceDetails?.[0]?.AvailabilityZones;
    };
    expect(await zones()).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    aws.network.setServiceZones(serviceName, ['eu-west-1c']);
    expect(await zones()).toEqual(['eu-west-1c']);
    aws.network.setServiceZones(serviceName, []);
    await expect(zones()).rejects.toMatchObject({ name: 'InvalidServiceName' });
  });

  it.each([
    [
      'InvalidGroup.NotFound',
      () => new EC2Client().send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-0'] })),
    ],
    [
      'InvalidSubnetID.NotFound',
      () => new EC2Client().send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0'] })),
    ],
  ])('responds with %s for an unknown id', async (name, call) => {
    await startAccount();
    await expect(call()).rejects.toMatchObject({ name });
  });
});
