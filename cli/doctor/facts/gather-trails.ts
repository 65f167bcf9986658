/** Trails of an account, as seen from one Region. */
import type { OtherTrail, TrailFacts, Trails } from '../../aws/trails.js';
import { type Fact, fact, isKnown } from './fact.js';

export interface TrailsFound {
  /** Those that apply to this Region. */
  readonly trails: Fact<readonly TrailFacts[]>;
  /** Those of other Regions alone; empty if one applies to this Region, because then they do not matter. */
  readonly otherTrails: Fact<readonly OtherTrail[]>;
}

/** Never rejects. */
export async function gatherTrails(account: Trails): Promise<TrailsFound> {
  const trails = await fact(() => account.list());
  const isMissing = isKnown(trails) && trails.value.length === 0;
  return { trails, otherTrails: isMissing ? await fact(() => account.listEverywhere()) : { value: [] } };
}
