/** In which order a pass compares the members of a hub. */
import { keyOf } from '../members/served-places.js';
import type { HeardMember } from '../model/ports/members.js';
import type { ReconcileProgress } from './reconcile-progress.js';
import type { ReconcileDependencies } from './reconcile-slice.js';

/**
 * The member that the progress names, or the one after it, and all others that follow in the order of this pass. A member
 * may have come or gone since the last slice.
 */
export function membersLeft(
  members: readonly HeardMember[],
  { member }: ReconcileProgress,
  begin: string | undefined,
): HeardMember[] {
  const first = member === undefined ? begin : member.first;
  const isLeft = ({ place }: HeardMember) => {
    if (member === undefined) return true;
    const order = compareFrom(first, keyOf(place), member.key);
    return member.isCompared === true ? order > 0 : order >= 0;
  };
  return members
    .filter(isLeft)
    .sort((one, other) => compareFrom(first, keyOf(one.place), keyOf(other.place)));
}

/** Multiples of it, modulo 1, are spread evenly however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/**
 * A reconciliation that ends before it has compared all members must not leave out the same ones each time, so that each
 * period begins with another member.
 */
export function firstOf(
  { clock, reconcileEverySeconds }: ReconcileDependencies,
  members: readonly HeardMember[],
): string | undefined {
  const turn = Math.floor(clock.now().getTime() / (reconcileEverySeconds * 1000)) * GOLDEN_RATIO;
  const first = members[Math.floor((turn % 1) * members.length)];
  return first === undefined ? undefined : keyOf(first.place);
}

/** Order of the keys in a circle that begins with `first`; that of the alphabet if it is undefined. */
function compareFrom(first: string | undefined, one: string, other: string): number {
  const isBehind = (key: string) => first !== undefined && key < first;
  if (isBehind(one) !== isBehind(other)) return isBehind(one) ? 1 : -1;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
