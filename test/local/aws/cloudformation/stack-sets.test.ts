import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationWorld } from '../../../../local/organization-world.js';
import { MANAGEMENT_ACCOUNT } from '../../../../local/organization-world.js';
import {
  AWAY,
  closeOrganizationWorlds,
  HOME,
  HUB,
  hubResources,
  MEMBER,
  OUTSIDE,
  ROLES,
  RULES,
  SECOND,
  startOrganizationWorld,
  synthesizeHub,
  UNIT,
} from '../../organization-setup.js';

afterEach(closeOrganizationWorlds);

function instancesOf({ stackSets }: OrganizationWorld, account?: string): string[] {
  return stackSets.instances
    .filter((instance) => account === undefined || instance.account === account)
    .map(({ stackSet, region, status }) => `${stackSet} ${region} ${status}`)
    .sort();
}

function has(world: OrganizationWorld, account: string, region = HOME) {
  const { aws } = world.place(account, region);
  return {
    roles: ['Forwarder', 'Entrance'].filter((name) =>
      aws.iam.roles.get(`arn:aws:iam::${account}:role/${name}`),
    ),
    rules: aws.bus.rules.map(({ ruleArn }) => ruleArn),
    queues: aws.queues.has(`arn:aws:sqs:${region}:${account}:member-dead-letters`),
    parameter: aws.parameters.get('/member/default')?.value,
  };
}

const NOTHING = { roles: [], rules: [], queues: false, parameter: undefined };
const ALL = [`roles ${HOME} CURRENT`, `rules ${AWAY} CURRENT`, `rules ${HOME} CURRENT`];

describe('a StackSet', () => {
  it('has a stack in each account of the unit and each Region, with its conditions evaluated there', async () => {
    const world = await startOrganizationWorld();
    for (const region of [HOME, AWAY])
      expect(has(world, MEMBER, region)).toEqual({
        roles: ['Forwarder', 'Entrance'],
        rules: [`arn:aws:events:${region}:${MEMBER}:rule/forward`],
        queues: true,
        parameter: `{"region":"${region}"}`,
      });
    expect(has(world, HUB)).toMatchObject({ roles: [], rules: [], parameter: `{"region":"${HOME}"}` });
    expect(has(world, OUTSIDE)).toEqual(NOTHING);
  });

  it('has no stack in the management account', async () => {
    const world = await startOrganizationWorld();
    world.join(MANAGEMENT_ACCOUNT, UNIT);
    await world.time.run();
    expect(has(world, MANAGEMENT_ACCOUNT)).toEqual(NOTHING);
  });

  it('causes an event for each resource on the default bus of its place', async () => {
    const world = await startOrganizationWorld();
    const reported = world.place(MEMBER, AWAY).events.map(({ account, region, detail }) => ({
      account,
      region,
      ...Object(detail),
    }));
    expect(reported.map((one) => one['resource-type']).sort()).toEqual(
      ['AWS::Events::Rule', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::SSM::Parameter'].sort(),
    );
    expect(reported[0]).toMatchObject({ account: MEMBER, region: AWAY });
  });

  it('is deployed to an account some minutes after it joins, in the order of the dependencies', async () => {
    const world = await startOrganizationWorld();
    world.join(SECOND, UNIT);
    await world.time.run(179);
    expect(instancesOf(world, SECOND)).toEqual([]);
    await world.time.run(2);
    expect(instancesOf(world, SECOND)).toEqual([`roles ${HOME} CURRENT`]);
    await world.time.run(60);
    expect(instancesOf(world, SECOND)).toEqual(ALL);
  });

  it('is deployed in the order of its dependencies, not in that of the template', async () => {
    const { Rules, ...others } = hubResources();
    const rolesArn = `arn:aws:cloudformation:${HOME}:${HUB}:stackset/roles:0a1b2c3d-0000-4000-8000-000000000057`;
    const AutoDeployment = { Enabled: true, RetainStacksOnAccountRemoval: false, DependsOn: [rolesArn] };
    const first = { ...Rules, DependsOn: [], Properties: { ...Rules.Properties, AutoDeployment } };
    const world = await startOrganizationWorld({ synthesize: synthesizeHub({ Rules: first, ...others }) });
    world.join(SECOND, UNIT);
    await world.time.run(181);
    expect(instancesOf(world, SECOND)).toEqual([`roles ${HOME} CURRENT`]);
    await world.time.run();
    world.leave(SECOND);
    await world.time.run(181);
    expect(instancesOf(world, SECOND)).toEqual([`roles ${HOME} CURRENT`]);
    await world.time.run();
    expect(instancesOf(world, SECOND)).toEqual([]);
  });

  it('is not deployed to new accounts without automatic deployment', async () => {
    const stackSet = { AutoDeployment: { Enabled: false } };
    const world = await startOrganizationWorld({}, { stackSet });
    world.join(SECOND, UNIT);
    await world.time.run();
    expect([instancesOf(world, MEMBER), instancesOf(world, SECOND)]).toEqual([ALL, []]);
  });

  it('is deleted in an account that leaves or moves to another unit', async () => {
    const units = [{ unitId: UNIT }, { unitId: 'ou-root-others00' }];
    const world = await startOrganizationWorld({ units });
    world.leave(MEMBER);
    await world.time.run();
    expect([has(world, MEMBER), has(world, MEMBER, AWAY), instancesOf(world, MEMBER)]).toEqual([
      NOTHING,
      NOTHING,
      [],
    ]);
    world.join(MEMBER, UNIT);
    await world.time.run();
    expect(has(world, MEMBER).roles).toHaveLength(2);
    world.join(MEMBER, 'ou-root-others00');
    await world.time.run();
    expect(has(world, MEMBER)).toEqual(NOTHING);
  });

  it('is deleted by an update from former targets, and re-created with another template', async () => {
    const world = await startOrganizationWorld();
    const Description = {
      ...RULES.Resources.Description,
      Properties: { Name: '/member/default', Type: 'String', Value: 'second' },
    };
    const rules = { ...RULES, Resources: { ...RULES.Resources, Description } };
    const update = await world.home.synthesize(synthesizeHub(hubResources({ rules, regions: [AWAY] })));
    world.home.aws.deploy(update);
    expect([has(world, MEMBER, AWAY).parameter, has(world, MEMBER).parameter]).toEqual(['second', undefined]);
    expect(instancesOf(world, MEMBER)).toEqual([`roles ${HOME} CURRENT`, `rules ${AWAY} CURRENT`]);
    const fewer = await world.home.synthesize(synthesizeHub(hubResources({ rules, regions: [HOME] })));
    world.home.aws.deploy(fewer);
    expect(instancesOf(world, MEMBER)).toEqual([`roles ${HOME} CURRENT`, `rules ${HOME} CURRENT`]);
  });

  it('is not deleted if stacks are retained, or if CloudFormation can no longer delete them', async () => {
    const retained = await startOrganizationWorld(
      {},
      { stackSet: { AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true } } },
    );
    const unreachable = await startOrganizationWorld();
    unreachable.stackSets.deletesAfterLeaving = false;
    for (const world of [retained, unreachable]) {
      world.leave(MEMBER);
      await world.time.run();
      expect([has(world, MEMBER).roles, instancesOf(world, MEMBER)]).toEqual([['Forwarder', 'Entrance'], []]);
    }
  });

  it('is created in an account completely or not at all', async () => {
    const world = await startOrganizationWorld();
    world.join(SECOND);
    const arn = `arn:aws:iam::${SECOND}:role/Entrance`;
    world.place(SECOND).aws.iam.roles.create({ arn, trust: [] });
    world.join(SECOND, UNIT);
    await world.time.run();
    expect(has(world, SECOND).roles).toEqual(['Entrance']);
    expect(world.stackSets.instances.filter(({ status }) => status === 'FAILED')).toEqual([
      {
        stackSet: 'roles',
        account: SECOND,
        region: HOME,
        status: 'FAILED',
        reason: 'Role with name Entrance already exists.',
      },
    ]);
  });

  it('can have roles with fixed names in one Region only', async () => {
    await expect(startOrganizationWorld({}, { rules: ROLES })).rejects.toThrow(
      `StackSet rules failed in ${HOME}: ${MEMBER}: Role with name Forwarder already exists.`,
    );
  });

  it('tolerates the configured number of failures in a Region', async () => {
    const world = await startOrganizationWorld(
      {},
      {
        rules: ROLES,
        stackSet: { OperationPreferences: { FailureTolerancePercentage: 50 } },
      },
    );
    expect(instancesOf(world, MEMBER)).toEqual([
      `roles ${HOME} CURRENT`,
      `rules ${AWAY} FAILED`,
      `rules ${HOME} FAILED`,
    ]);
  });

  it('fails in a Region that is not enabled', async () => {
    const world = await startOrganizationWorld();
    world.join(SECOND);
    world.switchRegionOff(SECOND, AWAY);
    world.join(SECOND, UNIT);
    await world.time.run();
    expect(instancesOf(world, SECOND)).toEqual([
      `roles ${HOME} CURRENT`,
      `rules ${AWAY} FAILED`,
      `rules ${HOME} CURRENT`,
    ]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'without the capability for named roles',
      { Capabilities: ['CAPABILITY_IAM'] },
      /Requires capabilities : \[CAPABILITY_NAMED_IAM\]/,
    ],
    ['for the management account from another', { CallAs: 'SELF' }, /You must be the management account/],
    [
      'with a template of more than 51,200 bytes',
      { TemplateBody: ' '.repeat(51_201) },
      /less than or equal to 51200/,
    ],
    [
      'with a parameter that the template does not have',
      { Parameters: [{ ParameterKey: 'No', ParameterValue: '1' }] },
      /\[No\] do not exist/,
    ],
    ['self-managed', { PermissionModel: 'SELF_MANAGED' }, /only service-managed/],
    [
      'with a field that is not simulated',
      { AdministrationRoleARN: 'arn' },
      /AdministrationRoleARN is not simulated/,
    ],
  ])('is refused %s', async (_, stackSet, message) => {
    await expect(startOrganizationWorld({}, { stackSet })).rejects.toThrow(message);
  });

  it('is refused without trusted access of CloudFormation', async () => {
    const world = await startOrganizationWorld();
    const template = await world.home.synthesize(synthesizeHub(hubResources()));
    world.organization.stackSetsAccess = 'DISABLED';
    expect(() => world.home.aws.deploy(template)).toThrow('You must enable organizations access');
    world.organization.stackSetsAccess = 'ENABLED';
    expect(() => world.home.aws.deploy(template)).not.toThrow();
  });

  it('with a resource type that is not simulated is refused', async () => {
    const Code = { Type: 'AWS::Lambda::Function', Properties: {} };
    const rules = { ...RULES, Resources: { ...RULES.Resources, Code } };
    await expect(startOrganizationWorld({}, { rules })).rejects.toThrow(
      'with AWS::Lambda::Function is not simulated',
    );
  });
});
