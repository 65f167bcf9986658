/** Members that should be there: those of the hub, and those of accounts that the caller expects. */
import { isMember, keyOf, memberPlaces } from '../../lambda/domain/members/served-places.js';
import type { HeardMember } from '../../lambda/domain/model/ports/members.js';
import type { HubAccess } from './hub-access.js';

/**
 * In each Region of the hub.
 *
 * @param expected ids of accounts; a hub of an organization knows only those that it has heard
 * @returns in the order of accounts and Regions
 */
export function membersAndExpected(
  { setting, home }: Pick<HubAccess, 'setting' | 'home'>,
  heard: readonly HeardMember[],
  expected: readonly string[],
): readonly HeardMember[] {
  const ofExpected = { ...setting, accounts: expected };
  const members = memberPlaces(setting, home, heard);
  const known = new Set(members.map(({ place }) => keyOf(place)));
  const missing = expected
    .flatMap((account) => setting.regions.map((region) => ({ account, region })))
    .filter((place) => isMember(ofExpected, home, place) && !known.has(keyOf(place)));
  const places = new Map(missing.map((place) => [keyOf(place), place]));
  const unheard = [...places.values()].map((place): HeardMember => {
    return { place, memberVersion: undefined, heardAt: undefined };
  });
  return [...members, ...unheard].sort((one, other) => (keyOf(one.place) < keyOf(other.place) ? -1 : 1));
}
