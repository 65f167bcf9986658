/** Since when EC2 has not answered about the endpoint of a waiting link, whoever has polled it. */
import type { Acceptance } from '../../execution-data/observation.js';
import { jsonText } from '../../json/json-text.js';
import { record } from '../../json/record.js';
import { validate } from '../../json/validate.js';
import type { WaitingLink } from '../model/ports/waiting-links.js';
import type { SeenEndpoints } from './read-endpoints.js';

/**
 * What the link's own observation says, unless another caller has read the endpoint since.
 *
 * @returns ISO 8601; undefined if the endpoint has been read
 */
export function noReadSince(
  acceptance: Pick<Acceptance, 'unreadSince'> | undefined,
  { readAt }: Pick<WaitingLink, 'readAt'>,
): string | undefined {
  const { unreadSince } = acceptance ?? {};
  return unreadSince !== undefined && unreadSince > readAt ? unreadSince : undefined;
}

/** The same after a poll. One without a turn does not say whether EC2 has answered about this endpoint. */
export function unreadSinceOf(
  before: string | undefined,
  endpointId: string,
  { states, unread }: SeenEndpoints,
  now: Date,
): string | undefined {
  if (unread.has(endpointId)) return before ?? now.toISOString();
  return states.has(endpointId) ? undefined : before;
}

/** True for a link that waits for the note that its endpoint has been read: one note for each time of throttling. */
export function countsAsUnread(link: WaitingLink): boolean {
  if (!link.observation.includes('"unreadSince"')) return false;
  const read = validate(jsonText(record), link.observation);
  if (read.kind !== 'valid') return false;
  const { unreadSince } = Object(read.value.acceptance);
  return typeof unreadSince === 'string' && noReadSince({ unreadSince }, link) !== undefined;
}
