import type { Stack } from 'aws-cdk-lib';
import { CfnOutput } from 'aws-cdk-lib';
import { type IVpc, Peer, Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import {
  AtlasCredentials,
  AtlasPrivateEndpoint,
  AtlasPrivateLink,
  EndpointSelection,
} from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { type DeclaredContext, type DeclaredWorld, startDeclared } from './declared-stack.js';
import { conclusionsIn, deadLettersIn, registrationsIn } from './scenario-world.js';

const VPC_IDS = { First: 'vpc-0a1b2c3d4e5f60711', Second: 'vpc-0a1b2c3d4e5f60712' };
type Name = keyof typeof VPC_IDS;

function vpcOf(stack: Stack, name: Name): IVpc {
  const vpcId = VPC_IDS[name];
  const numbers = [1, 2].map((number) => `${vpcId.slice(4, -1)}${number}`);
  return Vpc.fromVpcAttributes(stack, `Vpc${name}`, {
    vpcId,
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: numbers.map((number) => `subnet-${number}`),
    privateSubnetRouteTableIds: numbers.map((number) => `rtb-${number}`),
  });
}

const endpoints =
  (...names: Name[]) =>
  ({ stack, provider }: DeclaredContext) => {
    for (const name of names) {
      const endpoint = new AtlasPrivateEndpoint(stack, name, {
        provider,
        vpc: vpcOf(stack, name),
        peers: [Peer.ipv4('10.1.0.0/16')],
      });
      new CfnOutput(stack, `${name}Strings`, { value: endpoint.connectionStrings('Main').srv });
    }
  };

/** The automation in the same stack, with all endpoints selected. */
const automation = ({ stack, settings }: DeclaredContext) => {
  const { projectIds, secretName, atlasBaseUrl } = settings;
  new AtlasPrivateLink(stack, 'Automation', {
    ...PUSH_PROP,
    projects: projectIds.map((projectId) => ({
      projectId,
      credentials: AtlasCredentials.fromSecretName(secretName),
    })),
    endpointSelection: EndpointSelection.all(),
    atlasBaseUrl,
  });
};

async function withCluster(): Promise<DeclaredWorld> {
  const declared = await startDeclared({ beside: automation });
  declared.world.atlas.world.createCluster(declared.project, { name: 'Main', regionNames: ['EU_WEST_1'] });
  return declared;
}

/** A user registers the endpoint in the Atlas console before the stack does. */
function registerAtOnce(declared: DeclaredWorld): void {
  const { world, project } = declared;
  const [service] = project.services.values();
  if (service?.isReady !== true) world.time.after(1, () => registerAtOnce(declared));
  else world.atlas.world.createLink(service, 'vpce-0a1b2c3d4e0000001', {});
}

const livingEndpoints = (world: World) =>
  [...world.aws.endpoints.endpoints.values()].filter(({ deletedAt }) => deletedAt === undefined);

describe('a private endpoint in one construct', () => {
  it('consists of service, security group, VPC endpoint, link and connection strings, with one service for all VPCs', async () => {
    const declared = await withCluster();
    expect(await declared.create({ withoutService: true, also: endpoints('First', 'Second') })).toEqual({
      status: 'COMPLETE',
      reason: '',
    });
    expect(declared.project.services.size).toBe(1);
    expect(livingEndpoints(declared.world).map(({ vpcId, state }) => [vpcId, state])).toEqual([
      [VPC_IDS.First, 'available'],
      [VPC_IDS.Second, 'available'],
    ]);
    expect(declared.attributes('FirstLink')['ConnectionStrings.Main.Srv']).toContain('main-pl-0');
  });

  it('beside the automation is linked once, with one conclusion and no failure', async () => {
    const declared = await withCluster();
    await declared.create({ withoutService: true, also: endpoints('First') });
    const { world } = declared;
    expect(registrationsIn(world)).toBe(1);
    expect(conclusionsIn(world).map(({ outcome, origin }) => [outcome, origin.kind])).toEqual([
      ['available', 'custom-resource'],
    ]);
    expect(deadLettersIn(world)).toEqual([]);
    expect(JSON.stringify(world.aws.logs)).toContain('declared-in-a-stack');
  });

  it('that Atlas rejects beside the automation is one failure', async () => {
    const declared = await withCluster();
    declared.world.atlas.world.reject('vpce-0a1b2c3d4e0000001', 'No such endpoint.');
    expect(await declared.create({ withoutService: true, also: endpoints('First') })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('No such endpoint.'),
    });
    expect(conclusionsIn(declared.world).filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
  });

  it('is removed with its link, whoever registered it', async () => {
    const declared = await withCluster();
    registerAtOnce(declared);
    expect(await declared.create({ withoutService: true, also: endpoints('First') })).toMatchObject({
      status: 'COMPLETE',
    });
    expect(await declared.remove()).toEqual({ status: 'COMPLETE', reason: '' });
    await declared.world.time.run(120);
    declared.world.atlas.world.settle();
    expect(declared.project.services.size).toBe(0);
    expect(livingEndpoints(declared.world)).toEqual([]);
  });

  it('leaves the service to the remaining VPC', async () => {
    const declared = await withCluster();
    await declared.create({ withoutService: true, also: endpoints('First', 'Second') });
    expect(await declared.update({ withoutService: true, also: endpoints('Second') })).toMatchObject({
      status: 'COMPLETE',
    });
    const [service] = declared.project.services.values();
    expect([service?.status, service?.links.size]).toEqual(['AVAILABLE', 1]);
    expect(livingEndpoints(declared.world).map(({ vpcId }) => vpcId)).toEqual([VPC_IDS.Second]);
  });
});
