/** What the parts of a slice share. */
import type { LinkRecord } from '../../contract/registry.js';
import type { Ec2ProbePort } from '../model/ports/ec2.js';
import type { EventPort } from '../model/ports/events.js';
import type { MemberQueuePort } from '../model/ports/members.js';
import { noteAbsence } from '../registry/link-registry.js';
import { isCountedAtHome } from './counted-at-home.js';
import type { NoView, ProjectView, ProjectViews } from './project-views.js';
import type { ReconcilePollDependencies } from './reconcile-check.js';
import type { ReconciledItem, ReconcilePlan, ReconcileRules } from './reconcile-plan.js';
import { type ReconcileProgress, withDrift, withLevel, withoutUnmanaged } from './reconcile-progress.js';
import { driftOfUnreadable } from './reconcile-reasons.js';
import { type ReconcileRepairDependencies, repair } from './reconcile-repair.js';

export type ReconcileDependencies = ReconcilePollDependencies &
  ReconcileRepairDependencies & {
    readonly events: EventPort;
    readonly unlinkDeselected: boolean;
    /** Period of the scheduled reconciliation. */
    readonly reconcileEverySeconds: number;
    /** In a hub, for its own account and Region: endpoints that only Atlas lists may be those of members. */
    readonly hasMembers?: boolean | undefined;
    /** For a member: projects of the hub, whose links the comparison of its own account and Region counts. */
    readonly homeProjectIds?: ReadonlySet<string> | undefined;
    /** Of a member; undefined for the hub's own account and Region. */
    readonly ec2Probe?: Ec2ProbePort | undefined;
    readonly deadLetters?: MemberQueuePort | undefined;
  };

export interface Slice extends ReconcileRules {
  readonly deps: ReconcileDependencies;
  readonly views: ProjectViews;
  readonly executionArn: string;
  readonly dryRun: boolean;
  /** Start of the reconciliation. */
  readonly startedAt: Date;
  readonly endsAt: number;
}

/** Counts the link, and does what its plan says. */
export async function applyPlan(
  slice: Slice,
  { snapshot }: ProjectView,
  item: ReconciledItem,
  { level, action, absence }: ReconcilePlan,
  progress: ReconcileProgress,
): Promise<ReconcileProgress> {
  const { deps, executionArn, dryRun } = slice;
  const current = withLevel(countedHere(slice, snapshot.projectId, item, progress), level);
  if (absence !== undefined && !dryRun) await note(slice, item.record, absence);
  if (action.kind === 'nothing' || isPerhapsOfMember(slice, action)) return current;
  const drift = await repair(deps, { item, action, snapshot, executionArn, dryRun });
  return drift === undefined ? current : withDrift(current, drift);
}

function countedHere(
  { deps, startedAt }: Slice,
  projectId: string,
  { isListed, endpointId, service }: ReconciledItem,
  progress: ReconcileProgress,
): ReconcileProgress {
  const link = { projectId, endpointServiceId: service?.endpointServiceId ?? '', endpointId };
  const isCounted = isListed && isCountedAtHome(deps, startedAt, progress, link);
  return isCounted ? withoutUnmanaged(progress) : progress;
}

/** It is counted, and not listed one by one: most such links in a hub are those of members. */
function isPerhapsOfMember(
  { deps }: Slice,
  action: Exclude<ReconcilePlan['action'], { kind: 'nothing' }>,
): boolean {
  return deps.hasMembers === true && action.drift === 'unmanaged';
}

async function note(
  { deps, now }: Slice,
  record: LinkRecord | undefined,
  absence: NonNullable<ReconcilePlan['absence']>,
): Promise<void> {
  if (record !== undefined) await noteAbsence(deps.registry, record, absence === 'begins' ? now : undefined);
}

/** Also for a part of a project. */
export function withUnreadableProject(
  progress: ReconcileProgress,
  { projectId, reason, isOfAtlas, endpointServiceId }: NoView,
): ReconcileProgress {
  const current = withDrift(progress, driftOfUnreadable(projectId, '', reason, endpointServiceId));
  const { unreadableProjects = 0 } = progress;
  return isOfAtlas ? { ...current, unreadableProjects: unreadableProjects + 1 } : current;
}
