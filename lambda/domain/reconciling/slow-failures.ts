/**
 * A Region that fails costs each member there its patience with EC2. After some members, the others are tried once, so
 * that the pass has time for all other places.
 */
import type { Place } from '../model/values/place.js';
import type { ReconcileProgress } from './reconcile-progress.js';

/** One member may have a problem of its own; three in a row in one Region, without a success between them, hardly. */
const MEMBERS_BEFORE_ONE_TRY = 3;
/** A role that is missing is refused at once, and costs nothing. */
const SLOW_MILLISECONDS = 10_000;

/** True if other members in this Region have failed after a long wait, and none has been compared since. */
export function isFailing({ slowFailures = {} }: ReconcileProgress, { region }: Place): boolean {
  return (slowFailures[region] ?? 0) >= MEMBERS_BEFORE_ONE_TRY;
}

/** The comparison of the member that the progress names has failed now. */
export function withFailure(progress: ReconcileProgress, { region }: Place, now: Date): ReconcileProgress {
  const { member, slowFailures = {} } = progress;
  const waited = member === undefined ? 0 : now.getTime() - Date.parse(member.since);
  if (waited < SLOW_MILLISECONDS) return progress;
  return { ...progress, slowFailures: { ...slowFailures, [region]: (slowFailures[region] ?? 0) + 1 } };
}

/** A member of the Region has been compared. */
export function withoutFailures(progress: ReconcileProgress, { region }: Place): ReconcileProgress {
  const { slowFailures } = progress;
  if (slowFailures?.[region] === undefined) return progress;
  const { [region]: _, ...others } = slowFailures;
  return { ...progress, slowFailures: others };
}
