/**
 * Announced removals of links in this account and Region, so that two removals of one endpoint service do not each rely
 * on the other's link. An intent is written before the polls on which a DELETE relies. It is never rolled back; it
 * expires. Proof that this is sufficient: docs/decisions/0023.
 */

export interface RemovalIntent extends Announcement {
  readonly endpointId: string;
  /** Time of the last announcement, by the store's clock. */
  readonly announcedAt: Date;
}

export interface Announcement {
  readonly name: string;
  /** Increases with each announcement under this name. */
  readonly version: number;
}

/** All calls reject with RegistryUnavailableError if the store does not respond. */
export interface RemovalIntentPort {
  /** Intents of one endpoint service, from all pages. */
  list(endpointServiceId: string): Promise<readonly RemovalIntent[]>;
  announce(endpointServiceId: string, endpointId: string, execution: string): Promise<Announcement>;
  /** Deletes some intents, of any endpoint service, that were last announced before this time; a few at a time. */
  sweep(announcedBefore: Date): Promise<void>;
}

/** Maximum time from a removal's first poll to its DELETE. A slower removal checks again. */
export const SEND_WITHIN_SECONDS = 30;

/** Maximum time from the start of the last poll of the sibling links to the DELETE. */
export const SEND_AFTER_POLL_SECONDS = 15;

/**
 * A removal announced this long ago has had its effect, which Atlas shows, or never will. It covers the time until the
 * DELETE is sent, its exchange (10 s), and the time that Atlas may need to execute and show it after the client stopped
 * waiting.
 */
export const LIVE_SECONDS = 90;

/**
 * The link with the greater id goes first, after the other's intent has expired; the other link waits for this long.
 */
export const YIELD_SECONDS = 300;

/** Intents are kept this long for people to inspect. */
export const RETAINED_SECONDS = 3600;

/** Whether an intent prevents the removal of `ownId`'s link from relying on the intent's link. */
export function isOthersLiveIntent(
  { endpointId, announcedAt }: RemovalIntent,
  ownId: string,
  now: Date,
): boolean {
  const ageSeconds = (now.getTime() - announcedAt.getTime()) / 1000;
  return ageSeconds <= (endpointId > ownId ? YIELD_SECONDS : LIVE_SECONDS);
}
