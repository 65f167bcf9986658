/** Whether an endpoint was to be linked at a time, by its tags, its state and the reach of its place. */
import type { MemberEndpoint } from './member-endpoint.js';

type Wished = Pick<MemberEndpoint, 'wishes'>;

/** True if the endpoint was to be linked just before this time and at it. */
export function wasWanted({ wishes }: Wished, at: number): boolean {
  const before = wishes.findLast((wish) => wish.at < at);
  return before?.isWanted === true && wishes.every((wish) => wish.at !== at || wish.isWanted);
}

/** True if the endpoint was to be linked at any time between these. */
export function wasWantedSince({ wishes }: Wished, from: number, until: number): boolean {
  return wishes.some(({ at, isWanted }, index) => {
    const endedAt = wishes[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return isWanted && at <= until && from <= endedAt;
  });
}
