/**
 * A reconciliation of a hub: its own account and Region, then each member, from another one each hour. A member whose role cannot be
 * assumed, or that takes too long, is reported, and the others are compared all the same.
 */
import { HEARTBEAT_MINUTES, type MembersSetting } from '../../contract/members.js';
import type { Drift } from '../../contract/published-event.js';
import { keyOf, memberPlaces } from '../members/served-places.js';
import { MemberNotEnteredError } from '../model/errors/member-not-entered-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';
import { executionNameOf } from '../model/execution-name.js';
import { describePlace, type Place } from '../model/place.js';
import type { HeardMember, HeardMembersPort } from '../model/ports/members.js';
import { type ReconcileSlice, reconcileSlice, SLICE_SECONDS, sliceOf } from './reconcile-links.js';
import { asCompared, type ReconcileProgress, withDrift, withMember } from './reconcile-progress.js';
import { reasonOf } from './reconcile-reasons.js';
import type { ReconcileDependencies } from './reconcile-slice.js';

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
/** Two heartbeats may be lost, or late. */
export const SILENT_MILLISECONDS = 3 * HEARTBEAT_MINUTES * 60_000;
/** An account that has left the organization can neither be heard nor reached. Its links are left as they are. */
export const FORGOTTEN_MILLISECONDS = 7 * 24 * 3_600_000;

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
    const slice = await reconcileSlice(own, executionArn, current);
    if (slice.status === 'more') return slice;
    current = slice.progress;
  }
  const members = memberPlaces(hub.setting, hub.home, await hub.heardMembers.list());
  for (;;) {
    const member = nextMember(members, current, own.clock.now());
    if (member === undefined) return sliceOf(own, 'done', 1, current);
    const slice = await reconcileMember(own, hub, member, executionArn, beginning(own, member, current));
    if (slice.status === 'more') return slice;
    current = asCompared(slice.progress);
    if (own.clock.now().getTime() >= endsAt) return sliceOf(own, 'more', 1, current);
  }
}

/** The member that the progress names, or the one after it. A member may have come or gone since the last slice. */
function nextMember(
  members: readonly HeardMember[],
  { member }: ReconcileProgress,
  now: Date,
): HeardMember | undefined {
  if (member === undefined) return members[firstIndex(members.length, now)];
  const { first, key } = member;
  const isLater = ({ place }: HeardMember) => {
    const order = compareFrom(first, keyOf(place), key);
    return member.isCompared === true ? order > 0 : order >= 0;
  };
  return members
    .filter(isLater)
    .sort((one, other) => compareFrom(first, keyOf(one.place), keyOf(other.place)))[0];
}

/** Multiples of it, modulo 1, are spread evenly however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
const HOUR_MILLISECONDS = 3_600_000;

/**
 * A reconciliation that ends before it has compared all members must not leave out the same ones each time, so that each
 * hour begins with another member.
 */
function firstIndex(count: number, now: Date): number {
  const turn = Math.floor(now.getTime() / HOUR_MILLISECONDS) * GOLDEN_RATIO;
  return Math.floor((turn % 1) * count);
}

/** Order of the keys in a circle that begins with `first`; that of the alphabet if it is undefined. */
function compareFrom(first: string | undefined, one: string, other: string): number {
  const isBehind = (key: string) => first !== undefined && key < first;
  if (isBehind(one) !== isBehind(other)) return isBehind(one) ? 1 : -1;
  if (one === other) return 0;
  return one < other ? -1 : 1;
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
    const slice = await reconcileSlice(deps, executionArn, before);
    if (slice.status === 'more' && hasTakenItsTime(own, slice.progress))
      return done(own, asUnreachable(slice.progress, place, TOO_LONG));
    return slice.status === 'more' ? slice : done(own, withSilence(own, member, slice.progress));
  } catch (error) {
    return done(own, await withUnreachable(own, hub, member, before, reasonOfMember(error)));
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

function hasTakenItsTime({ clock }: ReconcileDependencies, { member }: ReconcileProgress): boolean {
  if (member === undefined) return false;
  return clock.now().getTime() - Date.parse(member.since) >= MEMBER_SECONDS * 1000;
}

function withSilence(
  { clock, log }: ReconcileDependencies,
  { place, heardAt }: HeardMember,
  progress: ReconcileProgress,
): ReconcileProgress {
  if (heardAt !== undefined && clock.now().getTime() - heardAt.getTime() < SILENT_MILLISECONDS)
    return progress;
  const since = heardAt === undefined ? 'never heard' : `not heard since ${heardAt.toISOString()}`;
  const reason = `it was ${since}, although a member sends an event every ${HEARTBEAT_MINUTES} min: its events may not arrive`;
  log.warn('member sends no heartbeat', { ...place, reason });
  return {
    ...withMemberDrift(progress, 'member-silent', place, reason),
    silentMembers: (progress.silentMembers ?? 0) + 1,
  };
}

async function withUnreachable(
  { clock, log }: ReconcileDependencies,
  hub: ReconciledHub,
  { place, heardAt }: HeardMember,
  progress: ReconcileProgress,
  reason: string,
): Promise<ReconcileProgress> {
  const silentSince = heardAt === undefined ? 0 : clock.now().getTime() - heardAt.getTime();
  if (hub.setting.accounts === undefined && silentSince >= FORGOTTEN_MILLISECONDS && !progress.dryRun) {
    await hub.heardMembers.forget(place);
    log.warn('member removed from the registry', { ...place, reason, advice: FORGOTTEN_ADVICE });
    return progress;
  }
  log.warn('member cannot be reached', { ...place, error: reason });
  return asUnreachable(progress, place, reason);
}

function asUnreachable(progress: ReconcileProgress, place: Place, reason: string): ReconcileProgress {
  return {
    ...withMemberDrift(progress, 'member-unreachable', place, reason),
    unreachableMembers: (progress.unreachableMembers ?? 0) + 1,
  };
}

const FORGOTTEN_ADVICE =
  'It was neither heard nor reached for a week. Its links in Atlas are left; remove those whose endpoints are deleted by hand.';

function withMemberDrift(
  progress: ReconcileProgress,
  kind: Extract<Drift['kind'], 'member-unreachable' | 'member-silent'>,
  place: Place,
  reason: string,
): ReconcileProgress {
  return withDrift(progress, {
    kind,
    projectId: '',
    endpointServiceId: '',
    endpointId: '',
    ...place,
    result: 'left',
    message: `Member ${describePlace(place)}: ${reason}`,
  });
}
