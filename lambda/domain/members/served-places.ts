/** Which accounts and Regions a hub serves. */
import type { MembersSetting } from '../../contract/members.js';
import type { HeardMember } from '../model/ports/members.js';
import { isSamePlace, type Place } from '../model/values/place.js';

/**
 * True for a member of the hub. Without a list of accounts, every account is one whose role can be assumed: the policy
 * of the bus and the trust policy of the role limit it to the organization.
 */
export function isMember(setting: MembersSetting | undefined, home: Place, place: Place): boolean {
  if (setting === undefined || isSamePlace(home, place)) return false;
  const { accounts, regions } = setting;
  return regions.includes(place.region) && (accounts === undefined || accounts.includes(place.account));
}

/**
 * The place of an event by its envelope, which a member cannot write.
 *
 * @returns the home place also for events of neither: they are refused there, with the reason
 */
export function servedPlaceOf(
  setting: MembersSetting | undefined,
  home: Place,
  envelope: Place | undefined,
): Place {
  return envelope !== undefined && isMember(setting, home, envelope) ? envelope : home;
}

/**
 * All member places in a fixed order: those of a list, whether heard or not; otherwise those that were heard.
 *
 * @param heard also of places that are no members any more
 */
export function memberPlaces(
  setting: MembersSetting,
  home: Place,
  heard: readonly HeardMember[],
): readonly HeardMember[] {
  const known = new Map(heard.map((member) => [keyOf(member.place), member]));
  const listed = (setting.accounts ?? []).flatMap((account) =>
    setting.regions.map((region) => ({ account, region })),
  );
  for (const place of listed)
    if (!known.has(keyOf(place)))
      known.set(keyOf(place), { place, memberVersion: undefined, heardAt: undefined });
  return [...known.values()]
    .filter(({ place }) => isMember(setting, home, place))
    .sort((one, other) => (keyOf(one.place) < keyOf(other.place) ? -1 : 1));
}

/** Identifies a place in lists, and orders them. */
export function keyOf({ account, region }: Place): string {
  return `${account}/${region}`;
}
