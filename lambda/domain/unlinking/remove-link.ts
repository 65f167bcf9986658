/**
 * The only place that removes a link. A DELETE needs positive, fresh evidence of its own: missing, unreadable, stale or
 * foreign data decides nothing, and is read again. It may be called any number of times, concurrently with removals of
 * other links of the same endpoint service, and cut off at any point.
 */
import type { LastLinkRule } from '../../contract/custom-resources.js';
import { traitsOf } from '../model/service-traits.js';
import { RemovalPermit } from '../model/values/removal-permit.js';
import {
  type AnnouncedRemoval,
  announce,
  type LastLinkDependencies,
  requireAnotherLink,
} from './last-link.js';
import { checkOwnPlace } from './own-place.js';
import { SEND_AFTER_POLL_SECONDS, SEND_WITHIN_SECONDS } from './removal-intents.js';
import { sendRemoval } from './send-removal.js';

export type RemoveLinkDependencies = LastLinkDependencies;

export interface LinkRemovalOrder extends AnnouncedRemoval {
  readonly lastLink: LastLinkRule;
  /**
   * Called first, and again right before the DELETE, with `isStanding` true: Atlas has shown the link since.
   *
   * @throws NotYetError if that is contradicted
   * @returns why the removal is no longer wanted, or no longer this execution's; otherwise undefined
   */
  readonly reasonToDrop?: (isStanding: boolean) => Promise<string | undefined>;
}

export type LinkRemoval =
  /** Atlas has accepted the DELETE. */
  | { readonly kind: 'requested' }
  /** The link is being removed, or does not exist: nothing was sent. */
  | { readonly kind: 'leaving' | 'absent' }
  /** It is the last link of its endpoint service, which Atlas would delete with it. */
  | { readonly kind: 'retained' }
  | { readonly kind: 'dropped'; readonly reason: string };

/**
 * @throws NotYetError while the evidence is incomplete, and if the DELETE has no clear response
 * @throws RegistryUnavailableError while intents cannot be written or read
 * @throws AtlasError if waiting cannot change Atlas's response
 */
export async function removeLink(
  deps: RemoveLinkDependencies,
  order: LinkRemovalOrder,
): Promise<LinkRemoval> {
  const begunAt = deps.clock.now();
  const reason = await order.reasonToDrop?.(false);
  if (reason !== undefined) return { kind: 'dropped', reason };
  const place = await checkOwnPlace(deps.atlas, order.link);
  if (place.kind !== 'standing') return place;
  const sendBefore = secondsAfter(begunAt, SEND_WITHIN_SECONDS);
  // Nobody relies on the link to keep the service.
  if (!traitsOf(order.link).goesWithLastLink) return send(deps, order, sendBefore);
  if (order.lastLink === 'remove') {
    await announce(deps, order);
    return send(deps, order, sendBefore);
  }
  const relied = await requireAnotherLink(deps, order, place.service);
  if (relied.kind === 'last') return { kind: 'retained' };
  return send(deps, order, earlier(sendBefore, secondsAfter(relied.checkedAt, SEND_AFTER_POLL_SECONDS)));
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function secondsAfter(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}

async function send(
  { atlas, log }: RemoveLinkDependencies,
  { link, reasonToDrop }: LinkRemovalOrder,
  sendBefore: Date,
): Promise<LinkRemoval> {
  const reason = await reasonToDrop?.(true);
  if (reason !== undefined) return { kind: 'dropped', reason };
  await sendRemoval(() => atlas.deleteLink(RemovalPermit.grant(link, sendBefore)));
  log.info('link removal requested', { ...link });
  return { kind: 'requested' };
}
