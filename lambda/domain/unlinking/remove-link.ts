/**
 * The only place that removes a link. A DELETE needs positive, fresh evidence of its own: missing, unreadable, stale or
 * foreign data decides nothing, and is read again. It may be called any number of times, concurrently with removals of
 * other links of the same endpoint service, and cut off at any point.
 */
import type { LastLinkRule } from '../../contract/custom-resources.js';
import { NotYetError } from '../model/errors/change-errors.js';
import type { AtlasChangePort, EndpointService, LinkReference } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { LogPort } from '../model/ports/observability.js';
import { RemovalPermit } from '../model/removal-permit.js';
import { traitsOf } from '../model/service-traits.js';
import { checkOwnPlace } from './own-place.js';
import {
  type Announcement,
  isSpokenFor,
  RETAINED_SECONDS,
  type RemovalIntentPort,
  SEND_AFTER_POLL_SECONDS,
  SEND_WITHIN_SECONDS,
} from './removal-intents.js';
import { sendRemoval } from './send-removal.js';
import { type SiblingLinks, siblingLinksOf } from './sibling-links.js';
import { relianceOf, secondsUntilTurn } from './turn.js';

export interface RemoveLinkDependencies {
  readonly atlas: AtlasChangePort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly intents: RemovalIntentPort;
}

export interface LinkRemovalOrder {
  readonly link: LinkReference;
  readonly lastLink: LastLinkRule;
  /** Name of the execution, for readers of the intents. */
  readonly execution: string;
  /**
   * Called first, and again right before the DELETE.
   *
   * @returns why the removal is no longer wanted, or no longer this execution's; otherwise undefined
   */
  readonly reasonToDrop?: () => Promise<string | undefined>;
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
  const reason = await order.reasonToDrop?.();
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
  return removeUnlessLast(deps, order, place.service, sendBefore);
}

/** Polls before it announces, so that a link that cannot be removed now does not prevent others from relying on it. */
async function removeUnlessLast(
  deps: RemoveLinkDependencies,
  order: LinkRemovalOrder,
  service: EndpointService,
  sendBefore: Date,
): Promise<LinkRemoval> {
  const before = await poll(deps, order, service);
  if (before.kind === 'none') return { kind: 'retained' };
  requireTurn(order, requireSiblingLinks(order, before), deps.clock.now());
  const own = await announce(deps, order);
  const checkedAt = deps.clock.now();
  requireTurn(order, requireSiblingLinks(order, await poll(deps, order, service, own)), checkedAt);
  return send(deps, order, previous(sendBefore, secondsAfter(checkedAt, SEND_AFTER_POLL_SECONDS)));
}

/** @param own the intent announced a moment ago: a list without it is stale */
async function poll(
  { atlas, clock, intents }: RemoveLinkDependencies,
  { link }: LinkRemovalOrder,
  service: EndpointService,
  own?: Announcement,
): Promise<SiblingLinks> {
  const announced = await intents.list(link.endpointServiceId);
  if (
    own !== undefined &&
    !announced.some(({ name, version }) => name === own.name && version >= own.version)
  )
    return { kind: 'unknown', reason: 'Parameter Store does not list the intent yet' };
  const now = clock.now();
  const spokenFor = announced.filter((intent) => isSpokenFor(intent, link.endpointId, now));
  return siblingLinksOf(atlas, link, service, new Set(spokenFor.map(({ endpointId }) => endpointId)));
}

function requireSiblingLinks(
  { link }: LinkRemovalOrder,
  siblingLinks: SiblingLinks,
): SiblingLinks & { kind: 'staying' } {
  if (siblingLinks.kind === 'staying') return siblingLinks;
  const reason =
    siblingLinks.kind === 'unknown' ? siblingLinks.reason : 'the other links have begun to leave';
  throw new NotYetError(
    `Link ${link.endpointId} is not removed yet, because no other link of endpoint service ${link.endpointServiceId} is certain to stay: ${reason}. It is checked again.`,
  );
}

/**
 * Removals of other accounts and Regions leave no intents here: only time keeps two of them apart.
 *
 * @param checkedAt when the poll of the sibling links began
 * @throws NotYetError outside the turn of such removals
 */
function requireTurn(
  { link: { endpointId } }: LinkRemovalOrder,
  siblingLinks: SiblingLinks & { kind: 'staying' },
  checkedAt: Date,
): void {
  const waitSeconds = secondsUntilTurn(relianceOf(endpointId, siblingLinks.endpointId), checkedAt);
  if (waitSeconds === 0) return;
  throw new NotYetError(
    `Link ${endpointId} is not removed yet: it relies on ${siblingLinks.endpointId}, whose removal elsewhere could not be seen from here. Its turn begins in ${waitSeconds} s.`,
    { retryAfterSeconds: waitSeconds },
  );
}

function secondsAfter(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}

function previous(one: Date, other: Date): Date {
  return one < other ? one : other;
}

async function announce(
  { intents, clock, log }: RemoveLinkDependencies,
  { link: { endpointServiceId, endpointId }, execution }: LinkRemovalOrder,
): Promise<Announcement> {
  const announcement = await intents.announce(endpointServiceId, endpointId, execution);
  const before = new Date(clock.now().getTime() - RETAINED_SECONDS * 1000);
  await intents.sweep(before).catch((error: unknown) => {
    log.warn('old removal intents could not be deleted', {
      error: error instanceof Error ? error.message : String(error),
    });
  });
  return announcement;
}

async function send(
  { atlas, log }: RemoveLinkDependencies,
  { link, reasonToDrop }: LinkRemovalOrder,
  sendBefore: Date,
): Promise<LinkRemoval> {
  const reason = await reasonToDrop?.();
  if (reason !== undefined) return { kind: 'dropped', reason };
  await sendRemoval(() => atlas.deleteLink(RemovalPermit.grant(link, sendBefore)));
  log.info('link removal requested', { ...link });
  return { kind: 'requested' };
}
