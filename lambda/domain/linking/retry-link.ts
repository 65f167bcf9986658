/**
 * Asks Atlas again for a link that it has refused temporarily. One POST, and never a DELETE: whether Atlas accepts it
 * as another attempt is not documented, and a removal of the last link would delete the endpoint service as well. It
 * may be cut off at any point and called again.
 */
import { Metric } from '../../contract/metrics.js';
import type { SelectionSpec } from '../../contract/selection.js';
import type { Again, Retried } from '../../execution-data/change-record.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { hasVanished } from '../model/eligibility.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { NotYetError } from '../model/errors/change-errors.js';
import { judgeLink } from '../model/link-status.js';
import type { AtlasPort } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import { againAfter } from '../polling/again.js';
import { checkEndpoint } from '../polling/best-effort.js';
import { postpone } from '../polling/postpone.js';
import { type AddRegionDependencies, addRegion, type NotAccepted } from './add-region.js';
import {
  type ReasonNotToRegisterDependencies,
  reasonInEc2,
  reasonNotToRegister,
} from './reason-not-to-register.js';
import { mayAddRegion } from './remote-region.js';
import { notAllowedAnyMore, placeOf } from './still-allowed.js';

export interface RetryLinkDependencies extends AddRegionDependencies, ReasonNotToRegisterDependencies {
  readonly atlas: AtlasPort & AddRegionDependencies['atlas'];
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
  /** The selection of an automation. */
  readonly selection?: SelectionSpec | undefined;
}

export interface Attempt {
  /** Results of this execution so far. */
  readonly previous: Retried | undefined;
  readonly executionArn: string;
}

type Result =
  /** Atlas processes the link again. */
  | 'made'
  /** The link is being removed, or its endpoint is deleted: the next poll shows it. */
  | 'left'
  | 'refused'
  /** Not yet, or not any more. */
  | Hindrance;

type Hindrance = NotAccepted | { readonly again: Again } | { readonly dropped: string };

const STILL_REFUSED = 'Atlas does not take it again while it lists the refused link.';

/**
 * Returns a result if another attempt is not possible yet: the next poll shows whether it is still needed.
 *
 * @throws AtlasError if waiting cannot change Atlas's response
 */
export async function retryLink(
  deps: RetryLinkDependencies,
  execution: LinkExecution,
  { previous, executionArn }: Attempt,
): Promise<Retried> {
  const triesBefore = previous?.count ?? 0;
  const count = triesBefore + 1;
  const notAllowed = notAllowedAnyMore(deps, execution);
  if (notAllowed !== undefined) return { count, refusal: notAllowed };
  const requestsBefore = previous?.regionRequests;
  const result = await tryAgain(deps, execution, executionArn, requestsBefore).catch(passing);
  const regionRequests = requestsAfter(result) ?? requestsBefore;
  if (typeof result === 'object') {
    if ('dropped' in result)
      return { count: triesBefore, refusal: '', dropped: result.dropped, regionRequests };
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

function requestsAfter(result: Result): number | undefined {
  if (typeof result !== 'object' || !('registering' in result)) return undefined;
  return result.registering.regionRequests;
}

async function tryAgain(
  deps: RetryLinkDependencies,
  execution: LinkExecution,
  executionArn: string,
  regionRequests: number | undefined,
): Promise<Result> {
  const link = await deps.atlas.findLink(execution.target);
  if (link === undefined || link.deleteRequested) return 'left';
  // An earlier call of this attempt may have succeeded, or Atlas has accepted the link without it.
  if (judgeLink(link, 0).outcome !== 'failed') return 'made';
  const hindrance = await hindranceOf(deps, execution, executionArn, regionRequests);
  if (hindrance !== undefined) return hindrance;
  if (!(await isTakenAgain(deps.atlas, execution))) return 'refused';
  deps.metrics.count(Metric.LINK_RETRIED);
  deps.log.info('refused link requested again');
  return 'made';
}

/**
 * A refused link is waited for long enough that another execution may have it by now, or nobody wants it.
 *
 * @returns undefined if the link may be requested
 * @throws NotYetError if the registry cannot be read; AtlasError
 */
async function hindranceOf(
  deps: RetryLinkDependencies,
  execution: LinkExecution,
  executionArn: string,
  regionRequests: number | undefined,
): Promise<'left' | Hindrance | undefined> {
  // A stack declares its links, and may name an endpoint of another account, cloud or Region.
  if (execution.origin.kind === 'custom-resource') return undefined;
  const dropped = await reasonNotToRegister(deps, execution, executionArn);
  if (dropped !== undefined) return { dropped };
  return (await hindranceInEc2(deps, execution)) ?? (await requireRegion(deps, execution, regionRequests));
}

/** A link that a stack declares by now is the stack's; any other that is not wanted stays refused, and is reported. */
async function hindranceInEc2(
  deps: RetryLinkDependencies,
  { target: { endpointId } }: LinkExecution,
): Promise<'left' | Hindrance | undefined> {
  const endpoint = await checkEndpoint(deps, endpointId);
  if (endpoint === 'unknown')
    return { again: { reason: `EC2 cannot be read, so that it is open whether ${endpointId} exists.` } };
  if (hasVanished(endpoint)) return 'left';
  const ignored = reasonInEc2(endpoint, deps.selection);
  if (ignored === undefined) return undefined;
  return ignored.reason === 'declared-in-a-stack'
    ? { dropped: ignored.message }
    : { refusal: `It is not requested again: ${ignored.message}.` };
}

/** The Region may have been removed from the service since: another change of the list replaces all of it. */
async function requireRegion(
  deps: RetryLinkDependencies,
  execution: LinkExecution,
  regionRequests: number | undefined,
): Promise<NotAccepted | undefined> {
  const { target } = execution;
  const project = deps.projects?.find(({ projectId }) => projectId === target.projectId);
  const isAdded = mayAddRegion(project, placeOf(deps, target).region);
  return isAdded ? addRegion(deps, execution, { regionRequests }) : undefined;
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
  if (error instanceof NotYetError) return { again: { reason: error.message } };
  if (!(error instanceof AtlasError)) throw error;
  const { transient, cannotAcceptEndpointsYet, kind, message, advice } = error;
  const again = transient || cannotAcceptEndpointsYet ? againAfter(error) : undefined;
  if (again !== undefined) return { again };
  if (kind === 'authentication') return { again: { reason: `${message} ${advice}` } };
  throw error;
}
