/** Records when an event of a member last arrived, so that the hub can report a missing heartbeat. */
import type { MembersSetting } from '../../contract/members.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { HeardMembersPort } from '../model/ports/members.js';
import type { LogPort } from '../model/ports/observability.js';
import { describePlace, type Place } from '../model/values/place.js';
import { type HeardHeartbeat, newestOf } from './event-time.js';
import { isMember, keyOf } from './served-places.js';

export interface HearMemberDependencies {
  readonly setting: MembersSetting;
  readonly home: Place;
  readonly heardMembers: Pick<HeardMembersPort, 'find' | 'note' | 'introduce'>;
  readonly log: LogPort;
  readonly clock: Pick<ClockPort, 'now'>;
}

/** Lambda invokes the function again one minute after a failure, and two minutes after the second one. */
const LAST_RETRY_MILLISECONDS = 150_000;

export interface HeardResult {
  readonly kind: 'heard' | 'not-heard';
  readonly place: Place;
}

/**
 * A place that is no member is not recorded: an account must not fill the registry with places. Members that were
 * deployed together send their heartbeats together, and Parameter Store may throttle some of them. A heartbeat that fails
 * at its last retry is dropped without a dead-letter message, which a person would have to redrive: the next heartbeat
 * arrives within the hour. One that is denied is not: members would never be recorded, and nobody would see why.
 *
 * @throws RegistryUnavailableError while Lambda will retry, or if the call is denied
 */
export async function hearMember(
  deps: HearMemberDependencies,
  { place, memberVersion, heardAt }: HeardHeartbeat & { readonly place: Place },
): Promise<HeardResult> {
  const { setting, home, log } = deps;
  if (!isMember(setting, home, place)) {
    log.info('heartbeat ignored', { reason: `${describePlace(place)} is not a member of this hub` });
    return { kind: 'not-heard', place };
  }
  try {
    await noteIfNewer(deps, place, { memberVersion, heardAt });
  } catch (error) {
    const age = deps.clock.now().getTime() - heardAt.getTime();
    const isPassing = error instanceof RegistryUnavailableError && !error.isDenied;
    if (!isPassing || age < LAST_RETRY_MILLISECONDS) throw error;
    log.warn('heartbeat could not be recorded', { ...place, error: error.message });
    return { kind: 'not-heard', place };
  }
  return { kind: 'heard', place };
}

/** Two that are handled at the same moment may both be noted, in either order: the next one comes within the hour. */
async function noteIfNewer(
  { heardMembers, clock }: Pick<HearMemberDependencies, 'heardMembers' | 'clock'>,
  place: Place,
  heartbeat: HeardHeartbeat,
): Promise<void> {
  const newest = newestOf(await heardMembers.find(place), heartbeat, clock.now());
  if (newest !== undefined) await heardMembers.note(place, newest.memberVersion, newest.heardAt);
}

/**
 * A member whose event arrives before its first heartbeat, so that the next reconciliation compares it. Read once for
 * each member and container, and written only if it was never heard.
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
