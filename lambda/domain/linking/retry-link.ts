/**
 * Asks Atlas again for a link that it has refused temporarily. One POST, and never a DELETE: whether Atlas accepts it
 * as another attempt is not documented, and a removal of the last link would delete the endpoint service as well. It
 * may be cut off at any point and called again.
 */
import { Metric } from '../../contract/metrics.js';
import type { Again, Retried } from '../../execution-data/change-record.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { hasVanished } from '../model/eligibility.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { judgeLink } from '../model/link-status.js';
import type { AtlasPort } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import { againAfter } from '../polling/again.js';
import { checkEndpoint } from '../polling/best-effort.js';
import { postpone } from '../polling/postpone.js';
import { type AddRegionDependencies, addRegion, type NotAccepted } from './add-region.js';
import { mayAddRegion } from './remote-region.js';
import { notAllowedAnyMore, placeOf } from './still-allowed.js';

export interface RetryLinkDependencies extends AddRegionDependencies {
  readonly atlas: AtlasPort & AddRegionDependencies['atlas'];
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

type Result =
  /** Atlas processes the link again. */
  | 'made'
  /** The link is being removed, or its endpoint is deleted: the next poll shows it. */
  | 'left'
  | 'refused'
  /** Not yet, or not any more. */
  | NotAccepted;

const STILL_REFUSED = 'Atlas does not take it again while it lists the refused link.';

/**
 * Returns a result if another attempt is not possible yet: the next poll shows whether it is still needed.
 *
 * @param earlier results of this execution so far
 * @throws AtlasError if waiting cannot change Atlas's response
 */
export async function retryLink(
  deps: RetryLinkDependencies,
  execution: LinkExecution,
  previous: Retried | undefined,
): Promise<Retried> {
  const triesBefore = previous?.count ?? 0;
  const count = triesBefore + 1;
  const notAllowed = notAllowedAnyMore(deps, execution);
  if (notAllowed !== undefined) return { count, refusal: notAllowed };
  const requestsBefore = previous?.regionRequests;
  const result = await tryAgain(deps, execution, requestsBefore).catch(passing);
  const regionRequests = requestsAfter(result) ?? requestsBefore;
  if (typeof result === 'object') {
    if ('refusal' in result) return { count: triesBefore, refusal: result.refusal, regionRequests };
    const postponed = postpone(
      result.again,
      previous?.postponed,
      deps.clock.now(),
      new Date(execution.deadline),
    );
    return postponed === undefined
      ? { count: triesBefore, refusal: result.again.reason, regionRequests }
      : { count: triesBefore, refusal: '', regionRequests, postponed };
  }
  switch (result) {
    case 'made':
      return { count, refusal: '', regionRequests, at: deps.clock.now().toISOString() };
    case 'left':
      return { count, refusal: '', regionRequests };
    case 'refused':
      return { count, refusal: STILL_REFUSED, regionRequests };
  }
}

function requestsAfter(result: Result | ReturnType<typeof passing>): number | undefined {
  if (typeof result !== 'object' || !('registering' in result)) return undefined;
  return result.registering.regionRequests;
}

async function tryAgain(
  deps: RetryLinkDependencies,
  execution: LinkExecution,
  regionRequests: number | undefined,
): Promise<Result> {
  const link = await deps.atlas.findLink(execution.target);
  if (link === undefined || link.deleteRequested) return 'left';
  // An earlier call of this attempt may have succeeded, or Atlas has accepted the link without it.
  if (judgeLink(link, 0).outcome !== 'failed') return 'made';
  if (await isEndpointDeleted(deps, execution)) return 'left';
  const notAccepted = await requireRegion(deps, execution, regionRequests);
  if (notAccepted !== undefined) return notAccepted;
  if (!(await isTakenAgain(deps.atlas, execution))) return 'refused';
  deps.metrics.count(Metric.LINK_RETRIED);
  deps.log.info('refused link requested again');
  return 'made';
}

/** The Region may have been removed from the service since: another change of the list replaces all of it. */
async function requireRegion(
  deps: RetryLinkDependencies,
  execution: LinkExecution,
  regionRequests: number | undefined,
): Promise<NotAccepted | undefined> {
  const { origin, target } = execution;
  const project = deps.projects?.find(({ projectId }) => projectId === target.projectId);
  const isAdded = origin.kind !== 'custom-resource' && mayAddRegion(project, placeOf(deps, target).region);
  return isAdded ? addRegion(deps, execution, { regionRequests }) : undefined;
}

async function isEndpointDeleted(
  deps: RetryLinkDependencies,
  { origin, target }: LinkExecution,
): Promise<boolean> {
  // A stack may name an endpoint of another account, cloud or Region.
  if (origin.kind === 'custom-resource') return false;
  const endpoint = await checkEndpoint(deps, target.endpointId);
  return endpoint !== 'unknown' && hasVanished(endpoint);
}

/** @throws AtlasError, also while the service does not accept endpoints yet */
async function isTakenAgain(atlas: AtlasPort, { target, change }: LinkExecution): Promise<boolean> {
  try {
    await atlas.createLink(target, change);
    return true;
  } catch (error) {
    const isRefused =
      error instanceof AtlasError && error.kind === 'conflict' && !error.cannotAcceptEndpointsYet;
    if (!isRefused) throw error;
    return false;
  }
}

/** An outage, or a rotation of the keys, must not end an execution while its link can still become available. */
function passing(error: unknown): { readonly again: Again } {
  if (!(error instanceof AtlasError)) throw error;
  const { transient, cannotAcceptEndpointsYet, kind, message, advice } = error;
  const again = transient || cannotAcceptEndpointsYet ? againAfter(error) : undefined;
  if (again !== undefined) return { again };
  if (kind === 'authentication') return { again: { reason: `${message} ${advice}` } };
  throw error;
}
