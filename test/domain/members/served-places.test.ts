import { describe, expect, it } from 'vitest';
import type { MembersSetting } from '../../../lambda/contract/members.js';
import { isMember, memberPlaces, servedPlaceOf } from '../../../lambda/domain/members/served-places.js';

const HOME = { account: '111122223333', region: 'eu-west-1' as const };
const MEMBER = { account: '222233334444', region: 'eu-west-1' as const };
const organization: MembersSetting = {
  hubAccount: HOME.account,
  partition: 'aws',
  namespace: 'default',
  regions: ['eu-west-1', 'eu-central-1'],
};
const listed: MembersSetting = { ...organization, accounts: [MEMBER.account] };

describe('members of a hub', () => {
  it.each([
    ['a listed account', listed, MEMBER, true],
    ['an account that is not listed', listed, { ...MEMBER, account: '333344445555' }, false],
    ['an account of the organization', organization, MEMBER, true],
    ['a Region that is not served', organization, { ...MEMBER, region: 'us-east-1' as const }, false],
    ['the own account and Region', organization, HOME, false],
    ['the own account in another Region', organization, { ...HOME, region: 'eu-central-1' as const }, true],
    ['anybody without a hub', undefined, MEMBER, false],
  ])('%s', (_, setting, place, expected) => {
    expect(isMember(setting, HOME, place)).toBe(expected);
    expect(servedPlaceOf(setting, HOME, place)).toEqual(expected ? place : HOME);
  });

  it('an event without a place counts as one of the own account and Region, where it is refused', () => {
    expect(servedPlaceOf(organization, HOME, undefined)).toEqual(HOME);
  });

  it('are those of the list, heard or not', () => {
    const heardAt = new Date('2026-08-10T00:00:00Z');
    expect(memberPlaces(listed, HOME, [{ place: MEMBER, memberVersion: 1, heardAt }])).toEqual([
      { place: { ...MEMBER, region: 'eu-central-1' }, memberVersion: undefined, heardAt: undefined },
      { place: MEMBER, memberVersion: 1, heardAt },
    ]);
  });

  it('are those that were heard, in order, without those that are members no more', () => {
    const heard = ['444455556666', '222233334444'].map((account) => ({
      place: { account, region: 'eu-west-1' as const },
      memberVersion: 1,
      heardAt: new Date(0),
    }));
    const left = {
      place: { ...MEMBER, region: 'us-east-1' as const },
      memberVersion: 1,
      heardAt: new Date(0),
    };
    const places = memberPlaces(organization, HOME, [...heard, left]);
    expect(places.map(({ place }) => place.account)).toEqual(['222233334444', '444455556666']);
  });
});
