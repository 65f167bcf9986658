/** One look at a link that is being made. Reads only, so it may be repeated at will. */
import type { LinkDescription } from '../../contract/attributes.js';
import { Metric } from '../../contract/metrics.js';
import type { AtlasRegion } from '../../contract/regions.js';
import type { ConnectionStringsProgress, NotShown, Observation, Retried } from '../../contract/workflow.js';
import type { LinkRun } from '../../contract/workflow-input.js';
import { observeConnectionStrings } from '../connection-strings/connection-strings.js';
import { isShownGone } from '../model/gate.js';
import { emptyDescription } from '../model/link-description.js';
import { judgeLink } from '../model/link-status.js';
import type { AtlasPort } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import { disturbanceOf } from '../polling/disturbance.js';
import { atDeadline, type Lateness, type Look, observationOf, secondsSince } from '../polling/look.js';
import { lookAtEndpoint } from '../polling/side-look.js';
import { confirmedGone } from './missing-link.js';
import { retryIfTransient } from './refused-link.js';

export interface ObserveLinkDependencies {
  readonly atlas: AtlasPort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

/** While a link is pending, EC2 is asked this often whether its endpoint still exists. */
const EXISTENCE_CHECK_SECONDS = 60;
/** EC2 may not show a living endpoint for a while: only a second look, this long after, is believed. */
const ENDPOINT_MISSING_SECONDS = 60;

type LinkLook = Look<LinkDescription>;

const LATENESS: Lateness<LinkDescription> = {
  complaint: 'The link was not available',
  statusOf: ({ connectionStatus }) => connectionStatus,
  advice:
    'Look at the private endpoint in Atlas. It may still become available; start the run again from Step Functions (New execution) to have that published.',
};

/** A stack is deployed again; what its run has made is taken back. */
const LATENESS_OF_STACK: Readonly<Record<LinkRun['goal'], Lateness<LinkDescription>>> = {
  available: {
    ...LATENESS,
    advice:
      'Look at the VPC endpoint and its service, and deploy again, with a longer time-out if there is room for one.',
  },
  gone: {
    ...LATENESS,
    complaint: 'The link was not removed',
    advice: 'Look at the private endpoint in Atlas; once it is gone, delete the stack again.',
  },
};

function latenessOf({ origin, goal }: LinkRun): Lateness<LinkDescription> {
  return origin.kind === 'custom-resource' ? LATENESS_OF_STACK[goal] : LATENESS;
}

/** What earlier states of the run have found. */
export interface Earlier extends NotShown {
  /** Time of the look before this one, undefined at the first. */
  readonly observedAt?: Date | undefined;
  readonly connectionStrings?: ConnectionStringsProgress | undefined;
  /** When this run has created the link; a change may have had to wait. */
  readonly createdAt?: string | undefined;
  /** The last time that Atlas was asked again for a refused link. */
  readonly retried?: Retried | undefined;
  readonly serviceRegionName?: AtlasRegion | undefined;
}

/** @throws AtlasError when Atlas gives an answer that waiting will not change */
export async function observeLink(
  deps: ObserveLinkDependencies,
  input: LinkRun,
  earlier: Earlier,
): Promise<Observation> {
  const now = deps.clock.now();
  const seen = await lookFor(deps, input, earlier, now);
  const timely = atDeadline(seen, input, now, latenessOf(input));
  const existing = await endAsGoneIfVanished(deps, input, timely, earlier, now);
  const look = await retryIfTransient(deps, input, existing, earlier.retried, now);
  deps.log.info('link observed', {
    outcome: look.outcome,
    status: look.description.connectionStatus,
    reason: look.message,
  });
  const budget = deps.atlas.rateBudget(input.target.projectId);
  const wanted = input.change?.connectionStrings;
  if (look.outcome === 'available' && wanted !== undefined)
    return observeConnectionStrings(deps, input, { ...earlier, look, wanted, budget, now });
  return observationOf(look, input, now, budget);
}

async function lookFor(
  deps: ObserveLinkDependencies,
  input: LinkRun,
  earlier: Earlier,
  now: Date,
): Promise<LinkLook> {
  // When Atlas was last asked to make the link: for some seconds, it may not show it.
  const madeAt = earlier.retried?.at ?? earlier.createdAt ?? input.startedAt;
  const nothing = emptyDescription(input.target);
  if (input.refusal !== undefined) return { outcome: 'failed', description: nothing, ...input.refusal };
  try {
    const description = await deps.atlas.findLink(input.target);
    if (input.goal === 'gone') return judgeRemoval(description, nothing);
    const verdict = judgeLink(description, secondsSince(madeAt, now));
    if (verdict.unknownStatus) warnOfUnknownStatus(deps, description);
    if (verdict.outcome === 'gone') {
      const gone = { ...verdict, outcome: verdict.outcome, description: nothing };
      return await confirmedGone(deps.atlas, input.target, gone, earlier.missingSince, now);
    }
    return { ...verdict, description: description ?? nothing };
  } catch (error) {
    const disturbance = disturbanceOf(error, deps, { notFoundSince: earlier.notFoundSince, now });
    return { outcome: 'pending', description: nothing, unseen: true, ...disturbance };
  }
}

/** A stale AVAILABLE right after the DELETE is pending, not an error. */
function judgeRemoval(description: LinkDescription | undefined, nothing: LinkDescription): LinkLook {
  const outcome = description === undefined ? 'gone' : 'pending';
  return { outcome, description: description ?? nothing, message: '', advice: '' };
}

function warnOfUnknownStatus(deps: ObserveLinkDependencies, description: LinkDescription | undefined): void {
  deps.metrics.count(Metric.UNKNOWN_STATUS);
  deps.log.warn('unknown status counts as pending', { status: description?.connectionStatus });
}

/** An endpoint that vanishes while it is being linked ends the run as gone; Atlas calls that REJECTED, or nothing. */
async function endAsGoneIfVanished(
  deps: ObserveLinkDependencies,
  input: LinkRun,
  look: LinkLook,
  earlier: Earlier,
  now: Date,
): Promise<LinkLook> {
  if (!worthAskingEc2(input, look, earlier, now)) return look;
  const endpoint = await lookAtEndpoint(deps, input.target.endpointId);
  const since = earlier.endpointMissingSince ?? now.toISOString();
  // A failed side look must not change what Atlas has said.
  if (endpoint === 'unknown') return { ...look, endpointMissingSince: earlier.endpointMissingSince };
  if (endpoint === undefined && secondsSince(since, now) < ENDPOINT_MISSING_SECONDS)
    return lookAgain(look, since, now);
  if (endpoint !== undefined && !isShownGone(endpoint)) return look;
  return {
    ...look,
    outcome: 'gone',
    message: `VPC endpoint ${input.target.endpointId} was deleted while it was being linked.`,
    advice: 'Nothing to do for the endpoint. Atlas may still list the link.',
  };
}

/** What Atlas says stands, but the run does not end with it: Atlas rejects a link whose endpoint goes. */
function lookAgain(look: LinkLook, endpointMissingSince: string, now: Date): LinkLook {
  if (look.outcome === 'pending') return { ...look, endpointMissingSince };
  const waitSeconds = Math.ceil(ENDPOINT_MISSING_SECONDS - secondsSince(endpointMissingSince, now));
  return { ...look, outcome: 'pending', waitSeconds, endpointMissingSince };
}

function worthAskingEc2(
  input: LinkRun,
  look: LinkLook,
  { observedAt, endpointMissingSince }: Earlier,
  now: Date,
): boolean {
  // Of an event, the gate has seen the endpoint; a stack may name one of another account, cloud or Region.
  if (input.goal === 'gone' || input.origin.kind === 'custom-resource') return false;
  if (input.refusal !== undefined || look.outcome === 'available' || look.outcome === 'gone') return false;
  if (look.outcome !== 'pending' || endpointMissingSince !== undefined) return true;
  const turn = (at: Date) => Math.floor(secondsSince(input.startedAt, at) / EXISTENCE_CHECK_SECONDS);
  return observedAt !== undefined && turn(now) > turn(observedAt);
}
