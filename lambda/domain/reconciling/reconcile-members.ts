/**
 * A reconciliation of a hub: its own account and Region, for half of the time at most if there are members, then each
 * member, from another one each time. A member whose role cannot be assumed, or that takes too long, is reported, and
 * the others are compared all the same. A pass ends before the next one begins, and reports the members that it has left.
 */
import type { MembersSetting } from '../../contract/members.js';
import { keyOf, memberPlaces } from '../members/served-places.js';
import { MemberNotEnteredError } from '../model/errors/member-not-entered-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import { executionNameOf } from '../model/execution-name.js';
import type { HeardMember, HeardMembersPort } from '../model/ports/members.js';
import type { Place } from '../model/values/place.js';
import { firstOf, membersLeft } from './member-order.js';
import {
  asUnreachable,
  withDeadLetters,
  withHomeLeft,
  withMembersLeft,
  withSilence,
  withUnreachable,
} from './member-reports.js';
import { homeEndsAt, membersEndAt } from './pass-deadline.js';
import { hasGivenUp, type ReconcileSlice, reconcileSlice, sliceOf } from './reconcile-links.js';
import { asCompared, type ReconcileProgress, withMember } from './reconcile-progress.js';
import { reasonOf } from './reconcile-reasons.js';
import type { ReconcileDependencies } from './reconcile-slice.js';
import { SLICE_SECONDS } from './slice-seconds.js';
import { isFailing, withFailure, withoutFailures } from './slow-failures.js';

/** A hub, as the reconciliation needs it. */
export interface ReconciledHub {
  readonly setting: MembersSetting;
  readonly home: Place;
  readonly heardMembers: Pick<HeardMembersPort, 'list' | 'forget'>;
  /** @param name of the session in the member account */
  dependenciesAt(place: Place, name: string): ReconcileDependencies;
}

/** A member must not use the time of the others: what is left of it is compared by the next reconciliation. */
export const MEMBER_SECONDS = 600;

/** @throws as {@link reconcileSlice}; errors of a member are reported instead */
export async function reconcileHub(
  own: ReconcileDependencies,
  hub: ReconciledHub,
  executionArn: string,
  progress: ReconcileProgress,
): Promise<ReconcileSlice> {
  const endsAt = own.clock.now().getTime() + SLICE_SECONDS * 1000;
  let current = progress;
  if (current.member === undefined) {
    const slice = await reconcileHome(own, hub, executionArn, current);
    if (slice.status === 'more') return slice;
    current = slice.progress;
  }
  const members = await membersOf(hub);
  const membersEnd = membersEndAt(current, own.reconcileEverySeconds);
  for (;;) {
    const left = membersLeft(members, current, firstOf(own, members));
    const [member] = left;
    if (member === undefined) return sliceOf(own, 'done', 1, current);
    if (own.clock.now().getTime() >= membersEnd) return done(own, withMembersLeft(own, left, current));
    const slice = await reconcileMember(own, hub, member, executionArn, beginning(own, member, current));
    if (slice.status === 'more') return slice;
    current = asCompared(slice.progress);
    if (own.clock.now().getTime() >= endsAt) return sliceOf(own, 'more', 1, current);
  }
}

/** The members are not left out because the own account has many links to check, or Atlas throttles. */
async function reconcileHome(
  own: ReconcileDependencies,
  hub: ReconciledHub,
  executionArn: string,
  before: ReconcileProgress,
): Promise<ReconcileSlice> {
  const slice = await reconcileSlice(own, executionArn, before);
  const { status, progress } = slice;
  const isInTime = own.clock.now().getTime() < homeEndsAt(progress, own.reconcileEverySeconds);
  if (status === 'done' || isInTime || (await membersOf(hub)).length === 0) return slice;
  return done(own, withHomeLeft(own, progress));
}

async function membersOf({ setting, home, heardMembers }: ReconciledHub): Promise<readonly HeardMember[]> {
  return memberPlaces(setting, home, await heardMembers.list());
}

function beginning(
  { clock }: ReconcileDependencies,
  { place }: HeardMember,
  progress: ReconcileProgress,
): ReconcileProgress {
  const key = keyOf(place);
  const isUnderWay = progress.member?.key === key && progress.member.isCompared !== true;
  return isUnderWay ? progress : withMember(progress, key, clock.now());
}

async function reconcileMember(
  own: ReconcileDependencies,
  hub: ReconciledHub,
  member: HeardMember,
  executionArn: string,
  before: ReconcileProgress,
): Promise<ReconcileSlice> {
  const { place } = member;
  try {
    const deps = hub.dependenciesAt(place, executionNameOf(executionArn));
    if (isFailing(before, place)) await deps.ec2Probe?.probe();
    const slice = await reconcileSlice(deps, executionArn, before);
    if (slice.status === 'more' && hasTakenItsTime(own, slice.progress))
      return done(own, asUnreachable(slice.progress, place, TOO_LONG));
    if (slice.status === 'more') return slice;
    if (hasGivenUp(slice.progress))
      return done(own, asUnreachable(withFailure(slice.progress, place, own.clock.now()), place, GIVEN_UP));
    const counted = await withDeadLetters(deps, place, withoutFailures(slice.progress, place));
    return done(own, withSilence(own, member, counted));
  } catch (error) {
    const reason = reasonOfMember(error);
    const failed = withFailure(before, place, own.clock.now());
    return done(own, await withUnreachable(own, hub, member, failed, reason));
  }
}

/** @throws all errors that are of the hub: the state machine retries the slice */
function reasonOfMember(error: unknown): string {
  const isOfMember =
    error instanceof MemberNotEnteredError || (error instanceof RegistryUnavailableError && error.isOfMember);
  return isOfMember ? error.message : reasonOf(error);
}

function done(own: ReconcileDependencies, progress: ReconcileProgress): ReconcileSlice {
  return sliceOf(own, 'done', 1, progress);
}

const TOO_LONG = `its comparison has taken more than ${MEMBER_SECONDS / 60} min; the next reconciliation begins with it again`;

const GIVEN_UP =
  'its Parameter Store has failed link after link; the next reconciliation begins with it again';

function hasTakenItsTime({ clock }: ReconcileDependencies, { member }: ReconcileProgress): boolean {
  if (member === undefined) return false;
  return clock.now().getTime() - Date.parse(member.since) >= MEMBER_SECONDS * 1000;
}
