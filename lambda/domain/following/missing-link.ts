/** When the response "there is no such link" counts: a single response may be stale. */
import type { LinkDescription } from '../../contract/attributes.js';
import type { AtlasPort, LinkReference } from '../model/ports/atlas.js';
import { type Poll, secondsSince } from '../polling/poll.js';
import { serviceThatLists } from '../unlinking/own-place.js';

/** Time between the first poll that finds no link and the one that counts; Atlas's reads have been stale for less. */
export const SECOND_POLL_SECONDS = 15;

/**
 * Decides whether a link is deleted: a second poll, some time after the first, does not find it either, and the list of
 * endpoint services does not name it. Until then the link is pending.
 *
 * @param missingSince from the previous polls; undefined if the last one has found the link, or has failed
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
