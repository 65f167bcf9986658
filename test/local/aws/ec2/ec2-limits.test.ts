/** What EC2 refuses because it is too much, too long or too little, whoever asks. */
import {
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointConnectionNotificationsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type Filter,
  type Tag,
} from '@aws-sdk/client-ec2';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_SUBNET_ID, DEFAULT_VPC_ID } from '../../../../local/aws/ec2/network.js';
import { closeAccounts, startAccount } from '../local-account.js';

afterEach(closeAccounts);

const INVALID = 'InvalidParameterValue';
const ASTRAL = '\u{1F517}';

async function startWithEndpoint() {
  const account = await startAccount();
  const { aws, serviceName, time } = account;
  const { endpointId } = aws.endpoints.create({ serviceName });
  await time.run(10);
  const ec2 = new EC2Client();
  const tagsOf = () => Object.fromEntries(aws.endpoints.endpoints.get(endpointId)?.tags ?? []);
  return {
    ec2,
    endpointId,
    tagsOf,
    createTags: (Tags: Tag[]) => ec2.send(new CreateTagsCommand({ Resources: [endpointId], Tags })),
    createEndpoint: (Tags: Tag[]) =>
      ec2.send(
        new CreateVpcEndpointCommand({
          VpcId: DEFAULT_VPC_ID,
          ServiceName: serviceName,
          VpcEndpointType: 'Interface',
          SubnetIds: [DEFAULT_SUBNET_ID],
          TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags }],
        }),
      ),
  };
}

describe('a tag', () => {
  const longest: Tag = { Key: 'k'.repeat(127), Value: 'v'.repeat(256) };
  const longestAstral: Tag = { Key: ASTRAL.repeat(127), Value: ASTRAL.repeat(256) };

  it.each([
    ['letters', longest],
    ['characters of two UTF-16 units', longestAstral],
  ])('has a key of 127 %s and a value of 256 at most', async (_, tag) => {
    const { createTags, createEndpoint, tagsOf } = await startWithEndpoint();
    await createTags([tag]);
    expect(tagsOf()).toEqual({ [tag.Key ?? '']: tag.Value });
    expect((await createEndpoint([tag])).VpcEndpoint?.Tags).toEqual([tag]);
  });

  it.each<[string, Tag, string]>([
    [
      'a longer key',
      { ...longest, Key: `${longest.Key}k` },
      'Tag key exceeds the maximum length of 127 characters',
    ],
    [
      'a longer value',
      { ...longest, Value: `${longest.Value}v` },
      'Tag value exceeds the maximum length of 256 characters',
    ],
    [
      'an empty key',
      { Key: '', Value: 'a' },
      "Value ( '' ) for parameter Tag key is invalid. Tag key cannot be null or empty.",
    ],
    [
      'a key of AWS',
      { Key: 'aws:mine', Value: '' },
      "Tag keys starting with 'aws:' are reserved for internal use",
    ],
    [
      'a key of AWS in capital letters',
      { Key: 'AWS:mine', Value: '' },
      "Tag keys starting with 'aws:' are reserved for internal use",
    ],
    [
      'a key of AWS in mixed letters',
      { Key: 'aWs:', Value: '' },
      "Tag keys starting with 'aws:' are reserved for internal use",
    ],
  ])('with %s is refused, with all others of the call', async (_, tag, message) => {
    const { createTags, createEndpoint, tagsOf } = await startWithEndpoint();
    const tags = [{ Key: 'team', Value: 'a' }, tag];
    await expect(createTags(tags)).rejects.toMatchObject({ name: INVALID, message });
    await expect(createEndpoint(tags)).rejects.toMatchObject({ name: INVALID, message });
    expect(tagsOf()).toEqual({});
  });

  it('whose key only begins like one of AWS is taken', async () => {
    const { createTags, tagsOf } = await startWithEndpoint();
    await createTags([{ Key: 'awsome', Value: 'aws:value' }]);
    expect(tagsOf()).toEqual({ awsome: 'aws:value' });
  });

  it('is needed by CreateTags', async () => {
    const { createTags } = await startWithEndpoint();
    const message = 'You must specify one or more tags to create';
    await expect(createTags([])).rejects.toMatchObject({ name: INVALID, message });
  });
});

const DESCRIBES: readonly [
  string,
  (ec2: EC2Client, input: { Filters?: Filter[]; MaxResults?: number }) => Promise<unknown>,
][] = [
  ['DescribeVpcEndpoints', (ec2, input) => ec2.send(new DescribeVpcEndpointsCommand(input))],
  ['DescribeSubnets', (ec2, input) => ec2.send(new DescribeSubnetsCommand(input))],
  ['DescribeSecurityGroups', (ec2, input) => ec2.send(new DescribeSecurityGroupsCommand(input))],
  ['DescribeNetworkInterfaces', (ec2, input) => ec2.send(new DescribeNetworkInterfacesCommand(input))],
];

describe.each(DESCRIBES)('%s', (_name, send) => {
  it.each([4, 1, 0, -1])('refuses a page of %d', async (MaxResults) => {
    const { ec2 } = await startWithEndpoint();
    await expect(send(ec2, { MaxResults })).rejects.toMatchObject({
      name: INVALID,
      message: `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value greater than 5.`,
    });
  });

  it.each([5, 1000])('takes a page of %d', async (MaxResults) => {
    const { ec2 } = await startWithEndpoint();
    await expect(send(ec2, { MaxResults })).resolves.toBeDefined();
  });

  it('takes 200 values in all filters of a call together, and no more', async () => {
    const { ec2 } = await startWithEndpoint();
    const values = (count: number) => Array.from({ length: count }, (_, index) => `vpc-${index}`);
    const filters = (...counts: number[]): Filter[] =>
      counts.map((count) => ({ Name: 'vpc-id', Values: values(count) }));
    await expect(send(ec2, { Filters: filters(200) })).resolves.toBeDefined();
    for (const counts of [[201], [101, 100]])
      await expect(send(ec2, { Filters: filters(...counts) })).rejects.toMatchObject({
        name: 'FilterLimitExceeded',
        message: 'The maximum number of filter values specified on a single call is 200',
        $metadata: { httpStatusCode: 400 },
      });
  });
});

it('the other calls that describe have the same limit of filter values', async () => {
  const { ec2 } = await startWithEndpoint();
  const Values = Array.from({ length: 201 }, (_, index) => `x-${index}`);
  const refused = { name: 'FilterLimitExceeded' };
  const services = new DescribeVpcEndpointServicesCommand({ Filters: [{ Name: 'service-name', Values }] });
  await expect(ec2.send(services)).rejects.toMatchObject(refused);
  const lists = new DescribePrefixListsCommand({ Filters: [{ Name: 'prefix-list-id', Values }] });
  await expect(ec2.send(lists)).rejects.toMatchObject(refused);
  const Filters = [{ Name: 'vpc-endpoint-id', Values }];
  const notifications = new DescribeVpcEndpointConnectionNotificationsCommand({ Filters });
  await expect(ec2.send(notifications)).rejects.toMatchObject(refused);
});
