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
    world.organization.stackSetsAccess = 'DISABLED';
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

interface Access {
  readonly status: string | null;
  readonly note: string;
}

describe('trusted access of StackSets', { timeout: TIMEOUT_MILLISECONDS }, () => {
  const accessIn = (stdout: string) => (JSON.parse(stdout) as { readonly stackSets: Access }).stackSets;
  const JSON_OUTPUT = ['members', '--no-enter', '--output', 'json'];

  it('is asked for a hub of an organization, as a delegated administrator or the management account', async () => {
    const world = await startHub();
    const cli = hubCommandLine(world);
    expect(accessIn((await cli.administrator(...JSON_OUTPUT)).stdout)).toEqual({
      status: 'ENABLED',
      note: '',
    });
    const { stderr } = await cli.administrator('members', '--no-enter');
    expect(stderr).toContain('StackSets may use the organization: trusted access is ENABLED.');
    expect(stderr).not.toContain('activate-organizations-access');
    for (const status of ['DISABLED', 'DISABLED_PERMANENTLY'] as const) {
      world.organization.stackSetsAccess = status;
      const { stdout, exitCode } = await cli.administrator(...JSON_OUTPUT);
      expect(accessIn(stdout)).toEqual({
        status,
        note: expect.stringContaining('aws cloudformation activate-organizations-access'),
      });
      // Members may have been deployed otherwise.
      expect(exitCode).toBe(0);
    }
  });

  it('is not known where the account or the role may not ask, and what to do is said', async () => {
    const world = await startHub();
    const cli = hubCommandLine(world);
    const person = 'MAYNOTASK';
    world.home.aws.addPerson(person, [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'cloudformation:*', Resource: '*' },
    ]);
    const refused = await cli.as(person, ...JSON_OUTPUT);
    expect(refused.exitCode).toBe(0);
    expect(accessIn(refused.stdout)).toEqual({
      status: null,
      note: expect.stringMatching(/cloudformation:DescribeOrganizationsAccess/),
    });
    world.organization.delegatedAdministrators.length = 0;
    expect(accessIn((await cli.administrator(...JSON_OUTPUT)).stdout)).toEqual({
      status: null,
      note: expect.stringMatching(
        /Whether StackSets may use the organization cannot be asked.*management account.*describe-organizations-access/s,
      ),
    });
  });

  it('is not asked for a hub of listed accounts, which needs no organization', async () => {
    const members = AtlasMembers.accounts([MEMBER], { regions: [HOME] });
    const world = await startHub({ members });
    const { stdout } = await hubCommandLine(world).administrator(...JSON_OUTPUT);
    expect(JSON.parse(stdout)).toMatchObject({ stackSets: null });
    const calls = world.cloud.server.calls.map(({ action }) => action);
    expect(calls).not.toContain('cloudformation:DescribeOrganizationsAccess');
  });
});

describe('Regions of members', { timeout: TIMEOUT_MILLISECONDS }, () => {
  interface Region {
    readonly region: string;
    readonly note: string;
  }
  const regionsIn = (stdout: string) => (JSON.parse(stdout) as { readonly regions: Region[] }).regions;

  it('are listed with the projects that have an endpoint service there', async () => {
    const world = await startHub({ serviceRegions: [] });
    const cli = hubCommandLine(world);
    const projectId = world.home.projects[0]?.id;
    const before = world.atlas.journal.entries.length;
    const { exitCode, stdout } = await cli.trusted('members', '--output', 'json');
    expect(exitCode).toBe(0);
    expect(regionsIn(stdout)).toEqual([
      { region: HOME, projectIds: [projectId], note: '' },
      {
        region: AWAY,
        projectIds: [],
        note: expect.stringMatching(
          /No project has an endpoint service in eu-central-1.*cannot be linked.*supportedRemoteRegions/,
        ),
      },
    ]);
    // One list for each project, whatever the number of accounts and Regions is.
    // Digest authentication asks twice.
    const lists = world.atlas.journal.entries
      .slice(before)
      .filter(({ path, status }) => path.includes('endpointService') && status === 200);
    expect(lists).toHaveLength(world.home.projects.length);
    const table = await cli.trusted('members');
    expect(table.stdout).toMatch(new RegExp(`^${AWAY} +0 of 1 +No project has`, 'm'));
  });

  it('are not known while Atlas cannot be read, and members are listed all the same', async () => {
    const world = await startHub();
    const person = 'WITHOUTSECRET';
    world.home.aws.addPerson(person, [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'secretsmanager:*', Resource: '*' },
    ]);
    const { exitCode, stdout } = await hubCommandLine(world).as(person, 'members', '--output', 'json');
    expect(exitCode).toBe(0);
    for (const { note } of regionsIn(stdout)) expect(note).toMatch(/1 of 1 projects cannot be read/);
  });
});

describe('REACHABLE', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it("says whose credentials were tried: the caller's, and not those of the hub's functions", async () => {
    const world = await startHub();
    await runFor(world, HOUR);
    const cli = hubCommandLine(world);
    const { stderr } = await cli.trusted('members');
    expect(stderr).toContain(
      "REACHABLE was tried with your credentials, not with those of the hub's functions",
    );
    const entered = await cli.trusted('members', '--output', 'json');
    expect(JSON.parse(entered.stdout)).toMatchObject({ enteredWith: 'caller' });
    const left = await cli.trusted('members', '--no-enter', '--output', 'json');
    expect(JSON.parse(left.stdout)).toMatchObject({ enteredWith: null });
    expect((await cli.trusted('members', '--no-enter')).stderr).not.toContain('REACHABLE');
  });
});
