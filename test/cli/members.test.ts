/** `members`, as people of the hub's account run it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEMBER_VERSION, membersPath } from '../../lambda/contract/members.js';
import { AtlasMembers } from '../../lib/index.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import {
  AWAY,
  HOME,
  HUB,
  MEMBER,
  MEMBER_ROLE,
  OUTSIDE,
  runFor,
  SECOND,
  startHub,
  startLastingHub,
} from '../scenarios/hub-world.js';
import { startLastingScenario } from '../scenarios/scenario-world.js';
import { openToCommandLine } from './command-line.js';
import { type HubCommandLine, hubCommandLine } from './hub-command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
const HOUR = 3600;

interface Row {
  readonly account: string;
  readonly region: string;
  readonly note: string;
}

function rowsIn(stdout: string): Row[] {
  return (JSON.parse(stdout) as { readonly members: Row[] }).members;
}

function rowOf(stdout: string, account: string, region: string): Row | undefined {
  return rowsIn(stdout).find((row) => row.account === account && row.region === region);
}

describe('members', { timeout: TIMEOUT_MILLISECONDS }, () => {
  let world: OrganizationWorld;
  let cli: HubCommandLine;

  beforeAll(async () => {
    world = await startLastingHub();
    await runFor(world, 2 * HOUR);
    cli = hubCommandLine(world);
  }, TIMEOUT_MILLISECONDS);

  afterAll(() => world.close());

  it('lists accounts and Regions with version, time and reachability', async () => {
    const { exitCode, stdout } = await cli.trusted('members', '--output', 'json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      hub: { account: HUB, region: HOME, namespace: 'default', memberVersion: MEMBER_VERSION },
    });
    // The hub's account is in the unit too: its other Region is a member.
    expect(rowsIn(stdout).map(({ account, region }) => `${account} ${region}`)).toEqual([
      `${HUB} ${AWAY}`,
      `${MEMBER} ${AWAY}`,
      `${MEMBER} ${HOME}`,
      `${SECOND} ${AWAY}`,
      `${SECOND} ${HOME}`,
    ]);
    for (const row of rowsIn(stdout))
      expect(row).toMatchObject({
        version: MEMBER_VERSION,
        versionStatus: 'current',
        silent: false,
        reachable: true,
        note: '',
      });
  });

  it('says that nothing is known where the role refuses the caller, and what to do', async () => {
    const { exitCode, stdout, stderr } = await cli.administrator('members');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^${MEMBER} +${AWAY} +1 +\\S+Z +- +- +Its role refuses your credentials`, 'm'),
    );
    expect(stderr).toMatch(/trusts only roles of the hub's account that have the tag atlas-privatelink:hub/);
    expect(stderr).toMatch(/--profile/);
    // The hub cannot know who was never heard.
    expect(stderr).toContain('--stack-set-name atlas-privatelink-default-rules');
  });

  it('enters no account with --no-enter', async () => {
    const { calls } = world.cloud.server;
    const before = calls.length;
    const { stdout } = await cli.trusted('members', '--no-enter', '--output', 'json');
    expect(rowOf(stdout, MEMBER, HOME)).toMatchObject({ reachable: null, note: '' });
    expect(calls.slice(before).map(({ action }) => action)).not.toContain('sts:AssumeRole');
  });

  it('lists accounts that are expected and were never heard, in each Region, and ends with 1', async () => {
    const { exitCode, stdout } = await cli.trusted(
      ...['members', '--output', 'json', '--expect', `${MEMBER}\t${OUTSIDE}`, OUTSIDE],
    );
    expect(exitCode).toBe(1);
    expect(rowsIn(stdout)).toHaveLength(7);
    for (const region of [HOME, AWAY])
      expect(rowOf(stdout, OUTSIDE, region)).toMatchObject({
        version: null,
        heardAt: null,
        silent: true,
        reachable: false,
        note: expect.stringMatching(/never heard: deploy the member stack there.*role is missing/),
      });
    expect(rowOf(stdout, MEMBER, HOME)).toMatchObject({ silent: false, reachable: true });
  });

  it('has nothing to say of expected accounts that are all there', async () => {
    const { exitCode, stdout } = await cli.trusted('members', '--output', 'json', '--expect', MEMBER, SECOND);
    expect([exitCode, rowsIn(stdout).length]).toEqual([0, 5]);
  });

  it('names an account id that is none', async () => {
    const { exitCode, stderr } = await cli.trusted('members', '--expect', MEMBER, '1234');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/1234.*12 digits/);
  });

  it('tells an account whose role is gone, a silent one, and other versions', async () => {
    const { parameters } = world.home.aws;
    const put = (account: string, region: string, memberVersion: number, heardAt: string) =>
      parameters.put({
        name: `${membersPath('default')}/${account}/${region}`,
        value: JSON.stringify({ version: 1, memberVersion, heardAt }),
        overwrite: true,
      });
    const now = new Date(world.time.now()).toISOString();
    put(SECOND, AWAY, MEMBER_VERSION + 1, now);
    put(SECOND, HOME, MEMBER_VERSION + 2, now);
    put(MEMBER, AWAY, MEMBER_VERSION, '2020-01-01T00:00:00.000Z');
    world.takeRoleAway(MEMBER, MEMBER_ROLE);
    const { exitCode, stdout } = await cli.trusted('members', '--output', 'json');
    world.giveRoleBack(MEMBER, MEMBER_ROLE);
    expect(exitCode).toBe(1);
    expect(rowOf(stdout, MEMBER, HOME)).toMatchObject({ reachable: false, silent: false });
    expect(rowOf(stdout, MEMBER, AWAY)).toMatchObject({ reachable: false, silent: true });
    expect(rowOf(stdout, SECOND, AWAY)).toMatchObject({ versionStatus: 'newer' });
    expect(rowOf(stdout, SECOND, AWAY)?.note).toContain('both work together');
    expect(rowOf(stdout, SECOND, HOME)?.note).toContain('only neighbouring versions work together');
  });
});

describe('members of a list', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('are there although they were never heard', async () => {
    const members = AtlasMembers.accounts([MEMBER, OUTSIDE], { regions: [HOME] });
    const world = await startHub({ members });
    const { exitCode, stdout } = await hubCommandLine(world).trusted('members', '--output', 'json');
    expect(exitCode).toBe(1);
    expect(rowOf(stdout, OUTSIDE, HOME)).toMatchObject({
      version: null,
      versionStatus: 'unknown',
      heardAt: null,
      silent: true,
    });
  });

  it('say of an expected account that is not listed what to do', async () => {
    const members = AtlasMembers.accounts([MEMBER], { regions: [HOME] });
    const world = await startHub({ members });
    const { exitCode, stdout } = await hubCommandLine(world).trusted(
      ...['members', '--output', 'json', '--expect', OUTSIDE],
    );
    expect(exitCode).toBe(1);
    expect(rowOf(stdout, OUTSIDE, HOME)?.note).toContain('add the account to AtlasMembers.accounts');
  });

  it('that nobody has joined yet names what StackSets need', async () => {
    const world = await startHub({ homeUnit: undefined, accounts: [{ account: OUTSIDE, isMember: false }] });
    const { exitCode, stdout, stderr } = await hubCommandLine(world).trusted('members');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/No member was heard yet/);
    expect(stderr).toMatch(/activate-organizations-access/);
  });

  it('are of a hub only', async () => {
    const cli = openToCommandLine(await startLastingScenario({}));
    const { exitCode, stderr } = await cli.run('members');
    await cli.stop();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/is no hub.*\n.*add members/);
  });
});
