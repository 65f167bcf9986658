/** Which account and Region of a hub the user means, or why it has none such. */

import { awsRegion } from '../../lambda/contract/regions.js';
import { isMember, memberPlaces } from '../../lambda/domain/members/served-places.js';
import { isSamePlace, type Place } from '../../lambda/domain/model/values/place.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import type { WantedPlace } from '../session/command-context.js';
import type { HubAccess } from './hub-access.js';

/**
 * @param mayBeUnheard true: accounts that the hub has never heard are members all the same, where it serves an
 *   organization
 * @returns the place of a member, or the home of the hub
 * @throws CommandError for what is neither, RegistryUnavailableError
 */
export async function placeAtHub(
  hub: HubAccess,
  account: string,
  { region: wanted }: WantedPlace,
  mayBeUnheard: boolean,
): Promise<Place> {
  const { setting, home } = hub;
  const place = { account, region: wanted === undefined ? home.region : awsRegion(wanted) };
  if (isSamePlace(place, home)) return home;
  if (!setting.regions.includes(place.region)) throw notServed(hub, place);
  const isKnown = mayBeUnheard || setting.accounts !== undefined || (await isHeard(hub, account));
  if (isKnown && isMember(setting, home, place)) return place;
  throw await noMember(hub, account);
}

async function isHeard(hub: HubAccess, account: string): Promise<boolean> {
  return (await accountsOf(hub)).includes(account);
}

async function accountsOf({ setting, home, listHeardMembers }: HubAccess): Promise<string[]> {
  const members = memberPlaces(setting, home, await listHeardMembers());
  return [...new Set(members.map(({ place }) => place.account))];
}

function notServed({ setting, home }: HubAccess, { region }: Place): CommandError {
  return new CommandError(
    `The hub in ${home.account} ${home.region} serves no members in ${region}, but in ${setting.regions.join(', ')}.`,
    'Give one of these with --region, or add the Region to the members of the hub.',
    ExitCode.USAGE,
  );
}

/** More would not be read. */
const NAMED_ACCOUNTS = 20;

async function noMember(hub: HubAccess, account: string): Promise<CommandError> {
  const accounts = await accountsOf(hub);
  const named = accounts.slice(0, NAMED_ACCOUNTS).join(', ');
  const more = accounts.length > NAMED_ACCOUNTS ? ` and ${accounts.length - NAMED_ACCOUNTS} more` : '';
  const known = accounts.length === 0 ? 'It has heard none yet.' : `Its members are ${named}${more}.`;
  const { home } = hub;
  return new CommandError(
    `Account ${account} is no member of the hub in ${home.account} ${home.region}. ${known}`,
    'Give one of its members with --account, or deploy the member stack in the account: docs/organization.md. The hub hears a new member within an hour.',
    ExitCode.USAGE,
  );
}
