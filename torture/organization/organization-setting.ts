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
/** Only where endpoint services accept endpoints of other Regions. */
const THIRD = 'us-east-1';
export const FIRST = '222233334444';
export const SECOND = '333344445555';
/** Outside of the organization at the beginning. */
export const LATE = '444455556666';
/** Accounts that may join and leave. */
export const MEMBERS = [FIRST, SECOND, LATE] as const;
export const UNIT = 'ou-root-members00';
export const PROJECTS = 2;

/** Accounts and Regions that may reach the project of the same index. */
const LIMITS: Readonly<Record<LimitsName, readonly ProjectLimits[]>> = {
  none: [],
  accounts: [{}, { accounts: [HUB, FIRST] }],
  'accounts and Regions': [{ accounts: [FIRST, LATE], regions: [AWAY] }, { regions: [HOME] }],
  /** Each project has one endpoint service, in the home Region, to which hubs may add some Regions. */
  'remote Regions': [
    { accounts: [HUB, FIRST, SECOND], remoteRegions: [AWAY, THIRD] },
    { remoteRegions: [AWAY] },
  ],
};

type LimitsName = 'none' | 'accounts' | 'accounts and Regions' | 'remote Regions';

/** Rules that require a synthesis of their own. Each synthesis takes seconds, so there are few combinations. */
interface Synthesized {
  /** How the hub's members are named. */
  readonly membership: 'organization' | 'units' | 'accounts';
  readonly limits: LimitsName;
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
  /** Not verified: whether Atlas refuses a change of a service's Regions while the service is INITIATING. */
  readonly refusesChangesWhileInitiating: boolean;
  /** Not verified: how long a service is INITIATING after a change of its Regions. */
  readonly regionChangeSeconds: number;
  /** Time before the first step. Hubs hear their members within the first hour, and their people know none before. */
  readonly beginningSeconds: number;
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
  {
    ...{ membership: 'organization', limits: 'remote Regions', second: false },
    ...{ lastLink: LastLink.KEEP, unlinkDeselected: true, selection: 'tagged' },
  },
  {
    ...{ membership: 'units', limits: 'remote Regions', second: true },
    ...{ lastLink: LastLink.REMOVE, unlinkDeselected: true, selection: 'tagged' },
  },
];

/** What no synthesis depends on. */
const behaviour = fc.record({
  sourceKeysWhenForwarded: fc.boolean(),
  deletesAfterLeaving: fc.boolean(),
  refusesChangesWhileInitiating: fc.boolean(),
  regionChangeSeconds: fc.constantFrom(60, 180, 1200),
  beginningSeconds: fc.constantFrom(600, 4200),
});

export const organizationRules: fc.Arbitrary<OrganizationRules> = fc
  .tuple(fc.constantFrom(...RULES), surroundings, behaviour)
  .map(([rules, where, how]) => ({ ...rules, ...where, ...how }));

/** Regions of the members and of the hub. */
export function regionsOf(rules: Pick<OrganizationRules, 'limits'>): readonly string[] {
  return hasRemoteRegions(rules) ? [HOME, AWAY, THIRD] : [HOME, AWAY];
}

/** True if each project has one endpoint service, which is in the home Region. */
export function hasRemoteRegions({ limits }: Pick<OrganizationRules, 'limits'>): boolean {
  return limits === 'remote Regions';
}

/** Two places of each account, those of the hub first. */
export function placesOf(rules: Pick<OrganizationRules, 'limits'>): readonly Place[] {
  const isNear = (account: string) => account === HUB || account === FIRST;
  const away = (account: string) => (hasRemoteRegions(rules) && !isNear(account) ? THIRD : AWAY);
  return [HUB, ...MEMBERS].flatMap((account) => [HOME, away(account)].map((region) => ({ account, region })));
}

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
  if (accounts?.includes(account) === false || regions?.includes(region) === false) return false;
  return !hasRemoteRegions(rules) || region === HOME || mayAddRegion(rules, projectIndex, region);
}

/** True if hubs may add the Region to the project's endpoint services. */
export function mayAddRegion(
  rules: Pick<OrganizationRules, 'limits'>,
  projectIndex: number,
  region: string,
): boolean {
  return limitsOf(rules)[projectIndex]?.remoteRegions?.includes(region) === true;
}

export function isHome({ account, region }: Place): boolean {
  return account === HUB && region === HOME;
}
