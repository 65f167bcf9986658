/** The second part of a reconciliation: checks one link with fresh data. */
import { serviceKindOf } from '../../contract/service-kind.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { unlessUnreadable } from '../model/errors/unreadable-record-error.js';
import { traitsOf } from '../model/service-traits.js';
import { noteConnectionStrings } from '../registry/link-registry.js';
import type { ProjectView } from './project-views.js';
import { isAgreed, planByLists } from './reconcile-agreement.js';
import { checkListed, isUnderWay, type KnownRecord, listedItem } from './reconcile-check.js';
import { type ListedItem, planItem, type ReconciledItem } from './reconcile-plan.js';
import {
  type ReconcileProgress,
  withDrift,
  withMemberFailure,
  withoutMemberFailure,
} from './reconcile-progress.js';
import { driftOfUnreadable, isOfMemberRegistry, reasonOf } from './reconcile-reasons.js';
import { isInSample } from './reconcile-sample.js';
import { applyPlan, type Slice } from './reconcile-slice.js';

/**
 * An error that concerns only one item is reported for it, and the next reconciliation checks it again.
 *
 * @throws RegistryUnavailableError of the hub, and errors that concern AWS as a whole
 */
export async function reconcileItem(
  slice: Slice,
  view: ProjectView,
  endpointId: string,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  try {
    return withoutMemberFailure(await compare(slice, view, endpointId, progress));
  } catch (error) {
    const isOfMember = isOfMemberRegistry(error);
    const reason = isOfMember ? error.message : reasonOf(error);
    slice.deps.log.warn('link cannot be reconciled', { endpointId, error: reason });
    const drift = driftOfUnreadable(view.snapshot.projectId, endpointId, reason);
    return withDrift(isOfMember ? withMemberFailure(progress) : progress, drift);
  }
}

async function compare(
  slice: Slice,
  view: ProjectView,
  endpointId: string,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  const { deps, dryRun } = slice;
  // The lists may be minutes old by now, so no change is based on their records.
  const known = await readRecord(slice, view, endpointId);
  const unread = unreadOf(view, known);
  if (unread !== undefined) throw unread;
  const listed = listedItem(deps, view.snapshot, endpointId, known);
  const isTurn = isInSample(endpointId, slice.startedAt, deps.reconcileEverySeconds);
  const { item, plan } = await planFor(slice, view, listed, isTurn);
  const current = await applyPlan(slice, view, item, plan, progress);
  const isSettled = plan.action.kind === 'nothing' && plan.level === 'available';
  return isSettled && !dryRun ? refreshStrings(slice, view, item, isTurn, current) : current;
}

/** The lists had it when it was left to be checked, and now its part of the project cannot be read. */
function unreadOf({ snapshot }: ProjectView, { record }: KnownRecord): AtlasError | undefined {
  const isFederated = record !== undefined && serviceKindOf(record.link) === 'data-federation';
  return isFederated ? snapshot.federationError : undefined;
}

/** A record that has moved to another project is compared with that project. */
function readRecord({ deps }: Slice, { snapshot }: ProjectView, endpointId: string): Promise<KnownRecord> {
  return unlessUnreadable<KnownRecord>(
    async () => {
      const record = await deps.registry.find(endpointId);
      return { record: record?.link.projectId === snapshot.projectId ? record : undefined };
    },
    (error) => ({ record: undefined, unreadable: error.record }),
  );
}

/** Sends a GET if the lists do not agree, and for each link in its turn. */
async function planFor(slice: Slice, { snapshot }: ProjectView, listed: ListedItem, isTurn: boolean) {
  const { deps } = slice;
  const byLists = planByLists(listed, slice);
  const unasked: ReconciledItem = { ...listed, link: undefined, isRunning: false };
  if (byLists !== undefined && !(isTurn && isAgreed(listed, slice))) return { item: unasked, plan: byLists };
  const isRunning = await isUnderWay(deps, listed);
  // Its execution polls Atlas itself.
  const item = isRunning
    ? { ...unasked, isRunning }
    : await checkListed(deps, snapshot.projectId, listed, false);
  if (item instanceof AtlasError) throw item;
  return { item, plan: planItem(item, slice) };
}

/**
 * Reads the stored strings if Atlas lists others than before, and in the link's turn, because people may change them.
 */
async function refreshStrings(
  { deps, executionArn }: Slice,
  { snapshot, strings }: ProjectView,
  { endpointId, record }: ReconciledItem,
  isTurn: boolean,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  if (record === undefined || !traitsOf(record.link).leadsToClusters) return progress;
  const listed = await strings.read();
  if (listed === undefined) return progress;
  const digest = listed.digestOf(endpointId);
  const isNoted = digest === record.connectionStringsDigest;
  if (isNoted && !isTurn) return progress;
  const refreshed = await strings.refresh(record, executionArn);
  // Saves writes: a record without a digest waits for its turn, and until then its strings are read each time.
  const isToNote = refreshed?.isComplete === true && !isNoted && (isTurn || refreshed.changed);
  if (isToNote) await noteConnectionStrings(deps.registry, record, digest);
  return (refreshed?.refused ?? []).reduce(
    (sum, message) => withDrift(sum, driftOfUnreadable(snapshot.projectId, endpointId, message)),
    progress,
  );
}
