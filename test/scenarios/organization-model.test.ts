import { describe, expect, it } from 'vitest';
import { LastLink } from '../../lib/index.js';
import { numberedSequence } from '../../torture/numbered-sequence.js';
import type { OrganizationCommand } from '../../torture/organization/organization-commands.js';
import { OrganizationLife } from '../../torture/organization/organization-life.js';
import { organizationModel, playOrganization } from '../../torture/organization/organization-model.js';
import type { OrganizationRules } from '../../torture/organization/organization-setting.js';
import { play } from '../../torture/organization/play-command.js';
import { requestViolations } from '../../torture/organization/registration-invariants.js';

const RULES: OrganizationRules = {
  ...{ membership: 'organization', limits: 'accounts', second: false },
  ...{ lastLink: LastLink.KEEP, unlinkDeselected: true, selection: 'tagged' },
  ...{ auth: 'digest', nonces: 'reusable', throughput: 1 },
  ...{ sourceKeysWhenForwarded: true, deletesAfterLeaving: true },
  ...{ refusesChangesWhileInitiating: true, regionChangeSeconds: 180, beginningSeconds: 600 },
};
/** Places by index: 2 and 3 are of the first member, 4 and 5 of the second. */
const create = (place: number, project = 0, selected = true): OrganizationCommand => ({
  ...{ kind: 'create', place, project, selected, by: 0, busy: false, byStack: false },
});
const QUARTER: OrganizationCommand = { kind: 'wait', seconds: 900 };

const forged = (about: 'creation' | 'deletion' | "a stack's deletion"): OrganizationCommand => ({
  ...{ kind: 'forged', place: 2, pick: 0, about, names: 'sender', source: 'as AWS' },
});
const ALL = { membership: 'units', limits: 'none', selection: 'all', lastLink: LastLink.REMOVE } as const;

const EXAMPLES: [name: string, OrganizationRules, OrganizationCommand[]][] = [
  [
    "a member reports the creation and the deletion of another member's endpoint",
    { ...RULES, ...ALL, unlinkDeselected: false },
    [
      create(4),
      create(2),
      QUARTER,
      forged('creation'),
      forged('deletion'),
      forged("a stack's deletion"),
      QUARTER,
    ],
  ],
  [
    // Its copies said "available" for ever.
    'a member takes no parameters while its links are made and removed',
    RULES,
    [
      ...[create(5), create(4), create(5), QUARTER],
      { kind: 'member denies', place: 4, what: 'parameter writes', seconds: 2400 },
      ...[create(4), { kind: 'delete', picks: [0], firstIsRefused: false } as const, QUARTER],
    ],
  ],
];

/** The same few sequences each time; `npm run torture -- --model organization` plays others, which find new defects. */
const SEED = 66;
const SEQUENCES = 6;

const PROMISE =
  'ends with each link as its endpoint, its account and its project want it, and nothing else touched';

describe('any sequence in several accounts and Regions, with members that join, leave, are silent or forge events', () => {
  it.each(EXAMPLES)(`${PROMISE} (%s)`, async (_name, setting, steps) => {
    expect(await organizationModel.play({ setting, steps })).toEqual([]);
  });

  it.each(Array.from({ length: SEQUENCES }, (_, index) => index))(`${PROMISE} (%i)`, async (index) => {
    expect(await organizationModel.play(numberedSequence(organizationModel, SEED, index))).toEqual([]);
  });
});

describe('the invariants of an organization find', () => {
  it('a hub that does not limit who may reach a project, links what was not selected, and removes last links', async () => {
    const deployed = { ...RULES, ...ALL, unlinkDeselected: false };
    const setting = {
      ...deployed,
      limits: 'accounts',
      selection: 'tagged',
      lastLink: LastLink.KEEP,
    } as const;
    const removal = { kind: 'delete', picks: [1], firstIsRefused: false } as const;
    const steps = [create(4, 1), create(3, 0, false), QUARTER, removal, QUARTER];
    const found = (await playOrganization({ setting, steps }, deployed)).join('\n');
    expect(found).toMatch(/POST .* whose place may not reach the project/);
    expect(found).toMatch(/POST .* which was never selected/);
    expect(found).toMatch(/service \w+ is not available any more/);
  });

  it('a removal of a link whose endpoint lives', async () => {
    const steps: OrganizationCommand[] = [
      ...[create(3), create(5), QUARTER],
      // Longer than an absence that counts as a deletion.
      { kind: 'ec2 hides', pick: 0, seconds: 7200, reconciliations: 3 },
    ];
    const violations = await playOrganization({ setting: RULES, steps });
    expect(violations).toContainEqual(expect.stringMatching(/DELETE .* which was to be linked/));
  });

  it('requests about an endpoint whose account was not asked', async () => {
    const life = await OrganizationLife.start(RULES);
    try {
      const removal = { kind: 'delete', picks: [0], firstIsRefused: false } as const;
      for (const command of [create(3), create(5), QUARTER, removal, QUARTER]) await play(life, command);
      expect(requestViolations(life)).toEqual([]);
      life.calls.entries.length = 0;
      const found = requestViolations(life).join('\n');
      expect(found).toMatch(/POST .* its account was never asked/);
      expect(found).toMatch(/DELETE .* its account was not asked since it was wanted/);
    } finally {
      await life.world.close();
    }
  });
});
