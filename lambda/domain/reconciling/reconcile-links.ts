/**
 * Compares Atlas, EC2 and the registry, project by project and link by link, and mends what the rules allow: in slices,
 * each bounded by time and by Atlas's token bucket. Repeatable from any point; what a slice has begun before it died is
 * found begun.
 */
import type { Drift, LinksReconciledDetail } from '../../contract/published-event.js';
import type { LinkRecord } from '../../contract/registry.js';
import { refreshConnectionStrings } from '../connection-strings/refresh-connection-strings.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import {
  isUnreadableOfOthers,
  reportUnreadableRecord,
  type UnreadableRecord,
} from '../model/errors/unreadable-record-error.js';
import type { Cluster } from '../model/ports/atlas.js';
import type { EventPort } from '../model/ports/events.js';
import { noteAbsence } from '../registry/link-registry.js';
import { checkItem, type ReconcilePollDependencies } from './reconcile-check.js';
import { planItem, type ReconcileRules } from './reconcile-plan.js';
import { type ReconcileProgress, summaryOf, withCursor, withDrift, withLevel } from './reconcile-progress.js';
import { type ReconcileRepairDependencies, repair } from './reconcile-repair.js';
import { type ProjectSnapshot, takeSnapshot } from './reconcile-snapshot.js';

export type ReconcileDependencies = ReconcilePollDependencies &
  ReconcileRepairDependencies & {
    readonly events: EventPort;
    readonly unlinkDeselected: boolean;
  };

export interface ReconcileSlice {
  /** A text, because the state machine branches on it. */
  readonly status: 'more' | 'done';
  readonly waitSeconds: number;
  readonly progress: ReconcileProgress;
  readonly summary: LinksReconciledDetail;
}

/** A slice ends well before the function does. */
const SLICE_SECONDS = 90;
/** Below this share of the token bucket the next slice waits, so that links that are being made have the rest. */
const COMFORTABLE_SHARE = 0.25;
const REFILL_SECONDS = 30;

interface Slice extends ReconcileRules {
  readonly deps: ReconcileDependencies;
  readonly executionArn: string;
  readonly records: readonly LinkRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  readonly endsAt: number;
}

/**
 * What is wrong with one item stays with that one: it is reported, and checked again by the next reconciliation.
 *
 * @throws RegistryUnavailableError, and what speaks of AWS as a whole: the state machine tries the slice again
 */
export async function reconcileSlice(
  deps: ReconcileDependencies,
  executionArn: string,
  progress: ReconcileProgress,
): Promise<ReconcileSlice> {
  const now = deps.clock.now();
  const { selection, unlinkDeselected } = deps;
  const unreadable: UnreadableRecord[] = [];
  const records = await deps.registry.list((record) => unreadable.push(record));
  const endsAt = now.getTime() + SLICE_SECONDS * 1000;
  const slice = { deps, executionArn, records, unreadable, endsAt, selection, unlinkDeselected, now };
  let current = withUnreadableRecords(deps, progress, unreadable);
  for (;;) {
    const { projectIndex } = current.cursor;
    const projectId = deps.projectIds[projectIndex];
    if (projectId === undefined) return sliceOf(deps, 'done', 1, current);
    current = await advance(slice, projectId, current);
    const pause = pauseAfter(slice, projectId);
    if (pause !== undefined) return sliceOf(deps, 'more', pause, current);
  }
}

/** Once, in the first slice; what says that it is another automation's is that one's to report. */
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

function sliceOf(
  { clock }: ReconcileDependencies,
  status: ReconcileSlice['status'],
  waitSeconds: number,
  progress: ReconcileProgress,
): ReconcileSlice {
  return { status, waitSeconds, progress, summary: summaryOf(progress, clock.now()) };
}

/**
 * Asked after a poll of Atlas, so that the budget is today's and every slice gets on.
 *
 * @returns seconds to wait before going on in another slice; undefined while this one may go on
 */
function pauseAfter({ deps, endsAt }: Slice, projectId: string): number | undefined {
  const budget = deps.atlas.rateBudget(projectId);
  if (budget !== undefined && budget.remaining < budget.limit * COMFORTABLE_SHARE) return REFILL_SECONDS;
  return deps.clock.now().getTime() >= endsAt ? 1 : undefined;
}

/** One project, to its end or to the end of the slice. */
async function advance(
  slice: Slice,
  projectId: string,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  const { projectIndex, afterEndpointId } = progress.cursor;
  const next = (current: ReconcileProgress) => withCursor(current, projectIndex + 1, '');
  const snapshot = await snapshotOf(slice, projectId);
  if ('reason' in snapshot) return next(withUnreadableProject(progress, projectId, snapshot));
  const clusters = new ProjectClusters(slice, projectId);
  let current = progress;
  for (const endpointId of snapshot.endpointIds.filter((id) => id > afterEndpointId)) {
    current = await reconcileItem(slice, snapshot, clusters, endpointId, current);
    current = withCursor(current, projectIndex, endpointId);
    if (pauseAfter(slice, projectId) !== undefined) return current;
  }
  return next(current);
}

interface NoSnapshot {
  readonly reason: string;
  /** Not AWS. */
  readonly isOfAtlas: boolean;
}

function withUnreadableProject(
  progress: ReconcileProgress,
  projectId: string,
  { reason, isOfAtlas }: NoSnapshot,
): ReconcileProgress {
  const current = withDrift(progress, driftOfUnreadable(projectId, '', reason));
  const { unreadableProjects = 0 } = progress;
  return isOfAtlas ? { ...current, unreadableProjects: unreadableProjects + 1 } : current;
}

/** @returns why it cannot be drawn, in place of a snapshot */
async function snapshotOf(
  { deps, records, unreadable }: Slice,
  projectId: string,
): Promise<ProjectSnapshot | NoSnapshot> {
  try {
    return await takeSnapshot(deps.atlas, deps.endpointList, records, projectId, unreadable);
  } catch (error) {
    const reason = reasonOf(error);
    deps.log.warn('Atlas project cannot be read', { projectId, error: reason });
    return { reason, isOfAtlas: error instanceof AtlasError };
  }
}

function driftOfUnreadable(projectId: string, endpointId: string, message: string): Drift {
  return { kind: 'unreadable', projectId, endpointServiceId: '', endpointId, result: 'left', message };
}

/**
 * What is wrong with this item: Atlas would not tell, AWS does not take it, or its content is none that this code can work
 * with.
 *
 * @throws everything else, which the other items would meet as well
 */
function reasonOf(error: unknown): string {
  if (error instanceof AtlasError) return `${error.message} ${error.advice}`;
  if (error instanceof ItemRefusedError || isOwnDefect(error)) return error.message;
  throw error;
}

/** The SDK and `fetch` throw a TypeError for a connection that is none, which has metadata or a cause. */
function isOwnDefect(error: unknown): error is Error {
  const isOfCode = error instanceof TypeError || error instanceof RangeError;
  return isOfCode && !('$metadata' in error) && error.cause === undefined;
}

async function reconcileItem(
  slice: Slice,
  snapshot: ProjectSnapshot,
  clusters: ProjectClusters,
  endpointId: string,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  try {
    return await compare(slice, snapshot, clusters, endpointId, progress);
  } catch (error) {
    const reason = reasonOf(error);
    slice.deps.log.warn('link cannot be reconciled', { endpointId, error: reason });
    return withDrift(progress, driftOfUnreadable(snapshot.projectId, endpointId, reason));
  }
}

async function compare(
  slice: Slice,
  snapshot: ProjectSnapshot,
  clusters: ProjectClusters,
  endpointId: string,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  const { deps, executionArn } = slice;
  const item = await checkItem(deps, snapshot, endpointId);
  if (item instanceof AtlasError) throw item;
  const { level, action, absence } = planItem(item, slice);
  const current = withLevel(progress, level);
  if (absence !== undefined && item.record !== undefined && !progress.dryRun)
    await noteAbsence(deps.registry, item.record, absence === 'begins' ? slice.now : undefined);
  if (action.kind === 'nothing') {
    const refresh = level === 'available' && !progress.dryRun;
    const refused = refresh ? await clusters.refresh(item.record) : [];
    return refused.reduce(
      (sum, message) => withDrift(sum, driftOfUnreadable(snapshot.projectId, endpointId, message)),
      current,
    );
  }
  const drift = await repair(deps, { item, action, snapshot, executionArn, dryRun: progress.dryRun });
  return drift === undefined ? current : withDrift(current, drift);
}

/** The clusters of a project, read once a slice, when the first link is there that they matter to. */
class ProjectClusters {
  private reading: Promise<readonly Cluster[] | undefined> | undefined;

  constructor(
    private readonly slice: Slice,
    private readonly projectId: string,
  ) {}

  /**
   * What cannot be read now is read at the next reconciliation.
   *
   * @returns why strings could not be stored
   */
  async refresh(record: LinkRecord | undefined): Promise<readonly string[]> {
    const { deps, executionArn } = this.slice;
    if (record === undefined || deps.connectionStringsTimeoutSeconds === 0) return [];
    this.reading ??= this.read();
    const clusters = await this.reading;
    if (clusters === undefined) return [];
    const { link, region, account } = record;
    const target = {
      kind: 'link' as const,
      cloudProvider: link.cloudProvider,
      projectId: link.projectId,
      endpointServiceId: link.endpointServiceId,
      endpointId: link.endpointId,
      region,
      account,
    };
    return (await refreshConnectionStrings(deps, target, executionArn, clusters)).refused;
  }

  private async read(): Promise<readonly Cluster[] | undefined> {
    const { atlas, log } = this.slice.deps;
    try {
      return await atlas.listClusters(this.projectId);
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      log.warn('clusters cannot be read', { projectId: this.projectId, error: error.message });
      return undefined;
    }
  }
}
