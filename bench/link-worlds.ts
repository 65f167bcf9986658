/** Starts worlds for links, and reads results from their journals. */
import { synthesizeInWorld, UNCHECKED } from '../bin/synthesize.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../lambda/contract/published-event.js';
import { World, type WorldOptions } from '../local/world.js';

export interface LinkWorldOptions extends Omit<WorldOptions, 'synthesize'> {
  /** The prop `push` of the automation. Default: true. */
  readonly push?: boolean;
  /** Key of the tag that selects endpoints. Default: all endpoints are selected. */
  readonly selectTag?: string;
}

export function startLinkWorld({ push = true, selectTag, ...options }: LinkWorldOptions): Promise<World> {
  const selection = selectTag === undefined ? { selectAll: 'true' } : { selectTag };
  return World.start({
    ...options,
    synthesize: (settings) =>
      synthesizeInWorld(settings, { ...selection, ...(push ? {} : { push: 'false' }) }, UNCHECKED),
  });
}

export interface ObservedLink {
  readonly endpointId: string;
  /** Seconds from Atlas's AVAILABLE until the automation detected it; undefined if it never did. */
  readonly lagSeconds: number | undefined;
}

export function observedLinks(world: World): ObservedLink[] {
  const noticed = new Map<string, number>();
  for (const { detail } of world.published(LINK_CONCLUDED)) {
    const { link, outcome, concludedAt } = detail as LinkConcludedDetail;
    if (outcome === 'available') noticed.set(link.EndpointId, Date.parse(concludedAt));
  }
  return [...world.service.links.values()].map(({ endpointId, availableAt }) => {
    const at = noticed.get(endpointId);
    const lag = at === undefined || availableAt === undefined ? undefined : (at - availableAt) / 1000;
    return { endpointId, lagSeconds: lag };
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
