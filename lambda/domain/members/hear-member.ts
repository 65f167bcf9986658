/** Notes when a member was heard, so that its hub knows it and can miss it. */
import type { MembersSetting } from '../../contract/members.js';
import { describePlace, type Place } from '../model/place.js';
import type { HeardMembersPort } from '../model/ports/members.js';
import type { LogPort } from '../model/ports/observability.js';
import { isMember } from './served-places.js';

export interface HearMemberDependencies {
  readonly setting: MembersSetting;
  readonly home: Place;
  readonly heardMembers: Pick<HeardMembersPort, 'note'>;
  readonly log: LogPort;
}

export interface HeardResult {
  readonly kind: 'heard' | 'not-heard';
  readonly place: Place;
}

/**
 * A place that is no member is not noted: an account must not fill the registry with places.
 *
 * @throws RegistryUnavailableError
 */
export async function hearMember(
  { setting, home, heardMembers, log }: HearMemberDependencies,
  { place, memberVersion, heardAt }: { place: Place; memberVersion: number; heardAt: Date },
): Promise<HeardResult> {
  if (!isMember(setting, home, place)) {
    log.info('heartbeat ignored', { reason: `${describePlace(place)} is no member of this hub` });
    return { kind: 'not-heard', place };
  }
  await heardMembers.note(place, memberVersion, heardAt);
  return { kind: 'heard', place };
}
