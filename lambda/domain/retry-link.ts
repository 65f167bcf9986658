/**
 * Makes a link again that Atlas has refused for the moment. May be cut off between any two calls and called again; the
 * last link of an endpoint service is never removed, because the service would go with it.
 */
import { Metric } from '../contract/metrics.js';
import type { Prepared, Retried } from '../contract/workflow.js';
import type { LinkRun, LinkTarget } from '../contract/workflow-input.js';
import { AtlasError } from './atlas-error.js';
import { NotYetError } from './change-errors.js';
import { EndpointNotReadyError } from './endpoint-not-ready-error.js';
import { hasVanished } from './gate.js';
import { companyOf, isRefused } from './last-link.js';
import type { AtlasChangePort, ClockPort, LogPort, MetricPort, VpcEndpointPort } from './ports.js';
import { registerLink } from './register-link.js';
import { lookAtEndpoint } from './side-look.js';

export interface RetryLinkDependencies {
  readonly atlas: AtlasChangePort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

export interface RetryProgress {
  readonly prepared: Prepared | undefined;
  /** Tries before this one. */
  readonly count: number;
  /** Calls for this try before this one: from 1 on, they may have had their effect. */
  readonly repetition: number;
}

/**
 * Calls for which a link waits to see what becomes of the other refused ones of its service: with 15 s between them, two
 * minutes, longer than any of those waits before it is made again.
 */
const PATIENCE_CALLS = 8;

/**
 * @throws NotYetError while the link is being removed, or other links of its service are unsettled
 * @throws EndpointNotReadyError when the service does not accept endpoints yet
 * @throws AtlasError when Atlas gives an answer that waiting will not change
 */
export async function retryLink(
  deps: RetryLinkDependencies,
  run: LinkRun,
  progress: RetryProgress,
): Promise<Retried> {
  const count = progress.count + 1;
  try {
    const result = await carryOn(deps, run, progress);
    switch (result.kind) {
      case 'made':
        return { count, refusal: '', at: deps.clock.now().toISOString() };
      case 'left':
        return { count, refusal: '' };
      case 'refused':
        return { count, refusal: result.reason };
    }
  } catch (error) {
    throw passing(error);
  }
}

type Result =
  | { readonly kind: 'made' }
  /** Somebody is removing it, or the endpoint is gone: the next look says so. */
  | { readonly kind: 'left' }
  | { readonly kind: 'refused'; readonly reason: string };

const MADE: Result = { kind: 'made' };
const LEFT: Result = { kind: 'left' };

async function carryOn(deps: RetryLinkDependencies, run: LinkRun, progress: RetryProgress): Promise<Result> {
  const { target } = run;
  const link = await deps.atlas.findLink(target);
  const isBeingRemoved = link === undefined || link.DeleteRequested;
  // This try has not removed it yet, so somebody else has, and does not want it back.
  if (isBeingRemoved && progress.repetition === 0) return LEFT;
  if (link?.DeleteRequested === true)
    throw new NotYetError(`The refused link of ${target.endpointId} is still being removed.`);
  if (link !== undefined && !isRefused(link)) return MADE;
  if (await isEndpointGone(deps, run)) return LEFT;
  return link === undefined ? makeAnew(deps, run) : makeAgain(deps, run, progress);
}

async function isEndpointGone(deps: RetryLinkDependencies, { origin, target }: LinkRun): Promise<boolean> {
  // A stack may name an endpoint of another account, cloud or Region.
  if (origin.kind === 'custom-resource') return false;
  const endpoint = await lookAtEndpoint(deps, target.endpointId);
  return endpoint !== 'unknown' && hasVanished(endpoint);
}

async function makeAnew(deps: RetryLinkDependencies, { target, change }: LinkRun): Promise<Result> {
  await registerLink(deps.atlas, deps.clock, target, false, change);
  return noteMade(deps);
}

function noteMade({ log, metrics }: RetryLinkDependencies): Result {
  metrics.count(Metric.LINK_RETRIED);
  log.info('refused link made again');
  return MADE;
}

/** A POST does no harm, whether Atlas takes it for another try or answers 409; only then is the link removed first. */
async function makeAgain(
  deps: RetryLinkDependencies,
  run: LinkRun,
  progress: RetryProgress,
): Promise<Result> {
  if (await isTakenAgain(deps.atlas, run)) return noteMade(deps);
  const reason = await reasonToKeep(deps, run, progress);
  if (reason !== undefined) return { kind: 'refused', reason };
  deps.log.warn('refused link is removed, to be made again', { repetition: progress.repetition });
  await remove(deps.atlas, run.target);
  throw new NotYetError(`The refused link of ${run.target.endpointId} is being removed, to be made again.`);
}

/** @throws EndpointNotReadyError when the service does not accept endpoints yet */
async function isTakenAgain(atlas: AtlasChangePort, { target, change }: LinkRun): Promise<boolean> {
  try {
    return !isRefused(await atlas.createLink(target, change));
  } catch (error) {
    if (!(error instanceof AtlasError) || error.kind !== 'conflict') throw error;
    if (error.cannotAcceptEndpointsYet) throw new EndpointNotReadyError(error.message, { cause: error });
    return false;
  }
}

/**
 * @returns why the link must not be removed; undefined when it may be
 * @throws NotYetError while that is not settled
 */
async function reasonToKeep(
  { atlas, clock }: RetryLinkDependencies,
  { target, origin }: LinkRun,
  { prepared, repetition }: RetryProgress,
): Promise<string | undefined> {
  if (origin.kind === 'custom-resource' && prepared?.existed !== false)
    return 'The link was there before the stack, which therefore does not remove it to make it again.';
  const isPatient = repetition < PATIENCE_CALLS;
  const company = await companyOf(atlas, clock, target, !isPatient);
  if (company === 'staying') return undefined;
  // Alone at the first call: alone. Later, another one may be gone only to be made again.
  if (isPatient && (company === 'unsettled' || repetition > 0))
    throw new NotYetError(`The other links of endpoint service ${target.endpointServiceId} are not settled.`);
  return 'It is the last link of its endpoint service, and Atlas would remove the service with it, so it was not removed to be made again. Add another VPC endpoint to the service first.';
}

async function remove(atlas: AtlasChangePort, target: LinkTarget): Promise<void> {
  try {
    await atlas.deleteLink(target);
  } catch (error) {
    // Removing what is being removed: the next call looks.
    if (!(error instanceof AtlasError) || error.kind !== 'conflict') throw error;
  }
}

/** Between the removal and the new link, a run must not end for an outage or a rotation of the keys. */
function passing(error: unknown): unknown {
  if (!(error instanceof AtlasError) || !(error.transient || error.kind === 'authentication')) return error;
  return new NotYetError(error.message, { cause: error });
}
