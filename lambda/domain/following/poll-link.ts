/** Polls a link that is being created. It only reads, so it can be repeated. */
import type { LinkDescription } from '../../contract/attributes.js';
import { Metric } from '../../contract/metrics.js';
import type { AtlasRegion } from '../../contract/regions.js';
import type { Retried } from '../../execution-data/change-record.js';
import type { ConnectionStringsProgress, NotShown, Observation } from '../../execution-data/observation.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { pollConnectionStrings } from '../connection-strings/connection-strings.js';
import { isShownDeleted } from '../model/eligibility.js';
import { emptyDescription } from '../model/link-description.js';
import { judgeLink } from '../model/link-status.js';
import type { AtlasPort } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointPort } from '../model/ports/ec2.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import { checkEndpoint } from '../polling/best-effort.js';
import { atDeadline, type Lateness, observationOf, type Poll, secondsSince } from '../polling/poll.js';
import { transientFailureOf } from '../polling/transient-failure.js';
import { confirmedDeleted } from './missing-link.js';
import { retryIfTransient } from './refused-link.js';

export interface PollLinkDependencies {
  readonly atlas: AtlasPort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

/** Interval at which EC2 is asked whether the endpoint of a pending link still exists. */
const EXISTENCE_CHECK_SECONDS = 60;
/** EC2 may not show an existing endpoint for a while: only a second poll, this much later, counts. */
export const ENDPOINT_MISSING_SECONDS = 60;

type LinkPoll = Poll<LinkDescription>;

const LATENESS: Lateness<LinkDescription> = {
  complaint: 'The link was not available',
  statusOf: ({ connectionStatus }) => connectionStatus,
  advice:
    'Check the private endpoint in Atlas. It may still become available; start the execution again from Step Functions (New execution) to have that published.',
};

/** A stack is deployed again; the changes of its execution are rolled back. */
const LATENESS_OF_STACK: Readonly<Record<LinkExecution['goal'], Lateness<LinkDescription>>> = {
  available: {
    ...LATENESS,
    advice:
      'Check the VPC endpoint and its service, and deploy again, with a longer time-out if there is room for one.',
  },
  deleted: {
    ...LATENESS,
    complaint: 'The link was not removed',
    advice: 'Check the private endpoint in Atlas; once it is gone, delete the stack again.',
  },
};

function latenessOf({ origin, goal }: LinkExecution): Lateness<LinkDescription> {
  return origin.kind === 'custom-resource' ? LATENESS_OF_STACK[goal] : LATENESS;
}

/** What earlier states of the execution have found. */
export interface PreviousState extends NotShown {
  /** Time of the previous poll; undefined at the first. */
  readonly observedAt?: Date | undefined;
  readonly connectionStrings?: ConnectionStringsProgress | undefined;
  /** When this execution created the link, which may be later than its start. */
  readonly createdAt?: string | undefined;
  /** The last time that Atlas was asked again for a refused link. */
  readonly retried?: Retried | undefined;
  readonly serviceRegionName?: AtlasRegion | undefined;
}

/** @throws AtlasError if waiting cannot change Atlas's response */
export async function pollLink(
  deps: PollLinkDependencies,
  input: LinkExecution,
  previous: PreviousState,
): Promise<Observation> {
  const now = deps.clock.now();
  const seen = await find(deps, input, previous, now);
  const timely = atDeadline(seen, input, now, latenessOf(input));
  const existing = await endAsDeletedIfVanished(deps, input, timely, previous, now);
  const poll = await retryIfTransient(deps, input, existing, previous.retried, now);
  deps.log.info('link observed', {
    outcome: poll.outcome,
    status: poll.description.connectionStatus,
    reason: poll.message,
  });
  const budget = deps.atlas.rateBudget(input.target.projectId);
  const wanted = input.change?.connectionStrings;
  if (poll.outcome === 'available' && wanted !== undefined)
    return pollConnectionStrings(deps, input, { ...previous, poll, wanted, budget, now });
  return observationOf(poll, input, now, budget);
}

async function find(
  deps: PollLinkDependencies,
  input: LinkExecution,
  previous: PreviousState,
  now: Date,
): Promise<LinkPoll> {
  // When Atlas was last asked to create the link: for some seconds, it may not show it.
  const madeAt = previous.retried?.at ?? previous.createdAt ?? input.startedAt;
  const nothing = emptyDescription(input.target);
  if (input.refusal !== undefined) return { outcome: 'failed', description: nothing, ...input.refusal };
  try {
    const description = await deps.atlas.findLink(input.target);
    if (input.goal === 'deleted') return judgeRemoval(description, nothing);
    const judged = judgeLink(description, secondsSince(madeAt, now));
    if (judged.unknownStatus) warnOfUnknownStatus(deps, description);
    if (judged.outcome === 'deleted') {
      const deleted = { ...judged, outcome: judged.outcome, description: nothing };
      return await confirmedDeleted(deps.atlas, input.target, deleted, previous.missingSince, now);
    }
    return { ...judged, description: description ?? nothing };
  } catch (error) {
    const transientFailure = transientFailureOf(error, deps, { notFoundSince: previous.notFoundSince, now });
    return { outcome: 'pending', description: nothing, unseen: true, ...transientFailure };
  }
}

/** A stale AVAILABLE right after the DELETE is pending, not an error. */
function judgeRemoval(description: LinkDescription | undefined, nothing: LinkDescription): LinkPoll {
  const outcome = description === undefined ? 'deleted' : 'pending';
  return { outcome, description: description ?? nothing, message: '', advice: '' };
}

function warnOfUnknownStatus(deps: PollLinkDependencies, description: LinkDescription | undefined): void {
  deps.metrics.count(Metric.UNKNOWN_STATUS);
  deps.log.warn('unknown status counts as pending', { status: description?.connectionStatus });
}

/**
 * If an endpoint disappears while it is being linked, the execution ends as deleted; Atlas reports REJECTED, or
 * nothing.
 */
async function endAsDeletedIfVanished(
  deps: PollLinkDependencies,
  input: LinkExecution,
  poll: LinkPoll,
  previous: PreviousState,
  now: Date,
): Promise<LinkPoll> {
  if (!worthAskingEc2(input, poll, previous, now)) return poll;
  const endpoint = await checkEndpoint(deps, input.target.endpointId);
  const since = previous.endpointMissingSince ?? now.toISOString();
  // A failed best-effort describe must not change Atlas's result.
  if (endpoint === 'unknown') return { ...poll, endpointMissingSince: previous.endpointMissingSince };
  if (endpoint === undefined && secondsSince(since, now) < ENDPOINT_MISSING_SECONDS)
    return pollAgain(poll, since, now);
  if (endpoint !== undefined && !isShownDeleted(endpoint)) return poll;
  return {
    ...poll,
    outcome: 'deleted',
    message: `VPC endpoint ${input.target.endpointId} was deleted while it was being linked.`,
    advice: 'Nothing to do for the endpoint. Atlas may still list the link.',
  };
}

/** Keeps Atlas's result without ending the execution: Atlas rejects a link whose endpoint is being deleted. */
function pollAgain(poll: LinkPoll, endpointMissingSince: string, now: Date): LinkPoll {
  if (poll.outcome === 'pending') return { ...poll, endpointMissingSince };
  const waitSeconds = Math.ceil(ENDPOINT_MISSING_SECONDS - secondsSince(endpointMissingSince, now));
  return { ...poll, outcome: 'pending', waitSeconds, endpointMissingSince };
}

function worthAskingEc2(
  input: LinkExecution,
  poll: LinkPoll,
  { observedAt, endpointMissingSince }: PreviousState,
  now: Date,
): boolean {
  // For an event, the eligibility check has seen the endpoint; a stack may name one of another account, cloud or
  // Region.
  if (input.goal === 'deleted' || input.origin.kind === 'custom-resource') return false;
  if (input.refusal !== undefined || poll.outcome === 'available' || poll.outcome === 'deleted') return false;
  if (poll.outcome !== 'pending' || endpointMissingSince !== undefined) return true;
  const turn = (at: Date) => Math.floor(secondsSince(input.startedAt, at) / EXISTENCE_CHECK_SECONDS);
  return observedAt !== undefined && turn(now) > turn(observedAt);
}
