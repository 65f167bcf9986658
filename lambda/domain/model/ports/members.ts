/** When the members of a hub were heard; `lambda/aws` implements it. */
import type { Place } from '../values/place.js';

/** A member as it was heard last. */
export interface HeardMember {
  readonly place: Place;
  /** Version of the member template; undefined if it was never heard, or that is not known. */
  readonly memberVersion: number | undefined;
  readonly heardAt: Date | undefined;
}

/** Events of a member that could not be delivered to the hub. */
export interface MemberQueuePort {
  /**
   * Approximate number of messages in the dead-letter queue of the member, also of those that somebody is reading.
   *
   * @throws errors of SQS, of STS, and QueueUnreadableError
   */
  countMessages(): Promise<number>;
}

export interface HeardMembersPort {
  /** All that were ever heard and not forgotten. @throws RegistryUnavailableError */
  list(): Promise<readonly HeardMember[]>;
  /** @returns undefined if it was never heard. @throws RegistryUnavailableError */
  find(place: Place): Promise<HeardMember | undefined>;
  /** Overwrites what is recorded. @throws RegistryUnavailableError */
  note(place: Place, memberVersion: number, heardAt: Date): Promise<void>;
  /** Notes a member that was never heard before; one that was is left as it is. @throws RegistryUnavailableError */
  introduce(place: Place, heardAt: Date): Promise<void>;
  /** A missing one is success. @throws RegistryUnavailableError */
  forget(place: Place): Promise<void>;
}
