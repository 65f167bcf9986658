/** Records when an event of a member last arrived, so that the hub can report a missing heartbeat. */
import type { MembersSetting } from '../../contract/members.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import type { HeardMembersPort } from '../model/ports/members.js';
import type { LogPort } from '../model/ports/observability.js';
import { describePlace, type Place } from '../model/values/place.js';
import { isMember, keyOf } from './served-places.js';

export interface HearMemberDependencies {
  readonly setting: MembersSetting;
  readonly home: Place;
  readonly heardMembers: Pick<HeardMembersPort, 'note' | 'introduce'>;
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
    log.info('heartbeat ignored', { reason: `${describePlace(place)} is not a member of this hub` });
    return { kind: 'not-heard', place };
  }
  await heardMembers.note(place, memberVersion, heardAt);
  return { kind: 'heard', place };
}

/**
 * A member whose event arrives before its first heartbeat, so that the next reconciliation compares it. Once for each
 * member and container.
 */
export class MemberIntroductions {
  private readonly introduced = new Set<string>();

  constructor(private readonly deps: Pick<HearMemberDependencies, 'heardMembers' | 'log'>) {}

  /** A member that cannot be noted is served all the same: its heartbeat comes within the hour. */
  async introduce(place: Place, heardAt: Date): Promise<void> {
    if (this.introduced.has(keyOf(place))) return;
    try {
      await this.deps.heardMembers.introduce(place, heardAt);
      this.introduced.add(keyOf(place));
    } catch (error) {
      if (!(error instanceof RegistryUnavailableError || error instanceof ItemRefusedError)) throw error;
      this.deps.log.info('member could not be recorded', { ...place, error: error.message });
    }
  }
}
