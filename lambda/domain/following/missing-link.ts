/** When "there is no such link" is believed: a single answer may be stale. */
import type { LinkDescription } from '../../contract/attributes.js';
import type { AtlasPort, LinkReference } from '../model/ports/atlas.js';
import { type Poll, secondsSince } from '../polling/poll.js';
import { serviceThatLists } from '../unlinking/own-place.js';

/** Between the first poll that finds no link and the one that is believed; Atlas's reads have been stale for less. */
export const SECOND_POLL_SECONDS = 15;

/**
 * Gone is what a second poll has missed as well, some time after the first, and what the list of the endpoint services
 * does not name either. Before that, the link is pending.
 *
 * @param missingSince of the polls before this one; undefined where the last one has found the link, or has failed
 * @throws AtlasError of the list
 */
export async function confirmedDeleted(
  atlas: AtlasPort,
  link: LinkReference,
  deleted: Poll<LinkDescription>,
  missingSince: string | undefined,
  now: Date,
): Promise<Poll<LinkDescription>> {
  const since = missingSince ?? now.toISOString();
  const secondsLeft = SECOND_POLL_SECONDS - secondsSince(since, now);
  if (secondsLeft > 0)
    return stillPending(deleted, 'Atlas does not show the link. It is checked again.', since, secondsLeft);
  if ((await serviceThatLists(atlas, link)) === undefined) return deleted;
  const contradiction = 'Atlas lists the link, and does not know it when asked for it alone.';
  return stillPending(deleted, contradiction, since, SECOND_POLL_SECONDS);
}

function stillPending(
  { description }: Poll<LinkDescription>,
  message: string,
  missingSince: string,
  waitSeconds: number,
): Poll<LinkDescription> {
  return {
    outcome: 'pending',
    description,
    message,
    advice: '',
    waitSeconds: Math.ceil(waitSeconds),
    missingSince,
  };
}
