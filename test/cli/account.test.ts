/** Commands with `--account`, as people of the hub's account and of a member run them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import {
  AWAY,
  HOME,
  HUB,
  listedIds,
  MEMBER,
  OUTSIDE,
  recordAtHub,
  runFor,
  SECOND,
  startLastingHub,
} from '../scenarios/hub-world.js';
import { type HubCommandLine, hubCommandLine } from './hub-command-line.js';

const TIMEOUT_MILLISECONDS = 120_000;
const JSON_OUTPUT = ['--output', 'json'];

let world: OrganizationWorld;
let cli: HubCommandLine;
/** Of the hub's own account and Region. */
let own: LocalVpcEndpoint;
/** Of a member in another Region than the hub's. */
let away: LocalVpcEndpoint;
/** Of a member that may not reach the project. */
let refused: LocalVpcEndpoint;

const AT_MEMBER = ['--account', MEMBER, '--region', AWAY];

beforeAll(async () => {
  world = await startLastingHub({ reach: [{ accounts: [HUB, MEMBER] }] });
  const [project] = world.home.projects;
  if (project === undefined) throw new Error('The world has no project.');
  world.atlas.world.createCluster(project, { name: 'Main', regionNames: ['EU_CENTRAL_1'] });
  own = world.home.createVpcEndpoint();
  away = world.place(MEMBER, AWAY).createVpcEndpoint({ tags: { Name: 'orders' } });
  refused = world.place(SECOND, HOME).createVpcEndpoint();
  await runFor(world, 3600);
  cli = hubCommandLine(world);
}, TIMEOUT_MILLISECONDS);

afterAll(() => world.close());

interface Row {
  readonly endpointId: string;
}

function rowsIn(stdout: string): Row[] {
  return (JSON.parse(stdout) as { readonly links: Row[] }).links;
}

describe('with credentials of the hub', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('list has the links of all members, with account and Region, and enters none', async () => {
    const { exitCode, stdout } = await cli.administrator('list', ...JSON_OUTPUT);
    const rows = rowsIn(stdout);
    expect(exitCode).toBe(0);
    expect(rows.map(({ endpointId }) => endpointId).sort()).toEqual(
      [own, away, refused].map(({ endpointId }) => endpointId).sort(),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({
        endpointId: away.endpointId,
        account: MEMBER,
        endpointRegion: AWAY,
        atlasStatus: 'AVAILABLE',
        registryState: 'available',
      }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ endpointId: own.endpointId, account: HUB, ec2State: 'available' }),
    );
    const table = await cli.administrator('list');
    expect(table.stdout).toMatch(/^ENDPOINT +ACCOUNT +FROM +/);
  });

  it('list asks Atlas for no link of a member on which its list and the record agree, and for one on which they do not', async () => {
    const polls = () =>
      world.atlas.journal.count({
        method: 'GET',
        path: new RegExp(`/endpoint/(${away.endpointId}|${refused.endpointId})$`),
      });
    const before = polls();
    await cli.administrator('list', ...JSON_OUTPUT);
    expect(polls()).toBe(before);
    const service = world.serviceIn(AWAY);
    const link = service.links.get(away.endpointId);
    if (link === undefined) throw new Error('There is no such link.');
    service.links.delete(away.endpointId);
    try {
      const { stdout } = await cli.administrator('list', ...JSON_OUTPUT);
      expect(rowsIn(stdout)).toContainEqual(
        expect.objectContaining({ endpointId: away.endpointId, listed: false, atlasStatus: '' }),
      );
      expect(polls()).toBe(before + 1);
    } finally {
      service.links.set(away.endpointId, link);
    }
  });

  it('list of a member has its endpoints as EC2 shows them there, and nothing of others', async () => {
    const { stdout } = await cli.trusted('list', ...AT_MEMBER, ...JSON_OUTPUT);
    expect(rowsIn(stdout)).toMatchObject([
      { endpointId: away.endpointId, name: 'orders', atlasStatus: 'AVAILABLE', ec2State: 'available' },
    ]);
  });

  it('list names the limit of a project that the member may not reach', async () => {
    const { stdout } = await cli.trusted('list', '--account', SECOND, ...JSON_OUTPUT);
    expect(rowsIn(stdout)).toMatchObject([
      {
        endpointId: refused.endpointId,
        note: expect.stringContaining(`limits it to accounts ${HUB}, ${MEMBER}`),
      },
    ]);
  });

  it('describe has the record of the hub, and the connection strings of the member', async () => {
    const { exitCode, stdout } = await cli.trusted('describe', away.endpointId, ...AT_MEMBER, ...JSON_OUTPUT);
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ linked: true, registry: { account: MEMBER, region: AWAY } });
    expect(document.recordedConnectionStrings).toMatchObject([{ Cluster: 'Main' }]);
    expect(document).not.toHaveProperty('recorded');
  });

  it('watch follows it', async () => {
    const { exitCode, stdout } = await cli.trusted('watch', away.endpointId, ...AT_MEMBER);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/EC2 available, Atlas AVAILABLE, registry available\navailable/);
  });

  it('a person whom the role does not trust is told so, and what to do', async () => {
    const { exitCode, stderr } = await cli.administrator('describe', away.endpointId, ...AT_MEMBER);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/cannot be assumed .*trusts only roles of the hub's account that have the tag/);
    expect(stderr).toMatch(/\nUse credentials of the member account \(--profile/);
  });

  it('its own account is the same as without', async () => {
    const [named, plain] = [
      await cli.administrator('describe', own.endpointId, '--account', HUB, '--region', HOME),
      await cli.administrator('describe', own.endpointId),
    ];
    expect(named).toEqual(plain);
    expect(named.exitCode).toBe(0);
  });

  it.each([
    ['no account', ['--account', '12345'], /'12345' is invalid.*12 digits/],
    [
      'an account that is no member',
      ['--account', OUTSIDE],
      new RegExp(`${OUTSIDE} is no member .*members are .*${MEMBER}`),
    ],
    [
      'a Region that is not served',
      ['--account', MEMBER, '--region', 'us-west-2'],
      /serves no members in us-west-2, but in eu-west-1, eu-central-1/,
    ],
  ])('%s is refused, with what there is', async (_, args, message) => {
    const { exitCode, stderr } = await cli.trusted('list', ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('with credentials of a member', { timeout: TIMEOUT_MILLISECONDS }, () => {
  const atHome = (...args: string[]) => cli.memberOf(MEMBER, AWAY, ...args, '--account', MEMBER);

  it('list has the copies of the records', async () => {
    const { exitCode, stdout, stderr } = await atHome('list', ...JSON_OUTPUT);
    expect(exitCode).toBe(0);
    expect(rowsIn(stdout)).toMatchObject([
      { endpointId: away.endpointId, name: 'orders', registryState: 'available', ec2State: 'available' },
    ]);
    expect(stderr).toMatch(/copies in this account/);
  });

  it('describe has the copy and the connection strings', async () => {
    const { exitCode, stdout } = await atHome('describe', away.endpointId, ...JSON_OUTPUT);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      recorded: true,
      linked: true,
      registry: { state: 'available' },
      recordedConnectionStrings: [{ Cluster: 'Main' }],
    });
    const table = await atHome('describe', away.endpointId);
    expect(table.stdout).toMatch(/Main srv +in the registry +mongodb\+srv:/);
    expect(table.stdout).not.toContain('not of a configured project');
  });

  it('watch follows the copy', async () => {
    const { exitCode, stdout } = await atHome('watch', away.endpointId);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/registry available\navailable/);
  });

  it.each(['link', 'unlink'])('%s is refused, with whom to ask', async (command) => {
    const { exitCode, stderr } = await atHome(command, away.endpointId);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      new RegExp(
        `changed by its hub, in account ${HUB} ${HOME}.\nRun the command with credentials of the hub`,
      ),
    );
  });

  it('another account is refused', async () => {
    const { exitCode, stderr } = await cli.memberOf(MEMBER, AWAY, 'list', '--account', SECOND);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/they find neither a hub, nor a member stack of this account/);
  });

  it('without --account, there is no automation, as ever', async () => {
    const { exitCode, stderr } = await cli.memberOf(MEMBER, AWAY, 'list');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: No automation is installed in eu-central-1 of this account/);
  });
});

interface Diagnosis {
  readonly verdict: string;
  readonly checks: readonly { readonly check: string; readonly status: string }[];
}

function statusesIn(stdout: string): Record<string, string> {
  const { checks } = JSON.parse(stdout) as Diagnosis;
  return Object.fromEntries(checks.map(({ check, status }) => [check, status]));
}

describe('doctor of a member', { timeout: TIMEOUT_MILLISECONDS }, () => {
  const ofWorld = () => [...AT_MEMBER, '--dns-server', world.home.dnsServer, ...JSON_OUTPUT];

  it('checks the way from the member to the hub, with credentials of the hub', async () => {
    const { exitCode, stdout } = await cli.trusted('doctor', away.endpointId, ...ofWorld());
    expect(exitCode).toBe(0);
    expect(stdout).toContain('forward to the bus of the hub by role AtlasPrivateLinkForwarder-default');
    expect(statusesIn(stdout)).toMatchObject({
      'member-stack': 'ok',
      'member-role': 'ok',
      'project-reach': 'ok',
      'member-rules': 'ok',
      'hub-bus': 'ok',
      heartbeat: 'ok',
      trail: 'ok',
      status: 'ok',
    });
  });

  it('does not know what is in the member if its role refuses the caller', async () => {
    const { exitCode, stdout } = await cli.administrator('doctor', away.endpointId, ...ofWorld());
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unknown' });
    expect(statusesIn(stdout)).toMatchObject({
      'member-role': 'not checked',
      endpoint: 'not checked',
      'hub-bus': 'ok',
    });
  });

  it('names the limits of a project', async () => {
    const { exitCode, stdout } = await cli.trusted('doctor', refused.endpointId, '--account', SECOND);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Wrong: project-reach.');
  });

  it('checks the rules, their targets and the trail, with credentials of the member', async () => {
    const args = ['doctor', away.endpointId, '--account', MEMBER, ...JSON_OUTPUT];
    const { exitCode, stdout } = await cli.memberOf(MEMBER, AWAY, ...args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('forward to the bus of the hub by role AtlasPrivateLinkForwarder-default');
    expect(statusesIn(stdout)).toEqual({
      'member-stack': 'ok',
      'member-role': 'not checked',
      endpoint: 'ok',
      trail: 'ok',
      'member-rules': 'ok',
      'hub-bus': 'not checked',
      heartbeat: 'not checked',
      registration: 'ok',
      'connection-strings': 'ok',
    });
  });
});

/** The order matters: these change the world. */
describe('link and unlink of a member', { timeout: TIMEOUT_MILLISECONDS }, () => {
  it('go the way of its events', async () => {
    const place = world.place(MEMBER, AWAY);
    place.aws.bus.loses = () => true;
    const { endpointId } = place.createVpcEndpoint();
    await runFor(world, 60);
    const started = await cli.trusted('link', endpointId, ...AT_MEMBER, '--no-wait', ...JSON_OUTPUT);
    expect(JSON.parse(started.stdout)).toMatchObject({ type: 'started', registration: 'created' });
    await runFor(world, 1800);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({
      state: 'available',
      account: MEMBER,
      region: AWAY,
    });
    const ended = await cli.trusted('unlink', endpointId, ...AT_MEMBER, '--yes', '--no-wait');
    expect(ended.exitCode).toBe(0);
    await runFor(world, 1800);
    expect(recordAtHub(world, place, endpointId)).toBeUndefined();
    expect(listedIds(world)).not.toContain(endpointId);
    place.aws.bus.loses = () => false;
  });

  it('respect which accounts may reach a project', async () => {
    const { exitCode, stderr } = await cli.trusted('link', refused.endpointId, '--account', SECOND);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/may not be linked to Atlas project/);
    expect(listedIds(world)).not.toContain(refused.endpointId);
  });
});
