/** In which order a pass compares the members of a hub. */
import { keyOf } from '../members/served-places.js';
import type { HeardMember } from '../model/ports/members.js';
import { compareFrom, turnAt } from './pass-rotation.js';
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

/** The member with which a pass begins, another one in each period. */
export function firstOf(
  { clock, reconcileEverySeconds }: ReconcileDependencies,
  members: readonly HeardMember[],
): string | undefined {
  const first = members[Math.floor(turnAt(clock.now(), reconcileEverySeconds) * members.length)];
  return first === undefined ? undefined : keyOf(first.place);
}
