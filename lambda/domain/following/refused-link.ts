/**
 * Decides what follows a poll that found the link refused: another attempt, or a failure that says why there is none.
 */
import type { LinkDescription } from '../../contract/attributes.js';
import type { Retried } from '../../execution-data/change-record.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { isLinkable } from '../model/eligibility.js';
import { traitsOf } from '../model/service-traits.js';
import { type TransientRefusal, transientRefusalOf } from '../model/transient-refusal.js';
import { type BestEffortDependencies, checkEndpoint } from '../polling/best-effort.js';
import { type Poll, secondsSince } from '../polling/poll.js';

/**
 * Wait before each attempt, counted from the refusal. AWS's throttling ends within seconds; an endpoint may become
 * visible to Atlas only after a minute.
 */
const WAITS_SECONDS: readonly number[] = [15, 30, 60];
/** More attempts would only delay the report of the failure. */
export const MAX_RETRIES = WAITS_SECONDS.length;

/** A link that is requested again needs about this long until its next result. */
const RETRY_SECONDS = 120;

/**
 * If EC2 cannot say whether the endpoint exists: how long after the start of an execution Atlas may still begin to see
 * it.
 */
const VISIBILITY_PATIENCE_SECONDS = 300;

/** Right after Atlas has accepted a link again, it may still return the earlier refusal. */
const STALE_REFUSAL_SECONDS = 10;

type LinkPoll = Poll<LinkDescription>;

/** @param poll of an execution with the goal `available`; returned unchanged unless a transient refusal made it fail */
export async function retryIfTransient(
  deps: BestEffortDependencies,
  execution: LinkExecution,
  poll: LinkPoll,
  retried: Retried | undefined,
  now: Date,
): Promise<LinkPoll> {
  const refusal = transientRefusalIn(execution, poll);
  if (refusal === undefined) return poll;
  const isUnsettled = isStale(retried, now) || poll.description.deleteRequested;
  if (isUnsettled && secondsSince(execution.deadline, now) < 0) return { ...poll, outcome: 'pending' };
  const count = retried?.count ?? 0;
  const waitSeconds = retried?.postponed?.waitSeconds ?? WAITS_SECONDS[count] ?? 0;
  const blocker =
    retryBlocker(execution, retried, waitSeconds, now) ??
    (await visibilityBlocker(deps, execution, refusal, count, now));
  if (blocker !== undefined) return { ...poll, message: reported(poll.message, count, blocker) };
  deps.log.warn('link temporarily refused', { refusal, reason: poll.message, tries: count, waitSeconds });
  return { ...poll, outcome: 'retry', waitSeconds };
}

/** No temporary refusal is known for Azure, Google Cloud and Data Federation. */
function transientRefusalIn({ target }: LinkExecution, poll: LinkPoll): TransientRefusal | undefined {
  if (poll.outcome !== 'failed' || target.cloudProvider !== 'AWS') return undefined;
  if (!traitsOf(target).hasTransientRefusals) return undefined;
  return transientRefusalOf(poll.description.errorMessage);
}

function isStale(retried: Retried | undefined, now: Date): boolean {
  return retried?.at !== undefined && secondsSince(retried.at, now) < STALE_REFUSAL_SECONDS;
}

/** Why there is no further attempt, as a sentence of the message. */
function retryBlocker(
  { deadline }: LinkExecution,
  retried: Retried | undefined,
  waitSeconds: number,
  now: Date,
): string | undefined {
  if (retried !== undefined && retried.refusal !== '') return retried.refusal;
  if (retried !== undefined && retried.count >= MAX_RETRIES) return 'There is no further try.';
  const isTooLate = -secondsSince(deadline, now) < waitSeconds + RETRY_SECONDS;
  if (!isTooLate) return undefined;
  return ['There is no time left for another try.', retried?.postponed?.reason ?? ''].join(' ').trim();
}

/** If Atlas does not see the endpoint, another attempt makes sense only while it exists. */
async function visibilityBlocker(
  deps: BestEffortDependencies,
  { target, origin, startedAt }: LinkExecution,
  refusal: TransientRefusal,
  count: number,
  now: Date,
): Promise<string | undefined> {
  if (refusal !== 'endpoint-not-visible') return undefined;
  // A stack may name an endpoint of another account or Region, which EC2 does not show here.
  const endpoint =
    origin.kind === 'custom-resource' ? 'unknown' : await checkEndpoint(deps, target.endpointId);
  if (endpoint !== 'unknown') {
    if (isLinkable(endpoint)) return undefined;
    return `In EC2, the VPC endpoint is ${endpoint?.state ?? 'not there'}.`;
  }
  if (secondsSince(startedAt, now) < VISIBILITY_PATIENCE_SECONDS) return undefined;
  return count === 0 ? '' : 'There is no further try.';
}

/** Atlas's message, then the number of further attempts, then why there are no more. */
function reported(wording: string, count: number, blocker: string): string {
  const times = count <= 1 ? 'once' : `${count} times`;
  const sentence = /[.!?]$/.test(wording) ? wording : `${wording}.`;
  const tries = count === 0 ? '' : `It was tried again ${times}.`;
  return [sentence, tries, blocker].filter((text) => text !== '').join(' ');
}
