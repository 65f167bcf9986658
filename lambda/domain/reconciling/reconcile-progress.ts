/** Progress of a reconciliation, which its state machine passes from one slice to the next. */
import type { Drift, LinksReconciledDetail } from '../../contract/published-event.js';
import type { LinkLevel } from './reconcile-plan.js';

/** Differences beyond this number are counted, but not listed. */
const MAX_LISTED = 100;
/** Atlas's messages may be long, and a state holds 256 KB. */
const MESSAGE_LIMIT = 600;

/** Version of the data that slices pass on. */
export const PROGRESS_VERSION = 1;

/** Links of one project, in order. */
export interface PendingChecks {
  readonly projectId: string;
  readonly endpointIds: readonly string[];
}

/** A member of a hub, in a reconciliation. */
export interface ComparedMember {
  /** As {@link keyOf} identifies it: members are compared in the order of their keys, from `first` on. */
  readonly key: string;
  /** Key of the first member of this reconciliation. Absent if an earlier version has begun it: the first of all. */
  readonly first?: string;
  /** ISO 8601: when its comparison began. */
  readonly since: string;
  /** True if the next slice begins with the member after it. */
  readonly isCompared?: boolean;
  /** Links of the member in a row that its Parameter Store has failed. */
  readonly failedInRow?: number;
}

/** A project, or the part of it that is one endpoint service. */
export interface ProjectPart {
  readonly projectId: string;
  /** Absent for the whole project. */
  readonly endpointServiceId?: string;
}

/** Position up to which the lists have been compared. */
export interface ReconcileCursor {
  /** In the order of this pass, which begins with another project in each period. */
  readonly projectIndex: number;
  /** Empty at the start of a project. */
  readonly afterEndpointId: string;
  /**
   * The endpoint with which the project began: from there on in the order of ids, then from the first one. Absent at its
   * start, and if an earlier version has begun it, which begins with the first id.
   */
  readonly firstEndpointId?: string;
}

export interface ReconcileProgress {
  readonly version: typeof PROGRESS_VERSION;
  readonly startedAt: string;
  /** When the execution began, if it has waited for another one since. */
  readonly waitedSince?: string;
  /** It has compared nothing yet, because another one is working. */
  readonly isWaiting?: boolean;
  readonly dryRun: boolean;
  readonly cursor: ReconcileCursor;
  /**
   * Links that the comparison left to be checked one by one. Absent if an earlier version has begun the reconciliation.
   */
  readonly pending?: readonly PendingChecks[];
  readonly compared: number;
  readonly found: number;
  readonly repaired: number;
  readonly left: number;
  /**
   * How many of the remaining differences are projects that could not be read. Absent if an earlier version has begun
   * it.
   */
  readonly unreadableProjects?: number;
  /** The member that is compared; absent while the own account and Region are. */
  readonly member?: ComparedMember;
  /**
   * Where the comparison of the hub's own account and Region has stopped, because its time had passed. Absent if it has
   * compared all lists.
   */
  readonly homeCursor?: ReconcileCursor;
  /**
   * In a hub: what the comparison of its own account and Region could not read, and has counted no link of. Absent if it
   * has read everything.
   */
  readonly unreadAtHome?: readonly ProjectPart[];
  /** How many of the remaining differences are members whose role could not be assumed, or that were not heard. */
  readonly unreachableMembers?: number;
  readonly silentMembers?: number;
  /** Messages in the dead-letter queues of the members that were compared. */
  readonly memberDeadLetters?: number;
  /**
   * By Region: members that have failed there after a long wait, since one was compared there. Absent if an earlier
   * version has begun it.
   */
  readonly slowFailures?: Readonly<Record<string, number>>;
  readonly links: LinksReconciledDetail['links'];
  readonly drift: readonly Drift[];
}

export function newProgress(startedAt: Date, dryRun: boolean): ReconcileProgress {
  return {
    version: PROGRESS_VERSION,
    startedAt: startedAt.toISOString(),
    dryRun,
    cursor: { projectIndex: 0, afterEndpointId: '' },
    compared: 0,
    found: 0,
    repaired: 0,
    left: 0,
    links: { available: 0, pending: 0, failed: 0, retained: 0, unmanaged: 0, ofOthers: 0 },
    drift: [],
  };
}

/** Another execution is working. */
export function asWaiting(progress: ReconcileProgress): ReconcileProgress {
  return { ...progress, isWaiting: true };
}

/** Begins after a wait: what is compared from now on counts from now. */
export function begunAfterWait(
  { startedAt, waitedSince, dryRun }: ReconcileProgress,
  now: Date,
): ReconcileProgress {
  return { ...newProgress(now, dryRun), waitedSince: waitedSince ?? startedAt };
}

export function withDrift(progress: ReconcileProgress, found: Drift): ReconcileProgress {
  const drift = { ...found, message: short(found.message) };
  const { result } = drift;
  return {
    ...progress,
    found: progress.found + (result === 'reported' ? 0 : 1),
    repaired: progress.repaired + (result === 'repaired' ? 1 : 0),
    left: progress.left + (result === 'left' ? 1 : 0),
    drift: progress.drift.length < MAX_LISTED ? [...progress.drift, drift] : progress.drift,
  };
}

function short(text: string): string {
  return text.length <= MESSAGE_LIMIT ? text : `${text.slice(0, MESSAGE_LIMIT - 1)}…`;
}

export function withLevel(progress: ReconcileProgress, level: LinkLevel): ReconcileProgress {
  const { links } = progress;
  return {
    ...progress,
    compared: progress.compared + 1,
    links: level === 'none' ? links : { ...links, [level]: (links[level] ?? 0) + 1 },
  };
}

export function withCursor(
  progress: ReconcileProgress,
  projectIndex: number,
  afterEndpointId: string,
  firstEndpointId?: string,
): ReconcileProgress {
  const first = firstEndpointId === undefined ? {} : { firstEndpointId };
  return { ...progress, cursor: { projectIndex, afterEndpointId, ...first } };
}

export function withPending(
  progress: ReconcileProgress,
  projectId: string,
  endpointIds: readonly string[],
): ReconcileProgress {
  if (endpointIds.length === 0) return progress;
  return { ...progress, pending: [...(progress.pending ?? []), { projectId, endpointIds }] };
}

/** The next link to check. */
export function nextCheck({ pending = [] }: ReconcileProgress): PendingCheck | undefined {
  const [first] = pending;
  const [endpointId] = first?.endpointIds ?? [];
  return first === undefined || endpointId === undefined
    ? undefined
    : { projectId: first.projectId, endpointId };
}

export interface PendingCheck {
  readonly projectId: string;
  readonly endpointId: string;
}

/** Removes the link that {@link nextCheck} returns. */
export function withoutNextCheck(progress: ReconcileProgress): ReconcileProgress {
  const [first, ...others] = progress.pending ?? [];
  if (first === undefined) return progress;
  const [, ...left] = first.endpointIds;
  const pending = left.length === 0 ? others : [{ ...first, endpointIds: left }, ...others];
  return { ...progress, pending };
}

/** Removes the remaining checks of the next project. */
export function withoutNextProject(progress: ReconcileProgress): ReconcileProgress {
  return { ...progress, pending: progress.pending?.slice(1) ?? [] };
}

export function countPending({ pending = [] }: ReconcileProgress): number {
  return pending.reduce((sum, { endpointIds }) => sum + endpointIds.length, 0);
}

/** Begins with another member: its lists are compared from the start. */
export function withMember(progress: ReconcileProgress, key: string, now: Date): ReconcileProgress {
  const { pending: _, ...current } = progress;
  return {
    ...current,
    cursor: { projectIndex: 0, afterEndpointId: '' },
    member: { key, since: now.toISOString(), ...firstOf(progress.member, key) },
  };
}

function firstOf(member: ComparedMember | undefined, key: string): Pick<ComparedMember, 'first'> {
  if (member === undefined) return { first: key };
  return member.first === undefined ? {} : { first: member.first };
}

export function asCompared(progress: ReconcileProgress): ReconcileProgress {
  const { member } = progress;
  return member === undefined ? progress : { ...progress, member: { ...member, isCompared: true } };
}

/** The member's Parameter Store has failed one link more. */
export function withMemberFailure(progress: ReconcileProgress): ReconcileProgress {
  const { member } = progress;
  if (member === undefined) return progress;
  return { ...progress, member: { ...member, failedInRow: (member.failedInRow ?? 0) + 1 } };
}

export function withoutMemberFailure(progress: ReconcileProgress): ReconcileProgress {
  const { member } = progress;
  if (member?.failedInRow === undefined) return progress;
  const { failedInRow: _, ...others } = member;
  return { ...progress, member: others };
}

/** The comparison of the hub's own account and Region counts no link of it. */
export function withUnreadAtHome(
  progress: ReconcileProgress,
  { projectId, endpointServiceId }: ProjectPart,
): ReconcileProgress {
  const part = { projectId, ...(endpointServiceId === undefined ? {} : { endpointServiceId }) };
  return { ...progress, unreadAtHome: [...(progress.unreadAtHome ?? []), part] };
}

/** A member's link that the comparison of the own account and Region has counted as one of nobody. */
export function withoutUnmanaged(progress: ReconcileProgress): ReconcileProgress {
  const { links } = progress;
  return { ...progress, links: { ...links, unmanaged: Math.max(0, links.unmanaged - 1) } };
}

export function summaryOf(progress: ReconcileProgress, finishedAt: Date): LinksReconciledDetail {
  const { version: _, startedAt, dryRun, compared, found, repaired, left, links, drift } = progress;
  const counted = { startedAt, dryRun, compared, found, repaired, left, links, drift };
  return { ...counted, version: '1', finishedAt: finishedAt.toISOString() };
}
