import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../lambda/aws/caller.js';
import { createVpcEndpoints } from '../../lambda/aws/ec2-vpc-endpoints.js';
import { createHeardMembers } from '../../lambda/aws/heard-members.js';
import { lazyEc2 } from '../../lambda/aws/lazy-ec2.js';
import { memberSessions } from '../../lambda/aws/member-sessions.js';
import { parameterStore } from '../../lambda/aws/parameter-store.js';
import { externalIdOf, memberRoleName, membersPath } from '../../lambda/contract/members.js';
import { MemberNotEnteredError } from '../../lambda/domain/model/errors/member-not-entered-error.js';
import {
  AWAY,
  allow,
  closeOrganizations,
  HOME,
  HUB,
  MEMBER,
  STRANGER,
  startOrganization,
  trustOf,
} from '../local/aws/local-organization.js';

afterEach(closeOrganizations);

const HUB_PLACE = { account: HUB, region: HOME, namespace: 'default' } as const;
const ROLE_NAME = memberRoleName('default');
const TRUST = trustOf(HUB, { StringEquals: { 'sts:ExternalId': externalIdOf(HUB_PLACE) } });
const MAY_ENTER = allow('sts:AssumeRole', `arn:aws:iam::*:role/${ROLE_NAME}`);

/** A hub whose functions sign as somebody who may assume the roles of members; two accounts have such a role. */
async function start() {
  const world = await startOrganization();
  for (const account of [MEMBER, STRANGER]) {
    const { iam } = world.place(account);
    const arn = `arn:aws:iam::${account}:role/${ROLE_NAME}`;
    iam.roles.create({ arn, trust: [TRUST] });
    iam.permissions.attach(arn, [
      allow('ec2:DescribeVpcEndpoints', '*'),
      allow('ssm:PutParameter', `arn:aws:ssm:*:${account}:parameter/atlas-privatelink/*`),
    ]);
  }
  const mayList = allow(
    ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:GetParametersByPath', 'ssm:DeleteParameter'],
    `arn:aws:ssm:${HOME}:${HUB}:parameter/atlas-privatelink/members/*`,
  );
  world.place(HUB).addPerson('Hub', [MAY_ENTER, mayList]);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'Hub');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_SESSION_TOKEN', '');
  vi.useFakeTimers({ toFake: ['Date'], now: world.time.now() });
  let name = 'vpce-0123456789abcdef0_e1';
  const sessions = memberSessions({
    hub: HUB_PLACE,
    partition: 'aws',
    clock: { now: () => new Date(world.time.now()) },
    patience: { milliseconds: 0 },
    sessionName: () => name,
  });
  const pass = async (seconds: number) => {
    await world.time.run(seconds);
    vi.setSystemTime(world.time.now());
  };
  const assumed = () => world.cloud.server.calls.filter(({ action }) => action === 'sts:AssumeRole');
  return { world, sessions, pass, assumed, rename: (next: string) => (name = next) };
}

afterEach(() => vi.useRealTimers());

describe('sessions in member accounts', () => {
  it('are those of the member’s role, named after the execution, and opened in the hub’s Region', async () => {
    const { sessions, assumed } = await start();
    // As in a command line that asks about another Region.
    vi.stubEnv('AWS_REGION', AWAY);
    const caller: Caller = { region: AWAY, credentials: () => sessions(MEMBER) };
    expect(
      await createVpcEndpoints(lazyEc2(undefined, caller)).describeAll(['vpce-0123456789abcdef0']),
    ).toEqual([]);
    expect(assumed()).toMatchObject([
      {
        region: HOME,
        input: {
          RoleArn: `arn:aws:iam::${MEMBER}:role/${ROLE_NAME}`,
          RoleSessionName: 'vpce-0123456789abcdef0_e1',
          ExternalId: `atlas-privatelink/${HUB}/${HOME}/default`,
        },
      },
    ]);
  });

  it('are opened once for each account, by however many calls at the same time', async () => {
    const { sessions, assumed } = await start();
    await Promise.all([sessions(MEMBER), sessions(MEMBER), sessions(STRANGER), sessions(MEMBER)]);
    expect(assumed()).toHaveLength(2);
  });

  it('are renewed before they end', async () => {
    const { sessions, pass, assumed } = await start();
    const first = await sessions(MEMBER);
    await pass(590);
    expect(await sessions(MEMBER)).toBe(first);
    await pass(20);
    expect(await sessions(MEMBER)).not.toEqual(first);
    expect(assumed()).toHaveLength(2);
  });

  it('have a name that STS takes, whatever the execution is called', async () => {
    const { sessions, rename, assumed } = await start();
    rename(`a/b c${'x'.repeat(100)}`);
    await sessions(MEMBER);
    rename('');
    await sessions(STRANGER);
    expect(assumed().map(({ input }) => input.RoleSessionName)).toEqual([`a-b-c${'x'.repeat(59)}`, '--']);
  });

  it.each([
    ['whose role does not exist', '444455556666'],
    ['that is none', 'everybody'],
  ])('are refused in an account %s, with what to do', async (_, account) => {
    const { sessions } = await start();
    await expect(sessions(account)).rejects.toThrow(MemberNotEnteredError);
    await expect(sessions(account)).rejects.toThrow('Check that the account has the member stack');
  });

  describe('whose role was re-created', () => {
    const replaceRole = (world: Awaited<ReturnType<typeof start>>['world']) => {
      const { iam } = world.place(MEMBER);
      const arn = `arn:aws:iam::${MEMBER}:role/${ROLE_NAME}`;
      iam.roles.delete(arn);
      iam.roles.create({ arn, trust: [TRUST] });
    };
    const begin = async () => {
      const { sessions, ...world } = await start();
      const caller: Caller = {
        region: AWAY,
        credentials: () => sessions(MEMBER),
        renew: (refused) => sessions.renew(MEMBER, refused),
      };
      const endpoints = createVpcEndpoints(lazyEc2({ milliseconds: 0 }, caller));
      const parameters = parameterStore({ milliseconds: 0 }, caller);
      const describeAll = () => endpoints.describeAll(['vpce-0123456789abcdef0']);
      const put = (name: string) =>
        parameters.call('PutParameter', {
          Name: `/atlas-privatelink/links/${name}`,
          Value: '{}',
          Type: 'String',
        });
      await Promise.all([describeAll(), put('vpce-1')]);
      expect(world.assumed()).toHaveLength(1);
      return { ...world, sessions, describeAll, put };
    };

    it('are replaced by one session for all calls that are refused', async () => {
      const { world, pass, assumed, describeAll, put } = await begin();
      await pass(120);
      replaceRole(world);
      await Promise.all([describeAll(), put('vpce-2'), put('vpce-3'), describeAll()]);
      expect(assumed()).toHaveLength(2);
      expect(world.place(MEMBER, AWAY).parameters.get('/atlas-privatelink/links/vpce-3')?.value).toBe('{}');
      await Promise.all([describeAll(), put('vpce-4')]);
      expect(assumed()).toHaveLength(2);
    });

    it('are kept while they are young, whatever refuses them', async () => {
      const { world, pass, assumed, describeAll, put } = await begin();
      replaceRole(world);
      await expect(describeAll()).rejects.toThrow();
      await expect(put('vpce-2')).rejects.toThrow('is invalid');
      expect(assumed()).toHaveLength(1);
      await pass(61);
      await describeAll();
      expect(assumed()).toHaveLength(2);
    });

    it('are opened once a minute at most where a Region is switched off', async () => {
      const { world, pass, assumed, describeAll } = await begin();
      world.cloud.account(MEMBER).switchRegionOff(AWAY);
      await pass(120);
      for (let call = 0; call < 5; call += 1) await expect(describeAll()).rejects.toThrow();
      expect(assumed()).toHaveLength(2);
    });
  });

  it('are tried again some seconds after a failure, and not by each call', async () => {
    const { world, sessions, pass, assumed } = await start();
    const { iam } = world.place(MEMBER);
    const arn = `arn:aws:iam::${MEMBER}:role/${ROLE_NAME}`;
    iam.roles.delete(arn);
    for (let call = 0; call < 3; call += 1) await expect(sessions(MEMBER)).rejects.toThrow('AccessDenied');
    expect(assumed()).toHaveLength(1);
    iam.roles.create({ arn, trust: [TRUST] });
    await pass(6);
    await expect(sessions(MEMBER)).resolves.toMatchObject({ accessKeyId: expect.any(String) });
  });

  it('sign calls of Parameter Store in the member’s account and Region', async () => {
    const { world, sessions } = await start();
    const client = parameterStore(undefined, { region: AWAY, credentials: () => sessions(MEMBER) });
    const Name = '/atlas-privatelink/links/vpce-1';
    await client.call('PutParameter', { Name, Value: '{}', Type: 'String' });
    expect(world.place(MEMBER, AWAY).parameters.get(Name)?.value).toBe('{}');
    expect(world.place(HUB, HOME).parameters.get(Name)).toBeUndefined();
  });
});

describe('what a hub has heard', () => {
  it('is by account and Region, and one that was heard before is not introduced again', async () => {
    await start();
    const heard = createHeardMembers('default');
    const place = { account: MEMBER, region: AWAY as 'eu-central-1' };
    const [first, later] = [new Date('2026-08-10T01:00:00Z'), new Date('2026-08-10T02:00:00Z')];
    await heard.introduce(place, first);
    expect(await heard.list()).toEqual([{ place, memberVersion: undefined, heardAt: first }]);
    await heard.note(place, 3, later);
    await heard.introduce(place, first);
    expect(await heard.list()).toEqual([{ place, memberVersion: 3, heardAt: later }]);
    await heard.forget(place);
    await heard.forget(place);
    expect(await heard.list()).toEqual([]);
  });

  it('has a parameter that cannot be read as a member of unknown version, and no other place', async () => {
    const { world } = await start();
    const { parameters } = world.place(HUB);
    const put = (name: string, value: string) =>
      parameters.put({ name: `${membersPath('default')}/${name}`, value, type: 'String', overwrite: true });
    put(`${MEMBER}/${AWAY}`, 'nonsense');
    put('nobody/nowhere', '{}');
    expect(await createHeardMembers('default').list()).toEqual([
      { place: { account: MEMBER, region: AWAY }, memberVersion: undefined, heardAt: undefined },
    ]);
  });
});
