/** The organization that `npm start -- --scenario organization` plays: a hub, and three accounts in two Regions. */
import { synthesizeHubInWorld } from '../../bin/synthesize-hub.js';
import { OrganizationWorld } from '../../local/organization-world.js';
import { STACK } from '../../local/world.js';
import { SELECT_TAG } from '../settings/select-tag.js';
import type { StartOptions } from './options.js';

export const HOME = STACK.region;
export const AWAY = 'eu-central-1';
export const UNIT = 'ou-root-products0';

/** Names of the accounts, by their ids. */
export const ACCOUNT = {
  hub: STACK.account,
  /** Its role is taken away, and comes back. */
  payments: '222233334444',
  /** May not reach the project. */
  analytics: '333344445555',
  /** Joins the organization late. */
  shop: '444455556666',
} as const;

export function accountName(account: string): string {
  return Object.entries(ACCOUNT).find(([, id]) => id === account)?.[0] ?? 'unknown';
}

/** Deploys the hub and its StackSets. The accounts of the unit have no member stack yet: CloudFormation takes minutes. */
export function startOrganization({ speed, auth }: StartOptions): Promise<OrganizationWorld> {
  return OrganizationWorld.start({
    speed,
    auth,
    // A constant, so that two runs can be compared.
    random: () => 0.5,
    regions: [AWAY],
    homeUnit: UNIT,
    accounts: [
      { account: ACCOUNT.payments, unit: UNIT },
      { account: ACCOUNT.analytics, unit: UNIT },
      { account: ACCOUNT.shop, isMember: false },
    ],
    synthesize: (settings) =>
      synthesizeHubInWorld(settings, {
        regions: [HOME, AWAY],
        unit: UNIT,
        selectTag: SELECT_TAG,
        limits: [{ accounts: [ACCOUNT.payments, ACCOUNT.shop] }],
      }),
  });
}
