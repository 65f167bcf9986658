/** Accounts, Regions and rules of the worlds in which sequences over an organization are played. */
import fc from 'fast-check';
import type { ProjectLimits } from '../../bin/synthesize-hub.js';
import { LastLink } from '../../lib/index.js';
import type { Place } from '../../local/aws/protocol/place.js';
import { STACK } from '../../local/world.js';
import { type Surroundings, surroundings } from '../worlds/surroundings.js';

export const HUB = STACK.account;
export const HOME = STACK.region;
export const AWAY = 'eu-central-1';
export const REGIONS = [HOME, AWAY];
export const FIRST = '222233334444';
export const SECOND = '333344445555';
/** Outside of the organization at the beginning. */
export const LATE = '444455556666';
/** Accounts that may join and leave. */
export const MEMBERS = [FIRST, SECOND, LATE] as const;
/** All accounts in all Regions, those of the hub first. */
export const PLACES: readonly Place[] = [HUB, ...MEMBERS].flatMap((account) =>
  REGIONS.map((region) => ({ account, region })),
);
export const UNIT = 'ou-root-members00';
export const PROJECTS = 2;

/** Accounts and Regions that may reach the project of the same index. */
const LIMITS: Readonly<Record<'none' | 'accounts' | 'accounts and Regions', readonly ProjectLimits[]>> = {
  none: [],
  accounts: [{}, { accounts: [HUB, FIRST] }],
  'accounts and Regions': [{ accounts: [FIRST, LATE], regions: [AWAY] }, { regions: [HOME] }],
};

/** Rules that require a synthesis of their own. Each synthesis takes seconds, so there are few combinations. */
interface Synthesized {
  /** How the hub's members are named. */
  readonly membership: 'organization' | 'units' | 'accounts';
  readonly limits: keyof typeof LIMITS;
  readonly lastLink: LastLink;
  readonly unlinkDeselected: boolean;
  readonly selection: 'tagged' | 'all';
  /** A second hub of the same account for the same members and projects, which selects endpoints by its own tag. */
  readonly second: boolean;
}

export interface OrganizationRules extends Synthesized, Surroundings {
  /** Not verified: whether a rule's events have the condition keys of their source. */
  readonly sourceKeysWhenForwarded: boolean;
  /** Not verified: whether stacks are deleted after their account has left the organization. */
  readonly deletesAfterLeaving: boolean;
}

const RULES: readonly Synthesized[] = [
  {
    ...{ membership: 'organization', limits: 'accounts', second: false },
    ...{ lastLink: LastLink.KEEP, unlinkDeselected: true, selection: 'tagged' },
  },
  {
    ...{ membership: 'organization', limits: 'none', second: true },
    ...{ lastLink: LastLink.REMOVE, unlinkDeselected: true, selection: 'tagged' },
  },
  {
    ...{ membership: 'units', limits: 'none', second: false },
    ...{ lastLink: LastLink.REMOVE, unlinkDeselected: false, selection: 'all' },
  },
  {
    ...{ membership: 'units', limits: 'accounts and Regions', second: false },
    ...{ lastLink: LastLink.KEEP, unlinkDeselected: true, selection: 'tagged' },
  },
  {
    ...{ membership: 'accounts', limits: 'accounts', second: false },
    ...{ lastLink: LastLink.REMOVE, unlinkDeselected: true, selection: 'tagged' },
  },
];

export const organizationRules: fc.Arbitrary<OrganizationRules> = fc
  .tuple(fc.constantFrom(...RULES), surroundings, fc.boolean(), fc.boolean())
  .map(([rules, where, sourceKeysWhenForwarded, deletesAfterLeaving]) => ({
    ...{ ...rules, ...where },
    ...{ sourceKeysWhenForwarded, deletesAfterLeaving },
  }));

export function limitsOf({ limits }: Pick<OrganizationRules, 'limits'>): readonly ProjectLimits[] {
  return LIMITS[limits];
}

/** True if endpoints of the place may be linked to the project. */
export function mayReach(
  rules: Pick<OrganizationRules, 'limits'>,
  projectIndex: number,
  { account, region }: Place,
): boolean {
  const { accounts, regions } = limitsOf(rules)[projectIndex] ?? {};
  return accounts?.includes(account) !== false && regions?.includes(region) !== false;
}

export function isHome({ account, region }: Place): boolean {
  return account === HUB && region === HOME;
}
