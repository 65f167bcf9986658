/** VPC endpoints that a client of AWS makes by EC2's API: CloudTrail records its calls, and the rest follows. */
import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { LOCAL_USER } from '../../local/aws/callers.js';
import { DEFAULT_GROUP_ID, DEFAULT_SUBNET_ID, DEFAULT_VPC_ID } from '../../local/aws/ec2/network.js';
import type { World } from '../../local/world.js';
import { conclusionsIn, linkExecutionsIn, registrationsIn, startScenario } from './scenario-world.js';

const TAGS = [{ Key: 'atlas-privatelink', Value: 'true' }];

async function startWithClient() {
  const world = await startScenario({ app: { selectTag: 'atlas-privatelink=true', lastLink: 'remove' } });
  const ec2 = new EC2Client({
    endpoint: world.aws.server.url,
    region: world.aws.region,
    credentials: { accessKeyId: LOCAL_USER, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const create = async (ClientToken: string) => {
    const command = new CreateVpcEndpointCommand({
      VpcId: DEFAULT_VPC_ID,
      ServiceName: world.service.serviceName,
      VpcEndpointType: 'Interface',
      SubnetIds: [DEFAULT_SUBNET_ID],
      SecurityGroupIds: [DEFAULT_GROUP_ID],
      PrivateDnsEnabled: false,
      TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: TAGS }],
      ClientToken,
    });
    return (await ec2.send(command)).VpcEndpoint?.VpcEndpointId ?? '';
  };
  return { world, ec2, create };
}

function linksIn(world: World): string[] {
  return [...world.service.links.keys()];
}

describe('an endpoint that is created by an API call', () => {
  it('is linked, once for all calls with one client token, and its deletion removes the link', async () => {
    const { world, ec2, create } = await startWithClient();
    const endpointId = await create('token');
    expect(await create('token')).toBe(endpointId);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect([linksIn(world), registrationsIn(world), linkExecutionsIn(world).length]).toEqual([
      [endpointId],
      1,
      1,
    ]);
    const seen = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] }));
    expect(seen.VpcEndpoints?.[0]?.State).toBe('available');
    const service = world.service;
    const gone = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpointId] }));
    await world.time.run();
    expect([gone.Unsuccessful, [...service.links.keys()]]).toEqual([[], []]);
  });

  it('that EC2 refuses starts nothing', async () => {
    const { world, ec2 } = await startWithClient();
    const command = new CreateVpcEndpointCommand({
      VpcId: DEFAULT_VPC_ID,
      ServiceName: world.service.serviceName,
      VpcEndpointType: 'Interface',
      SubnetIds: ['subnet-0'],
    });
    await expect(ec2.send(command)).rejects.toMatchObject({ name: 'InvalidSubnetId.NotFound' });
    await world.time.run();
    expect([linkExecutionsIn(world), world.aws.queues.all]).toEqual([[], []]);
  });
});
