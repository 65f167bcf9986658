/** What becomes of a poll that has found a link refused: another try, or a failure that says why there is none. */
import type { LinkDescription } from '../../contract/attributes.js';
import type { Retried } from '../../execution-data/change-record.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { isLinkable } from '../model/eligibility.js';
import { type TransientRefusal, transientRefusalOf } from '../model/transient-refusal.js';
import { type BestEffortDependencies, checkEndpoint } from '../polling/best-effort.js';
import { type Poll, secondsSince } from '../polling/poll.js';

/** Before each try, counted from the refusal: what AWS is busy with takes seconds, what Atlas cannot see up to a minute. */
const WAITS_SECONDS: readonly number[] = [15, 30, 60];
/** More would only keep the failure from being told. */
export const MAX_RETRIES = WAITS_SECONDS.length;

/** A link that is asked for again takes about this long until it is judged again. */
const RETRY_SECONDS = 120;

/** Where EC2 cannot tell whether there is an endpoint at all: how long into an execution Atlas may still come to see it. */
const VISIBILITY_PATIENCE_SECONDS = 300;

/** Right after Atlas has taken a link again, it may still show the earlier refusal. */
const STALE_REFUSAL_SECONDS = 10;

type LinkPoll = Poll<LinkDescription>;

/** @param look of an execution with the goal `available`; returned as it is unless a transient refusal made it fail */
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
  deps.log.warn('link refused for the moment', { refusal, reason: poll.message, tries: count, waitSeconds });
  return { ...poll, outcome: 'retry', waitSeconds };
}

/** For Azure and Google Cloud, no refusal is known that passes. */
function transientRefusalIn({ target }: LinkExecution, poll: LinkPoll): TransientRefusal | undefined {
  if (poll.outcome !== 'failed' || target.cloudProvider !== 'AWS') return undefined;
  return transientRefusalOf(poll.description.errorMessage);
}

function isStale(retried: Retried | undefined, now: Date): boolean {
  return retried?.at !== undefined && secondsSince(retried.at, now) < STALE_REFUSAL_SECONDS;
}

/** Why there is to be no further try, as a sentence of the message. */
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

/** What Atlas does not see is worth another try only while there is something to be seen. */
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

/** Atlas's message, then how often it was tried again, then why it is over. */
function reported(wording: string, count: number, blocker: string): string {
  const times = count <= 1 ? 'once' : `${count} times`;
  const sentence = /[.!?]$/.test(wording) ? wording : `${wording}.`;
  const tries = count === 0 ? '' : `It was tried again ${times}.`;
  return [sentence, tries, blocker].filter((text) => text !== '').join(' ');
}
