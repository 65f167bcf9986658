/** The invariants of an organization's Regions, connection strings, copies and commands: each finds a planted fault. */
import { afterEach, describe, expect, it } from 'vitest';
import { memberRoleName } from '../../lambda/contract/members.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import { LastLink } from '../../lib/index.js';
import { commandViolations } from '../../torture/organization/command-invariants.js';
import type { MemberEndpoint } from '../../torture/organization/member-endpoint.js';
import { memberViolations } from '../../torture/organization/member-invariants.js';
import type { OrganizationCommand } from '../../torture/organization/organization-commands.js';
import { OrganizationLife } from '../../torture/organization/organization-life.js';
import { organizationModel } from '../../torture/organization/organization-model.js';
import { FIRST, HOME, type OrganizationRules } from '../../torture/organization/organization-setting.js';
import { NAMESPACES } from '../../torture/organization/organization-synthesis.js';
import { play } from '../../torture/organization/play-command.js';
import { regionViolations } from '../../torture/organization/region-invariants.js';
import { stringViolations } from '../../torture/organization/string-invariants.js';

const RULES: OrganizationRules = {
  ...{ membership: 'organization', limits: 'accounts', second: false },
  ...{ lastLink: LastLink.KEEP, unlinkDeselected: true, selection: 'tagged' },
  ...{ auth: 'digest', nonces: 'reusable', throughput: 1 },
  ...{ sourceKeysWhenForwarded: true, deletesAfterLeaving: true },
  ...{ refusesChangesWhileInitiating: true, regionChangeSeconds: 180, beginningSeconds: 600 },
};
const REMOTE: OrganizationRules = { ...RULES, limits: 'remote Regions' };

/** Places by index: 2 and 3 are of the first member, 4 and 5 of the second; odd ones are not in the home Region. */
const create = (place: number, project = 0, selected = true): OrganizationCommand => ({
  ...{ kind: 'create', place, project, selected, by: 0, busy: false, byStack: false },
});
const remove = (pick: number): OrganizationCommand => ({
  ...{ kind: 'delete', picks: [pick], firstIsRefused: false },
});
const byCommand = (command: 'link' | 'unlink', pick: number, by: 'hub' | 'member', heldCall = 0) =>
  ({ kind: 'by command', pick, command, by, heldCall, heldSeconds: 30 }) as const;
const QUARTER: OrganizationCommand = { kind: 'wait', seconds: 900 };
const absence = (what: 'organization' | 'unit', afterSeconds: number): OrganizationCommand => ({
  ...{ kind: 'leave and return', member: 0, what, keepsRole: false, afterSeconds },
});

const EXAMPLES: [name: string, OrganizationRules, OrganizationCommand[]][] = [
  [
    'services get further Regions, one of them in vain, and clusters get other connection strings',
    REMOTE,
    [
      ...[create(3), create(5), create(1, 1), create(5, 1), QUARTER],
      ...([remove(0), create(3), { kind: 'other strings', project: 0 }, QUARTER] as const),
    ],
  ],
  [
    'people link and unlink while the world continues',
    RULES,
    [
      ...[create(2, 0, false), create(4), create(5), create(4), QUARTER],
      ...[byCommand('link', 0, 'hub', 5), byCommand('unlink', 1, 'hub', 7), byCommand('unlink', 2, 'member')],
      QUARTER,
    ],
  ],
  [
    'a member leaves its unit and returns, while one of its endpoints is deleted and strings change',
    { ...RULES, membership: 'units', limits: 'none' },
    [
      ...[create(2), create(3), create(3), QUARTER, absence('unit', 1200)],
      ...([{ kind: 'other strings', project: 0 }, remove(1), { kind: 'wait', seconds: 3600 }] as const),
    ],
  ],
  [
    // The hub's people may enter an account that has left the organization, if its roles have stayed.
    'somebody unlinks an endpoint of an account that has left',
    { ...RULES, membership: 'units', limits: 'none', deletesAfterLeaving: false },
    [
      ...[
        create(2),
        create(2),
        QUARTER,
        absence('organization', 300),
        { kind: 'wait', seconds: 1200 } as const,
      ],
      byCommand('unlink', 0, 'hub', 7),
    ],
  ],
];

const lives: OrganizationLife[] = [];
afterEach(async () => {
  for (const life of lives.splice(0)) await life.world.close();
});

async function played(rules: OrganizationRules, ...commands: OrganizationCommand[]) {
  const life = await OrganizationLife.start(rules);
  lives.push(life);
  for (const command of commands) await play(life, command);
  return life;
}

function endpointAt(life: OrganizationLife, index: number): MemberEndpoint {
  const one = life.endpoints[index];
  if (one === undefined) throw new Error(`The sequence has no endpoint ${index}`);
  return one;
}

describe('sequences over an organization with other Regions, people and members that return', () => {
  it.each(EXAMPLES)('hold every invariant: %s', async (_name, setting, steps) => {
    expect(await organizationModel.play({ setting, steps })).toEqual([]);
  });
});

describe('the invariants of an organization find', () => {
  it('a Region that was removed, one for which no endpoint asks, and one that is not allowed', async () => {
    const life = await played(REMOTE, create(3), create(1, 1), create(5, 0, false), QUARTER);
    expect(life.regionRequests).toHaveLength(2);
    expect(regionViolations(life)).toEqual([]);
    const [own, other] = [endpointAt(life, 0).service, endpointAt(life, 1).service];
    life.world.atlas.world.changeRemoteRegions(own, ['US_EAST_1']);
    life.world.atlas.world.changeRemoteRegions(other, ['EU_CENTRAL_1', 'AP_SOUTH_1']);
    const found = regionViolations(life).join('\n');
    expect(found).toContain('were requested without EU_CENTRAL_1');
    expect(found).toContain('with US_EAST_1, where no endpoint was to be linked');
    expect(found).toContain('with AP_SOUTH_1, which its project does not allow');
  });

  it('connection strings and copies that are not what Atlas and the hub say', async () => {
    const life = await played(RULES, create(2), create(2), QUARTER);
    const { place, endpoint } = endpointAt(life, 0);
    const { parameters } = place.aws;
    const stored = parameters.below(`/atlas-privatelink/connection-strings/${endpoint.endpointId}`, true);
    expect(stored.length).toBeGreaterThan(0);
    expect([...stringViolations(life), ...memberViolations(life, [])]).toEqual([]);
    parameters.put({ name: stored[0]?.name ?? '', type: 'String', overwrite: true, value: 'of yesterday' });
    const name = linkParameterName(endpoint.endpointId);
    const copy = JSON.parse(parameters.get(name)?.value ?? '{}') as Record<string, unknown>;
    const value = JSON.stringify({ ...copy, serviceName: 'another' });
    parameters.put({ name, type: 'String', overwrite: true, value });
    expect(stringViolations(life).join('\n')).toMatch(/connection strings of .*of yesterday/);
    expect(memberViolations(life, []).join('\n')).toContain("has another serviceName than the hub's record");
  });

  it('a function that enters an account which has left, but not a person', async () => {
    const life = await played(RULES, create(2), QUARTER, {
      ...{ kind: 'leave', member: 0, what: 'organization', keepsRole: false },
    });
    await play(life, { kind: 'wait', seconds: 3600 });
    expect(memberViolations(life, [])).toEqual([]);
    const call = {
      ...{ account: FIRST, region: HOME, action: 'ec2:DescribeVpcEndpoints', at: life.world.time.now() },
      roleArn: `arn:aws:iam::${FIRST}:role/${memberRoleName(NAMESPACES[0])}`,
      refusal: undefined,
    };
    life.calls.entries.push({ ...call, isByFunction: false });
    expect(memberViolations(life, [])).toEqual([]);
    life.calls.entries.push({ ...call, isByFunction: true });
    expect(memberViolations(life, []).join('\n')).toMatch(
      /DescribeVpcEndpoints was called in .*, which had left/,
    );
  });

  it("a command that a member's credentials may run, or that breaks", async () => {
    const life = await played(RULES, create(4), create(4), QUARTER, byCommand('unlink', 0, 'member'));
    const [run] = life.people.runs;
    if (run === undefined) throw new Error('The command was not run');
    expect(run.exitCode).not.toBe(0);
    expect(commandViolations(life)).toEqual([]);
    life.people.runs.push({ ...run, exitCode: 0 }, { ...run, exitCode: 7, stderr: 'Error\n    at play' });
    const found = commandViolations(life).join('\n');
    expect(found).toContain('was not refused');
    expect(found).toContain('ended with 7');
    expect(found).toContain('printed a stack');
  });
});
