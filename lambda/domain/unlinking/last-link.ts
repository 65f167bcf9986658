/**
 * What happens when the last link of an endpoint service is to be removed: Atlas removes the service with it, so the link
 * is retained unless another link stays for certain.
 */
import { NotYetError } from '../model/errors/change-errors.js';
import type { AtlasChangePort, EndpointService, LinkReference } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { LogPort } from '../model/ports/observability.js';
import {
  type Announcement,
  isOthersLiveIntent,
  RETAINED_SECONDS,
  type RemovalIntentPort,
} from './removal-intents.js';
import { type SiblingLinks, siblingLinksOf } from './sibling-links.js';
import { relianceOf, secondsUntilTurn } from './turn.js';

export interface LastLinkDependencies {
  readonly atlas: AtlasChangePort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly intents: RemovalIntentPort;
}

export interface AnnouncedRemoval {
  readonly link: LinkReference;
  /** Name of the execution, for readers of the intents. */
  readonly execution: string;
}

export type AnotherLink =
  /** Atlas would remove the endpoint service with the link. */
  | { readonly kind: 'last' }
  /** The service has another link that is not being removed. `checkedAt`: when the poll that has shown it began. */
  | { readonly kind: 'another'; readonly checkedAt: Date };

/**
 * Requires that another link of the endpoint service stays, and announces the removal. It polls before it announces, so
 * that a link that cannot be removed now does not prevent others from relying on it.
 *
 * @throws NotYetError while no other link is certain to stay, and outside the turn of the removal
 * @throws RegistryUnavailableError while intents cannot be written or read
 */
export async function requireAnotherLink(
  deps: LastLinkDependencies,
  removal: AnnouncedRemoval,
  service: EndpointService,
): Promise<AnotherLink> {
  const before = await poll(deps, removal, service);
  if (before.kind === 'none') return { kind: 'last' };
  requireTurn(removal, requireSiblingLinks(removal, before), deps.clock.now());
  const own = await announce(deps, removal);
  const checkedAt = deps.clock.now();
  requireTurn(removal, requireSiblingLinks(removal, await poll(deps, removal, service, own)), checkedAt);
  return { kind: 'another', checkedAt };
}

/** @param own the intent announced a moment ago: a list without it is stale */
async function poll(
  { atlas, clock, intents }: LastLinkDependencies,
  { link }: AnnouncedRemoval,
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
  const beingRemoved = announced.filter((intent) => isOthersLiveIntent(intent, link.endpointId, now));
  return siblingLinksOf(atlas, link, service, new Set(beingRemoved.map(({ endpointId }) => endpointId)));
}

function requireSiblingLinks(
  { link }: AnnouncedRemoval,
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
  { link: { endpointId } }: AnnouncedRemoval,
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

/** Announces the removal, so that other removals of this account and Region do not rely on the link. */
export async function announce(
  { intents, clock, log }: LastLinkDependencies,
  { link: { endpointServiceId, endpointId }, execution }: AnnouncedRemoval,
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
