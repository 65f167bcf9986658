/** The other links of the endpoint service of a link that is to be removed: whether one of them certainly remains. */
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort, EndpointService, LinkReference } from '../model/ports/atlas.js';
import { isLeaving, isStaying } from './own-place.js';

export type SiblingLinks =
  | { readonly kind: 'staying'; readonly endpointId: string }
  /** There is no other link, or Atlas shows all of them as being removed. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Stops at the first link that remains. All callers use the same order, so that most rely on the same link.
 *
 * @param beingRemoved links whose removal is announced: they do not count as remaining
 */
export async function siblingLinksOf(
  atlas: AtlasPort,
  link: LinkReference,
  { interfaceEndpoints }: Pick<EndpointService, 'interfaceEndpoints'>,
  beingRemoved: ReadonlySet<string>,
): Promise<SiblingLinks> {
  const others = interfaceEndpoints.filter((id) => id !== link.endpointId).sort();
  const [reliable, announced] = [
    others.filter((id) => !beingRemoved.has(id)),
    others.filter((id) => beingRemoved.has(id)),
  ];
  let reason: string | undefined;
  for (const endpointId of reliable) {
    const other = await checkOther(atlas, { ...link, endpointId });
    if (other.kind === 'staying') return { kind: 'staying', endpointId };
    if (other.kind === 'unknown') reason = other.reason;
  }
  reason ??= await reasonToWait(atlas, link, announced);
  return reason === undefined ? { kind: 'none' } : { kind: 'unknown', reason };
}

/** @returns undefined if the announced removals are in progress */
async function reasonToWait(
  atlas: AtlasPort,
  link: LinkReference,
  announced: readonly string[],
): Promise<string | undefined> {
  for (const endpointId of announced) {
    const other = await checkOther(atlas, { ...link, endpointId });
    if (other.kind === 'unknown') return other.reason;
    if (other.kind === 'staying') return `the removal of ${endpointId} has been announced`;
  }
  return undefined;
}

type OtherPoll =
  | { readonly kind: 'staying' | 'leaving' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A link that cannot be read, or contradicts the list, counts neither as remaining nor as being removed. */
async function checkOther(atlas: AtlasPort, other: LinkReference): Promise<OtherPoll> {
  const { endpointId } = other;
  const unknown = (reason: string): OtherPoll => ({ kind: 'unknown', reason });
  try {
    const link = await atlas.findLink(other);
    if (link === undefined) return unknown(`Atlas lists ${endpointId}, and does not know it when asked`);
    if (isLeaving(link)) return { kind: 'leaving' };
    return isStaying(link) ? { kind: 'staying' } : unknown(`Atlas gives no status of ${endpointId}`);
  } catch (error) {
    if (error instanceof AtlasError) return unknown(error.message);
    throw error;
  }
}
