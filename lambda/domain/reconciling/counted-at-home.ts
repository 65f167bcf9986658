/** Which links the comparison of the hub's own account and Region has counted, before members are compared. */
import { beginningAt, compareFrom, nestedTurn, turnAt } from './pass-rotation.js';
import type { ProjectPart, ReconcileProgress } from './reconcile-progress.js';

interface CountedLink {
  readonly projectId: string;
  readonly endpointServiceId: string;
  readonly endpointId: string;
}

interface HomePass {
  /** Projects of the hub, in their order. Undefined if no member is compared. */
  readonly homeProjectIds?: ReadonlySet<string> | undefined;
  readonly reconcileEverySeconds: number;
}

/** @param startedAt start of the pass, on which the order of projects and links depends */
export function isCountedAtHome(
  { homeProjectIds, reconcileEverySeconds }: HomePass,
  startedAt: Date,
  { homeCursor, unreadAtHome = [] }: Pick<ReconcileProgress, 'homeCursor' | 'unreadAtHome'>,
  { projectId, endpointServiceId, endpointId }: CountedLink,
): boolean {
  if (homeProjectIds?.has(projectId) !== true) return false;
  if (unreadAtHome.some((part) => isIn(part, { projectId, endpointServiceId }))) return false;
  if (homeCursor === undefined) return true;
  const turn = nestedTurn(turnAt(startedAt, reconcileEverySeconds), homeProjectIds.size);
  const index = beginningAt(turn.projectIndex, [...homeProjectIds]).indexOf(projectId);
  if (index !== homeCursor.projectIndex) return index < homeCursor.projectIndex;
  const { afterEndpointId, firstEndpointId } = homeCursor;
  return afterEndpointId !== '' && compareFrom(firstEndpointId, endpointId, afterEndpointId) <= 0;
}

function isIn(part: ProjectPart, link: Pick<CountedLink, 'projectId' | 'endpointServiceId'>): boolean {
  const { endpointServiceId = link.endpointServiceId } = part;
  return part.projectId === link.projectId && endpointServiceId === link.endpointServiceId;
}
