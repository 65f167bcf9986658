/** What a pass reports of members that are silent, or that it could not compare. */
import { HEARTBEAT_MINUTES, type MembersSetting, SILENT_MILLISECONDS } from '../../contract/members.js';
import type { Drift } from '../../contract/published-event.js';
import type { HeardMember, HeardMembersPort } from '../model/ports/members.js';
import { describePlace, type Place } from '../model/values/place.js';
import { countPending, type ReconcileProgress, withDrift } from './reconcile-progress.js';
import { driftOfUnreadable } from './reconcile-reasons.js';
import type { ReconcileDependencies } from './reconcile-slice.js';
import { isSurveyed } from './reconcile-survey.js';

/** The part of a hub that forgets members. */
interface Forgetful {
  readonly setting: MembersSetting;
  readonly heardMembers: Pick<HeardMembersPort, 'forget'>;
}

/** An account that has left the organization can neither be heard nor reached. Its links are left as they are. */
export const FORGOTTEN_MILLISECONDS = 7 * 24 * 3_600_000;

export function withSilence(
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

export async function withUnreachable(
  { clock, log }: ReconcileDependencies,
  hub: Forgetful,
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

export function asUnreachable(progress: ReconcileProgress, place: Place, reason: string): ReconcileProgress {
  return {
    ...withMemberDrift(progress, 'member-unreachable', place, reason),
    unreachableMembers: (progress.unreachableMembers ?? 0) + 1,
  };
}

/** A queue that cannot be read now is read by the next reconciliation. */
export async function withDeadLetters(
  { deadLetters, log }: Pick<ReconcileDependencies, 'deadLetters' | 'log'>,
  place: Place,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  if (deadLetters === undefined) return progress;
  try {
    const messages = await deadLetters.countMessages();
    if (messages === 0) return progress;
    log.warn('events of a member could not be delivered', { ...place, messages });
    return { ...progress, memberDeadLetters: (progress.memberDeadLetters ?? 0) + messages };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.info('dead-letter queue of a member cannot be read', { ...place, error: reason });
    return progress;
  }
}

const LEFT =
  'the reconciliation had to end before it came to this member; the next one begins with other members, and a link whose event was missed waits for it';

export function withMembersLeft(
  { log }: ReconcileDependencies,
  members: readonly HeardMember[],
  progress: ReconcileProgress,
): ReconcileProgress {
  log.warn('reconciliation ended before all members were compared', { members: members.length });
  return members.reduce((current, { place }) => asUnreachable(current, place, LEFT), progress);
}

/** The hub's own account and Region were not compared to the end. */
export function withHomeLeft(
  deps: Pick<ReconcileDependencies, 'log' | 'projectIds'>,
  progress: ReconcileProgress,
): ReconcileProgress {
  const links = countPending(progress);
  const isWhole = isSurveyed(deps, progress);
  const reason = `Half of the time of this reconciliation has passed in the hub's own account and Region: ${isWhole ? '' : 'at least '}${links} links are left to be checked. The next one begins with others.`;
  deps.log.warn('reconciliation left links of the own account to the next one', { links, reason });
  const stopped = isWhole ? progress : { ...progress, homeCursor: progress.cursor };
  return withDrift(stopped, driftOfUnreadable('', '', reason));
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
