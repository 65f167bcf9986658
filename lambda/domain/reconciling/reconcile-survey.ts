/**
 * The first part of a reconciliation: compares the lists of Atlas, EC2 and the registry, each read once for all links.
 * Most links agree and are counted; the others are recorded, to be checked one by one.
 */
import type { Drift } from '../../contract/published-event.js';
import type { LinkRecord } from '../../contract/registry.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import { isConfigured, staysOutside } from '../data-federation/federation-directory.js';
import { reachRefusal } from '../members/project-reach.js';
import {
  isUnreadableOfOthers,
  reportUnreadableRecord,
  type UnreadableRecord,
} from '../model/errors/unreadable-record-error.js';
import { traitsOf } from '../model/service-traits.js';
import { ownRecord } from '../model/values/own-record.js';
import { renewCopy } from '../registry/link-registry.js';
import { beginningAt, compareFrom, type NestedTurn, nestedTurn, turnAt } from './pass-rotation.js';
import { type NoView, type ProjectView, unreadPartOf } from './project-views.js';
import { isAgreed, planByLists } from './reconcile-agreement.js';
import { listedItem } from './reconcile-check.js';
import type { ListedItem } from './reconcile-plan.js';
import {
  countPending,
  type ReconcileCursor,
  type ReconcileProgress,
  withCursor,
  withDrift,
  withPending,
  withUnreadAtHome,
} from './reconcile-progress.js';
import { driftOfUnreadable, isOfMemberRegistry, reasonOf } from './reconcile-reasons.js';
import { isInSample } from './reconcile-sample.js';
import {
  applyPlan,
  type ReconcileDependencies,
  type Slice,
  withUnreadableProject,
} from './reconcile-slice.js';
import { RegistryList } from './registry-list.js';

/**
 * Maximum number of checks in a state of 256 KB, which also holds the differences found. If there are more, the
 * comparison continues from there after these checks.
 */
export const MOST_PENDING = 2000;

export interface Survey {
  readonly progress: ReconcileProgress;
  /** Number of records that were read for it. */
  readonly records: number;
}

/** @throws RegistryUnavailableError, and errors that concern AWS as a whole */
export async function survey(slice: Slice, progress: ReconcileProgress): Promise<Survey> {
  const { deps, views } = slice;
  const registry = await readRegistry(deps);
  const { projectIndex } = progress.cursor;
  const projectIds = projectsInTurn(slice).slice(projectIndex);
  const taken = await views.take(projectIds, registry, projectsOfStrings(slice, registry.records));
  // After EC2, so that a member's Region in which nothing answers costs its patience once.
  await renewCopies(slice, registry.records);
  let current = withUnreadableRecords(deps, progress, registry.unreadable);
  current = withNotAllowed(deps, current, registry.records);
  current = withTakenOut(deps, current, registry.records);
  for (const [offset, view] of taken.entries()) {
    const index = projectIndex + offset;
    if ('reason' in view) current = withUnread(deps, current, view);
    else {
      if (!isWithin(current, index)) current = withUnread(deps, current, unreadPartOf(view));
      current = await compareLists(
        slice,
        view,
        isWithin(current, index) ? current : withCursor(current, index, ''),
      );
    }
    // The comparison has stopped in the middle of a project.
    if (countPending(current) >= MOST_PENDING) break;
    current = withCursor(current, index + 1, '');
  }
  return { progress: current, records: registry.records.length };
}

export function isSurveyed(
  { projectIds }: Pick<ReconcileDependencies, 'projectIds'>,
  { cursor }: ReconcileProgress,
): boolean {
  return cursor.projectIndex >= projectIds.length;
}

async function readRegistry({ registry }: ReconcileDependencies): Promise<RegistryList> {
  const unreadable: UnreadableRecord[] = [];
  const records = await registry.list((record) => unreadable.push(record));
  return new RegistryList(records, unreadable);
}

/** A member that takes no copies now must not use the time in which its links are compared. */
const MOST_COPIES_MISSED = 10;

async function renewCopies({ deps, dryRun, endsAt }: Slice, records: readonly LinkRecord[]): Promise<void> {
  if (dryRun) return;
  const missed = records.flatMap((one) => ownRecord(one, deps) ?? []).filter((one) => one.copyMissed);
  let missedAgain = 0;
  for (const record of missed) {
    if (missedAgain >= MOST_COPIES_MISSED || deps.clock.now().getTime() >= endsAt) return;
    if (!(await renewCopy(deps.registry, record))) missedAgain += 1;
  }
}

/** Projects whose clusters must be listed: those with an own link that is available. */
function projectsOfStrings({ deps }: Slice, records: readonly LinkRecord[]): ReadonlySet<string> {
  const own = records.flatMap((record) => ownRecord(record, deps) ?? []);
  const withStrings = own.filter(
    ({ state, link }) => state === 'available' && traitsOf(link).leadsToClusters,
  );
  return new Set(withStrings.map(({ link }) => link.projectId));
}

/** True if the comparison has stopped in the middle of this project. */
function isWithin({ cursor }: ReconcileProgress, index: number): boolean {
  return cursor.projectIndex === index && cursor.afterEndpointId !== '';
}

/** All slices of a pass have the same order, because it depends on the start of the pass. */
function projectsInTurn(slice: Slice): readonly string[] {
  const { projectIds } = slice.deps;
  return beginningAt(turnOf(slice).projectIndex, projectIds);
}

function turnOf({ deps, startedAt }: Slice): NestedTurn {
  return nestedTurn(turnAt(startedAt, deps.reconcileEverySeconds), deps.projectIds.length);
}

/**
 * Reports unreadable records once, in the first slice; the automation that a record names as owner reports that record.
 */
function withUnreadableRecords(
  deps: ReconcileDependencies,
  progress: ReconcileProgress,
  records: readonly UnreadableRecord[],
): ReconcileProgress {
  const { projectIndex, afterEndpointId } = progress.cursor;
  if (projectIndex > 0 || afterEndpointId !== '') return progress;
  const ours = records.filter((record) => !isUnreadableOfOthers(record, deps));
  return ours.reduce((current, record) => {
    const { endpointId } = record;
    const message = reportUnreadableRecord(record);
    deps.log.warn('registry record cannot be read', { endpointId, reason: message });
    return withDrift(current, driftOfUnreadable('', endpointId, message));
  }, progress);
}

function withUnread(
  { homeProjectIds, hasMembers, log }: ReconcileDependencies,
  progress: ReconcileProgress,
  unread: NoView | undefined,
): ReconcileProgress {
  // The comparison of the hub's own account and Region has reported the project.
  if (unread === undefined || homeProjectIds?.has(unread.projectId) === true) return progress;
  const { projectId, endpointServiceId, reason } = unread;
  if (endpointServiceId !== undefined)
    log.warn('part of an Atlas project cannot be read', { projectId, endpointServiceId, error: reason });
  const current = withUnreadableProject(progress, unread);
  return hasMembers === true ? withUnreadAtHome(current, unread) : current;
}

/** Reports links that were made before the limits of their project excluded this account or Region. */
function withNotAllowed(
  deps: ReconcileDependencies,
  progress: ReconcileProgress,
  records: readonly LinkRecord[],
): ReconcileProgress {
  return standingAtStart(deps, progress, records).reduce((current, { link }) => {
    const { projectId } = link;
    const refusal = isConfigured(deps.projects, projectId)
      ? reachRefusal(deps.projects, projectId, deps)
      : undefined;
    if (refusal === undefined) return current;
    const message = `${refusal.message} Its link exists and is left: remove it with the command "unlink", or extend the limits.`;
    deps.log.warn('link of an account or Region that may not use the project', reasonFor(link, message));
    return withDrift(current, driftOfRecord(deps, link, { kind: 'not-allowed', result: 'left', message }));
  }, progress);
}

/** Reports registrations in projects that the automation no longer has: nobody here can read or remove them. */
function withTakenOut(
  deps: ReconcileDependencies,
  progress: ReconcileProgress,
  records: readonly LinkRecord[],
): ReconcileProgress {
  return standingAtStart(deps, progress, records).reduce((current, { link }) => {
    if (serviceKindOf(link) !== 'data-federation' || isConfigured(deps.projects, link.projectId))
      return current;
    const message = `Its registration is left: ${staysOutside(link.projectId)}.`;
    deps.log.info('registration in a project that the automation no longer has', reasonFor(link, message));
    return withDrift(current, driftOfRecord(deps, link, { kind: 'unmanaged', result: 'reported', message }));
  }, progress);
}

/** Own records of links that exist; none after the first slice of a comparison, which has reported them. */
function standingAtStart(
  deps: ReconcileDependencies,
  { cursor }: ReconcileProgress,
  records: readonly LinkRecord[],
): readonly LinkRecord[] {
  if (cursor.projectIndex > 0 || cursor.afterEndpointId !== '') return [];
  return records.flatMap((record) => ownRecord(record, deps) ?? []).filter(isStanding);
}

function reasonFor({ endpointId, projectId }: LinkRecord['link'], reason: string) {
  return { endpointId, projectId, reason };
}

function driftOfRecord(
  { isOfMember, account, region }: ReconcileDependencies,
  { projectId, endpointServiceId, endpointId }: LinkRecord['link'],
  what: Pick<Drift, 'kind' | 'result' | 'message'>,
): Drift {
  const place = isOfMember === true ? { account, region } : {};
  return { ...what, projectId, endpointServiceId, endpointId, ...place };
}

/** A refused link was never made, and a deleted one is gone. */
function isStanding({ state, link }: LinkRecord): boolean {
  return state !== 'failed' && state !== 'deleted' && link.projectId !== '';
}

/** Compares from the cursor to the end of the project, or until there are enough links to check. */
async function compareLists(
  slice: Slice,
  view: ProjectView,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  const { projectId, endpointIds } = view.snapshot;
  const { projectIndex } = progress.cursor;
  const first = firstEndpoint(slice, endpointIds, progress.cursor);
  const room = MOST_PENDING - countPending(progress);
  const pending: string[] = [];
  let current = progress;
  for (const endpointId of endpointsLeft(endpointIds, first, progress.cursor)) {
    const compared = await compareListed(slice, view, endpointId, current);
    if (compared === undefined) pending.push(endpointId);
    current = withCursor(compared ?? current, projectIndex, endpointId, first);
    if (pending.length >= room) break;
  }
  return withPending(current, projectId, pending);
}

function firstEndpoint(
  slice: Slice,
  endpointIds: readonly string[],
  { afterEndpointId, firstEndpointId }: ReconcileCursor,
): string | undefined {
  if (afterEndpointId !== '') return firstEndpointId;
  return endpointIds[Math.floor(turnOf(slice).withinProject * endpointIds.length)];
}

/** Endpoints may have come or gone since the last slice. */
function endpointsLeft(
  endpointIds: readonly string[],
  first: string | undefined,
  { afterEndpointId }: ReconcileCursor,
): readonly string[] {
  const isLeft = (id: string) => afterEndpointId === '' || compareFrom(first, id, afterEndpointId) > 0;
  return endpointIds.filter(isLeft).sort((one, other) => compareFrom(first, one, other));
}

/** @returns undefined if the link has to be checked, also because its data is invalid */
async function compareListed(
  slice: Slice,
  view: ProjectView,
  endpointId: string,
  progress: ReconcileProgress,
): Promise<ReconcileProgress | undefined> {
  try {
    const item = listedItem(slice.deps, view.snapshot, endpointId);
    const plan = planByLists(item, slice);
    if (plan === undefined || (await isDue(slice, view, item))) return undefined;
    return await applyPlan(slice, view, { ...item, link: undefined, isRunning: false }, plan, progress);
  } catch (error) {
    // The check of the link reports what is of a member.
    if (!isOfMemberRegistry(error)) reasonOf(error);
    return undefined;
  }
}

/** The lists agree, but the link is checked: it is its turn, or its connection strings have changed. */
async function isDue(slice: Slice, { strings }: ProjectView, item: ListedItem): Promise<boolean> {
  const { endpointId, record } = item;
  if (!isAgreed(item, slice)) return false;
  if (isInSample(endpointId, slice.startedAt, slice.deps.reconcileEverySeconds)) return true;
  if (record === undefined || slice.dryRun || !traitsOf(record.link).leadsToClusters) return false;
  const listed = await strings.read();
  return listed !== undefined && listed.digestOf(endpointId) !== record.connectionStringsDigest;
}
