/** How far a reconciliation has come: carried from one slice to the next by its state machine. */
import type { Drift, LinksReconciledDetail } from '../../contract/published-event.js';
import type { LinkLevel } from './reconcile-plan.js';

/** Drift beyond this is counted, and not listed. */
const MAX_LISTED = 100;

/** Of what the slices hand on. */
export const PROGRESS_VERSION = 1;

export interface ReconcileProgress {
  readonly version: typeof PROGRESS_VERSION;
  readonly startedAt: string;
  readonly dryRun: boolean;
  /** Where the next slice begins. */
  readonly cursor: { readonly projectIndex: number; readonly afterEndpointId: string };
  readonly compared: number;
  readonly found: number;
  readonly repaired: number;
  readonly left: number;
  /** Of those that are left: projects that Atlas would not tell of. Missing in what an earlier version has begun. */
  readonly unreadableProjects?: number;
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

export function withDrift(progress: ReconcileProgress, drift: Drift): ReconcileProgress {
  const { result } = drift;
  return {
    ...progress,
    found: progress.found + (result === 'reported' ? 0 : 1),
    repaired: progress.repaired + (result === 'repaired' ? 1 : 0),
    left: progress.left + (result === 'left' ? 1 : 0),
    drift: progress.drift.length < MAX_LISTED ? [...progress.drift, drift] : progress.drift,
  };
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
): ReconcileProgress {
  return { ...progress, cursor: { projectIndex, afterEndpointId } };
}

export function summaryOf(progress: ReconcileProgress, finishedAt: Date): LinksReconciledDetail {
  const { cursor: _, unreadableProjects: __, ...counted } = progress;
  return { ...counted, version: '1', finishedAt: finishedAt.toISOString() };
}
