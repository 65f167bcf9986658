/**
 * Links whose removal somebody in this account and Region has in mind, so that two removals of one endpoint service do
 * not each rely on the other's link. Written before the polls on which a DELETE rests; never rolled back, they lapse.
 * The argument that this suffices: docs/decisions/0023.
 */

export interface RemovalIntent extends Announcement {
  readonly endpointId: string;
  /** When it was last announced, by the store's clock. */
  readonly announcedAt: Date;
}

export interface Announcement {
  readonly name: string;
  /** Grows with each announcement under this name. */
  readonly version: number;
}

/** All calls reject with RegistryUnavailableError when the store does not answer. */
export interface RemovalIntentPort {
  /** Of one endpoint service, from all pages. */
  list(endpointServiceId: string): Promise<readonly RemovalIntent[]>;
  announce(endpointServiceId: string, endpointId: string, execution: string): Promise<Announcement>;
  /** Drops some of those, of any endpoint service, that were last announced before; a few at a time. */
  sweep(announcedBefore: Date): Promise<void>;
}

/** From a removal's first poll to its DELETE. A removal that takes longer checks again. */
export const SEND_WITHIN_SECONDS = 30;

/** From the beginning of the last poll of the sibling links to the DELETE. */
export const SEND_AFTER_POLL_SECONDS = 15;

/**
 * A removal that was announced this long ago has had its effect, or never will, and Atlas shows it: until the DELETE is
 * sent, its exchange (10 s), and what Atlas may take to carry it out after the response was given up, and to show it.
 */
export const LIVE_SECONDS = 90;

/** A link with the greater id goes first, once the other's intent has lapsed; this long, the other one lets it. */
export const YIELD_SECONDS = 300;

/** Kept this long for people to check. */
export const RETAINED_SECONDS = 3600;

/** Whether an intent keeps the link of `ownId` from relying on the intent's link. */
export function isSpokenFor({ endpointId, announcedAt }: RemovalIntent, ownId: string, now: Date): boolean {
  const ageSeconds = (now.getTime() - announcedAt.getTime()) / 1000;
  return ageSeconds <= (endpointId > ownId ? YIELD_SECONDS : LIVE_SECONDS);
}
