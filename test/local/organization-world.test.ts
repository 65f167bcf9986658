import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import {
  AWAY,
  closeOrganizationWorlds,
  HOME,
  HUB,
  hubResources,
  MEMBER,
  OUTSIDE,
  SECOND,
  startOrganizationWorld,
  synthesizeHub,
  UNIT,
} from './organization-setup.js';

afterEach(closeOrganizationWorlds);

/** Adds a rule on the hub's bus that starts a state machine. */
const RECEIVER = {
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      RoleArn: 'role',
      DefinitionString: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
    },
  },
  Starter: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [
        {
          PolicyName: 'Start',
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: 'Machine' } }],
          },
        },
      ],
    },
  },
  Receive: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'receive',
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['aws.ec2'] },
      Targets: [{ Id: 'Machine', Arn: { Ref: 'Machine' }, RoleArn: { 'Fn::GetAtt': ['Starter', 'Arn'] } }],
    },
  },
};

function hubEvents(world: OrganizationWorld): BusEvent[] {
  const events: BusEvent[] = [];
  world.home.aws.buses.get('hub').listen((event) => events.push(event));
  return events;
}

const originsOf = (events: readonly BusEvent[]) =>
  events.map(({ account, region }) => `${account} ${region}`);

/** Returns an EC2 client of a caller in the hub that has assumed the role in the account. */
async function enter(world: OrganizationWorld, account: string, region = HOME): Promise<EC2Client> {
  const environment = world.environmentOf(HUB);
  const own = {
    region: HOME,
    endpoint: environment.AWS_ENDPOINT_URL ?? '',
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
    },
    maxAttempts: 1,
  };
  const RoleArn = `arn:aws:iam::${account}:role/Entrance`;
  const request = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'execution' });
  const { Credentials = {} } = await new STSClient(own).send(request);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials as Record<string, string>;
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return new EC2Client({ ...own, region, credentials });
}

async function idsSeenBy(client: EC2Client): Promise<(string | undefined)[]> {
  const { VpcEndpoints = [] } = await client.send(new DescribeVpcEndpointsCommand({}));
  return VpcEndpoints.map(({ VpcEndpointId }) => VpcEndpointId);
}

describe('an organization', () => {
  it('has separate places, whose events arrive at the hub with their origin', async () => {
    const world = await startOrganizationWorld();
    const events = hubEvents(world);
    const here = world.place(MEMBER).createVpcEndpoint();
    const away = world.place(MEMBER, AWAY).createVpcEndpoint();
    const hubs = world.place(HUB).createVpcEndpoint();
    world.place(OUTSIDE).createVpcEndpoint();
    await world.time.run();
    expect(originsOf(events)).toEqual([`${MEMBER} ${HOME}`, `${MEMBER} ${AWAY}`]);
    expect(new Set([here, away, hubs].map(({ endpointId }) => endpointId)).size).toBe(3);
    expect(away.serviceName).toBe(world.serviceIn(AWAY).serviceName);
    expect(await idsSeenBy(await enter(world, MEMBER))).toEqual([here.endpointId]);
    expect(await idsSeenBy(await enter(world, MEMBER, AWAY))).toEqual([away.endpointId]);
  });

  it('has rules on its bus, which start their targets', async () => {
    const world = await startOrganizationWorld({
      synthesize: synthesizeHub({ ...hubResources(), ...RECEIVER }),
    });
    world.place(MEMBER, AWAY).createVpcEndpoint();
    await world.time.run();
    expect(world.home.aws.executions.all.map(({ input }) => JSON.parse(input))).toMatchObject([
      { account: MEMBER, region: AWAY, source: 'aws.ec2', detail: { eventName: 'CreateVpcEndpoint' } },
    ]);
    expect(world.home.aws.buses.get('hub').rules.map(({ ruleArn }) => ruleArn)).toEqual([
      `arn:aws:events:${HOME}:${HUB}:rule/hub/receive`,
    ]);
  });

  it('reports tags and stacks in each place separately', async () => {
    const world = await startOrganizationWorld();
    const member = world.place(MEMBER, AWAY);
    member.trail = false;
    const { endpointId } = member.createVpcEndpointByCloudFormation();
    member.tagEndpoint(endpointId, { atlas: 'yes' });
    await world.time.run();
    const details = member.events.map(({ 'detail-type': type }) => type);
    expect(details).toContain('CloudFormation Resource Status Change');
    expect(details).toContain('Tag Change on Resource');
    expect(details).not.toContain('AWS API Call via CloudTrail');
    expect(world.place(HUB).trail).toBe(true);
  });

  it('deletes the rules of an account some minutes after it leaves, and the hub is not notified', async () => {
    const world = await startOrganizationWorld();
    const events = hubEvents(world);
    world.leave(MEMBER);
    world.place(MEMBER).createVpcEndpoint();
    await world.time.run(60);
    expect([
      events,
      world.place(MEMBER).aws.queues.all.map(({ attributes }) => attributes.ERROR_CODE),
    ]).toEqual([[], ['NO_PERMISSIONS']]);
  });

  it('deploys the member stack some minutes after an account joins', async () => {
    const world = await startOrganizationWorld();
    const events = hubEvents(world);
    world.join(SECOND, UNIT);
    world.place(SECOND).createVpcEndpoint();
    await world.time.run();
    world.place(SECOND, AWAY).createVpcEndpoint();
    await world.time.run();
    expect(originsOf(events)).toEqual([`${SECOND} ${AWAY}`]);
  });

  it('can have a role deleted and re-created', async () => {
    const world = await startOrganizationWorld();
    const before = await enter(world, MEMBER);
    world.takeRoleAway(MEMBER, 'Entrance');
    await expect(enter(world, MEMBER)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(idsSeenBy(before)).rejects.toMatchObject({ name: 'AuthFailure' });
    world.giveRoleBack(MEMBER, 'Entrance');
    expect(await idsSeenBy(await enter(world, MEMBER))).toEqual([]);
    expect(() => world.takeRoleAway(MEMBER, 'None')).toThrow(
      `There is no role arn:aws:iam::${MEMBER}:role/None.`,
    );
  });

  it('can have Regions disabled for one account', async () => {
    const world = await startOrganizationWorld();
    world.switchRegionOff(MEMBER, AWAY, 'OptInRequired');
    const away = await enter(world, MEMBER, AWAY);
    await expect(idsSeenBy(away)).rejects.toMatchObject({ name: 'OptInRequired' });
    world.switchRegionOn(MEMBER, AWAY);
    expect(await idsSeenBy(away)).toEqual([]);
  });
});

describe('Atlas', () => {
  const linkAndSettle = async (world: OrganizationWorld, account: string, region: string, request = {}) => {
    const service = world.serviceIn(HOME);
    const endpoint = world
      .place(account, region)
      .createVpcEndpoint({ serviceName: service.serviceName, ...request });
    const link = world.atlas.world.createLink(service, endpoint.endpointId, {});
    await world.time.run(300);
    world.atlas.world.settle();
    return [link.status, endpoint.state];
  };

  it('accepts endpoints of every account, and EC2 in that account shows it', async () => {
    const world = await startOrganizationWorld();
    expect(await linkAndSettle(world, MEMBER, HOME)).toEqual(['AVAILABLE', 'available']);
  });

  it('finds an endpoint of another Region if the service accepts that Region', async () => {
    const world = await startOrganizationWorld();
    const request = { serviceRegion: HOME };
    expect(await linkAndSettle(world, MEMBER, AWAY, request)).toEqual(['REJECTED', 'pendingAcceptance']);
    world.serviceIn(HOME).supportedRemoteRegions = ['EU_CENTRAL_1'];
    expect(await linkAndSettle(world, MEMBER, AWAY, request)).toEqual(['AVAILABLE', 'available']);
  });
});
