import { describe, expect, it } from 'vitest';
import { createNetwork } from '../../lambda/aws/ec2-network.js';
import { createVpcEndpoints } from '../../lambda/aws/ec2-vpc-endpoints.js';
import { listOf, vpcEndpointSet } from '../../local/aws/ec2/ec2-api.js';
import type { AwsCall } from '../../local/aws/protocol/aws-call.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { ENDPOINT_ID, SERVICE_NAME } from '../domain/samples.js';
import { setUpAws } from './aws-setup.js';

/** One page for each text; all but the last name the next. */
function pages(...texts: string[]) {
  return ({ input }: AwsCall) => {
    const page = Number(input.NextToken ?? 0);
    const next = page + 1 < texts.length ? `<nextToken>${page + 1}</nextToken>` : '';
    return `${texts[page]}${next}`;
  };
}

function itemsOf(name: string, items: readonly string[]): string {
  return `<${name}>${items.map((item) => `<item>${item}</item>`).join('')}</${name}>`;
}

function group(...permissions: string[]): string {
  const item = `<groupId>sg-1</groupId>${itemsOf('ipPermissions', permissions)}`;
  return itemsOf('securityGroupInfo', [item]);
}

const ports = (from: number, to: number) => `<fromPort>${from}</fromPort><toPort>${to}</toPort>`;
const ANYWHERE = itemsOf('ipRanges', ['<cidrIp>0.0.0.0/0</cidrIp>']);

describe('security groups', () => {
  it('give the ports that their rules open, for all kinds of sources', async () => {
    const permissions = [
      `<ipProtocol>tcp</ipProtocol>${ports(443, 443)}${ANYWHERE}`,
      `<ipProtocol>6</ipProtocol>${ports(1, 2)}${itemsOf('ipv6Ranges', ['<cidrIpv6>::/0</cidrIpv6>'])}`,
      `<ipProtocol>tcp</ipProtocol>${ports(3, 4)}${itemsOf('groups', ['<groupId>sg-9</groupId>'])}`,
      `<ipProtocol>tcp</ipProtocol>${ports(5, 6)}${itemsOf('prefixListIds', ['<prefixListId>pl-1</prefixListId>'])}`,
      `<ipProtocol>-1</ipProtocol>${ANYWHERE}`,
    ];
    await setUpAws(pages(group(...permissions)));
    expect(await createNetwork().ingressRules(['sg-1'])).toEqual([
      { fromPort: 443, toPort: 443 },
      { fromPort: 1, toPort: 2 },
      { fromPort: 3, toPort: 4 },
      { fromPort: 5, toPort: 6 },
      { fromPort: 0, toPort: 65_535 },
    ]);
  });

  it('open no TCP port by rules of other protocols', async () => {
    const udp = `<ipProtocol>udp</ipProtocol>${ports(0, 65_535)}${ANYWHERE}`;
    const ping = `<ipProtocol>icmp</ipProtocol>${ports(-1, -1)}${ANYWHERE}`;
    await setUpAws(pages(group(udp, ping)));
    expect(await createNetwork().ingressRules(['sg-1'])).toEqual([]);
  });

  it('are read by id, from all pages', async () => {
    const tcp = (port: number) => group(`<ipProtocol>tcp</ipProtocol>${ports(port, port)}${ANYWHERE}`);
    const server = await setUpAws(pages(tcp(1), tcp(2)));
    const rules = await createNetwork().ingressRules(['sg-1', 'sg-2']);
    expect(rules.map(({ fromPort }) => fromPort)).toEqual([1, 2]);
    expect(server.calls.map(({ action }) => action)).toEqual(Array(2).fill('ec2:DescribeSecurityGroups'));
    expect(server.calls.map(({ input }) => listOf(input, 'GroupId'))).toEqual([
      ['sg-1', 'sg-2'],
      ['sg-1', 'sg-2'],
    ]);
  });

  it('that EC2 does not know throw an error', async () => {
    await setUpAws(() => {
      throw new AwsError('InvalidGroup.NotFound', 'no such group');
    });
    await expect(createNetwork().ingressRules(['sg-1'])).rejects.toThrow('no such group');
  });

  it('and subnets are not read without ids, which would return all', async () => {
    const server = await setUpAws(pages(''));
    expect(await createNetwork().ingressRules([])).toEqual([]);
    expect(await createNetwork().subnetZones([])).toEqual([]);
    expect(server.calls).toEqual([]);
  });
});

describe('Availability Zones', () => {
  it('of subnets are those of all pages', async () => {
    const subnet = (zone: string) =>
      itemsOf('subnetSet', [`<subnetId>s</subnetId><availabilityZone>${zone}</availabilityZone>`]);
    const server = await setUpAws(pages(subnet('eu-west-1a'), subnet('eu-west-1b')));
    expect(await createNetwork().subnetZones(['subnet-1', 'subnet-2'])).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(server.calls[0]?.action).toBe('ec2:DescribeSubnets');
    expect(listOf(server.calls[0]?.input ?? {}, 'SubnetId')).toEqual(['subnet-1', 'subnet-2']);
  });

  it('of an endpoint service are asked by its name', async () => {
    const zones = itemsOf('availabilityZoneSet', ['eu-west-1a', 'eu-west-1c']);
    const server = await setUpAws(pages(itemsOf('serviceDetailSet', [zones])));
    expect(await createNetwork().serviceZones(SERVICE_NAME)).toEqual(['eu-west-1a', 'eu-west-1c']);
    expect(server.calls[0]?.action).toBe('ec2:DescribeVpcEndpointServices');
    expect(listOf(server.calls[0]?.input ?? {}, 'ServiceName')).toEqual([SERVICE_NAME]);
  });

  it('of an unknown endpoint service are unknown', async () => {
    await setUpAws(() => {
      throw new AwsError('InvalidServiceName', 'The Vpc Endpoint Service does not exist');
    });
    expect(await createNetwork().serviceZones(SERVICE_NAME)).toEqual([]);
  });

  it('that may not be read are an error', async () => {
    await setUpAws(() => {
      throw new AwsError('UnauthorizedOperation', 'no', 403);
    });
    await expect(createNetwork().serviceZones(SERVICE_NAME)).rejects.toThrow('no');
  });
});

describe('the endpoints of services', () => {
  const item = (endpointId: string) => `<vpcEndpointId>${endpointId}</vpcEndpointId><state>rejected</state>`;
  const set = (...endpointIds: string[]) => itemsOf('vpcEndpointSet', endpointIds.map(item));

  it('are read from all pages, in all states', async () => {
    const server = await setUpAws(pages(set('vpce-1', 'vpce-2'), set(ENDPOINT_ID)));
    const found = await createVpcEndpoints().listByServiceNames([SERVICE_NAME, SERVICE_NAME]);
    expect(found.map(({ endpointId, state }) => [endpointId, state])).toEqual([
      ['vpce-1', 'rejected'],
      ['vpce-2', 'rejected'],
      [ENDPOINT_ID, 'rejected'],
    ]);
    expect(server.calls).toHaveLength(2);
    expect(server.calls[0]?.input).toMatchObject({
      'Filter.1.Name': 'service-name',
      'Filter.1.Value.1': SERVICE_NAME,
    });
    expect(listOf(server.calls[0]?.input ?? {}, 'Filter.1.Value')).toEqual([SERVICE_NAME]);
  });

  it('of more services than a filter accepts are selected from the list of all interface endpoints', async () => {
    const body = `${item(ENDPOINT_ID)}<serviceName>${SERVICE_NAME}</serviceName>`;
    const server = await setUpAws(pages(itemsOf('vpcEndpointSet', [body])));
    const names = Array.from({ length: 401 }, (_, index) => `${SERVICE_NAME}${index}`);
    expect(await createVpcEndpoints().listByServiceNames(names)).toEqual([]);
    expect(await createVpcEndpoints().listByServiceNames([...names, SERVICE_NAME])).toHaveLength(1);
    expect(server.calls.map(({ input }) => [input['Filter.1.Name'], input['Filter.1.Value.1']])).toEqual([
      ['vpc-endpoint-type', 'Interface'],
      ['vpc-endpoint-type', 'Interface'],
    ]);
  });

  it('that this account has in this Region are those that EC2 shows and does not delete', async () => {
    const states = { 'vpce-1': 'available', 'vpce-2': 'Deleting', 'vpce-3': 'deleted', 'vpce-4': 'rejected' };
    const items = Object.entries(states).map(
      ([id, state]) => `<vpcEndpointId>${id}</vpcEndpointId><state>${state}</state>`,
    );
    const server = await setUpAws(pages(itemsOf('vpcEndpointSet', items)));
    const asked = [...Object.keys(states), 'vpce-of-another-account'];
    expect(await createNetwork().ownEndpoints(asked)).toEqual(['vpce-1', 'vpce-4']);
    expect(listOf(server.calls[0]?.input ?? {}, 'Filter.1.Value')).toEqual(asked);
    expect(await createNetwork().ownEndpoints([])).toEqual([]);
    expect(server.calls).toHaveLength(1);
  });

  it('of more ids than a filter accepts are read with several filters', async () => {
    const server = await setUpAws(pages(set(ENDPOINT_ID)));
    const ids = Array.from({ length: 401 }, (_, index) => `vpce-${index}`);
    expect(await createVpcEndpoints().describeAll(ids)).toHaveLength(3);
    const asked = server.calls.map(({ input }) => listOf(input, 'Filter.1.Value'));
    expect(asked.map(({ length }) => length)).toEqual([200, 200, 1]);
    expect(asked.flat()).toEqual(ids);
  });

  it('of no service are an empty list, without a request', async () => {
    const server = await setUpAws(() => vpcEndpointSet([]));
    expect(await createVpcEndpoints().listByServiceNames([])).toEqual([]);
    expect(server.calls).toEqual([]);
  });

  it('carry their security groups and whether private DNS is on', async () => {
    const groups = itemsOf('groupSet', ['<groupId>sg-1</groupId>', '<groupId>sg-2</groupId>']);
    const body = `${item(ENDPOINT_ID)}${groups}<privateDnsEnabled>true</privateDnsEnabled>`;
    await setUpAws(pages(itemsOf('vpcEndpointSet', [body])));
    expect(await createVpcEndpoints().describe(ENDPOINT_ID)).toMatchObject({
      securityGroupIds: ['sg-1', 'sg-2'],
      privateDnsEnabled: true,
    });
  });
});
