/** Reads EC2 once for all waiting links, and resumes those whose endpoints have changed. */
import type { Acceptance } from '../../execution-data/observation.js';
import { atMostAtOnce } from '../model/at-most-at-once.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { VpcEndpointSetPort } from '../model/ports/ec2.js';
import type { LogPort } from '../model/ports/observability.js';
import type { Turn, WaitingLink, WaitingLinksPort, WaitingTaskPort } from '../model/ports/waiting-links.js';
import {
  firstPollDelaySeconds,
  OTHERS_POLL_MILLISECONDS,
  POLLS_APART_MILLISECONDS,
  PUSHED_POLLS_APART_MILLISECONDS,
  RETRY_FOR_MILLISECONDS,
} from './acceptance-pace.js';
import { orderOf, type PollCaller, unreadFromOf } from './order-of-endpoints.js';
import { readEndpoints, type SeenEndpoints } from './read-endpoints.js';
import { countsAsUnread } from './unread-since.js';
import { wakingOutput } from './waking-output.js';

export interface EndpointPollDependencies {
  readonly waitingLinks: WaitingLinksPort;
  readonly waitingTasks: WaitingTaskPort;
  readonly waitingEndpoints: VpcEndpointSetPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
}

/**
 * What EC2 shows of an endpoint: its state in lower case; `absent` if EC2 shows none; undefined before the first poll.
 */
export type SeenState = string | undefined;
export const ABSENT = 'absent';

const APART_MILLISECONDS = { poll: POLLS_APART_MILLISECONDS, push: PUSHED_POLLS_APART_MILLISECONDS } as const;
/** A throttled call of a poll for a notification is not repeated: the next notification or task polls within seconds. */
const RETRIED_FOR_MILLISECONDS = { poll: RETRY_FOR_MILLISECONDS, push: 0 } as const;

/** Step Functions allows more, but the function is not in a hurry. */
const RESUMED_AT_ONCE = 10;

export interface EndpointPoll extends SeenEndpoints {
  readonly turn: Turn;
}

/**
 * @param caller the change of a task's own endpoint is in the result and not sent as a callback
 * @throws WaitingLinksUnavailableError, and the errors of EC2
 */
export async function pollEndpoints(
  deps: EndpointPollDependencies,
  caller: PollCaller,
): Promise<EndpointPoll> {
  const { by } = caller;
  const own = caller.by === 'poll' ? caller.own : undefined;
  const now = deps.clock.now();
  const turn = await deps.waitingLinks.takeTurn({
    now,
    apartMilliseconds: APART_MILLISECONDS[by],
    recentMilliseconds: OTHERS_POLL_MILLISECONDS,
    by: own,
  });
  if (!turn.isGranted) return { turn, states: new Map(), unread: new Set() };
  const waiting = await deps.waitingLinks.list(now);
  const waitingIds = waiting.map(({ endpointId }) => endpointId);
  const ids = orderOf(waitingIds, caller, turn.unreadFrom);
  const retryFor = RETRIED_FOR_MILLISECONDS[by];
  const { shown, unread } = await readEndpoints(deps.waitingEndpoints, deps.clock, ids, retryFor);
  const read = ids.filter((id) => !unread.has(id));
  const states = new Map(read.map((id) => [id, shown.get(id) ?? ABSENT]));
  await resumeChanged(deps, waiting, states, { by, own });
  await noteReadForOthers(deps, waiting, states, own);
  const unreadFrom = unreadFromOf(ids, caller, unread);
  if (unreadFrom !== undefined) await deps.waitingLinks.noteUnreadFrom(unreadFrom);
  return { turn, states, unread };
}

async function resumeChanged(
  deps: EndpointPollDependencies,
  waiting: readonly WaitingLink[],
  states: SeenEndpoints['states'],
  { by, own }: Pick<Change, 'by' | 'own'>,
): Promise<void> {
  // An endpoint that EC2 does not show is examined by its own task.
  const changed = waiting.filter(({ endpointId, endpointState }) => {
    const state = states.get(endpointId) ?? ABSENT;
    return state !== ABSENT && state !== endpointState;
  });
  const delaySeconds = changed.length === 0 ? 0 : firstPollDelaySeconds(await deps.waitingLinks.seenPaces());
  const resume = ({ endpointId }: WaitingLink) =>
    noteAndResume(deps, { endpointId, state: states.get(endpointId) ?? ABSENT, by, delaySeconds, own });
  await atMostAtOnce(RESUMED_AT_ONCE, changed, resume);
}

/** A link whose own poll was throttled learns that EC2 has answered since, although nothing has changed. */
async function noteReadForOthers(
  { waitingLinks, clock }: EndpointPollDependencies,
  waiting: readonly WaitingLink[],
  states: SeenEndpoints['states'],
  own: string | undefined,
): Promise<void> {
  const readAt = clock.now().toISOString();
  const read = waiting.filter(
    (link) => link.endpointId !== own && states.has(link.endpointId) && countsAsUnread(link),
  );
  await atMostAtOnce(RESUMED_AT_ONCE, read, ({ endpointId }) => waitingLinks.noteRead(endpointId, readAt));
}

interface Change {
  readonly endpointId: string;
  readonly state: string;
  readonly by: NonNullable<Acceptance['noticedBy']>;
  /** Time from EC2's `available` until Atlas is polled. */
  readonly delaySeconds: number;
  readonly own: string | undefined;
}

/**
 * Only the caller that records the change resumes the task. A task between two of its tokens reads the record when it
 * takes the next one.
 */
async function noteAndResume(
  { waitingLinks, waitingTasks, clock, log }: EndpointPollDependencies,
  { endpointId, state, by, delaySeconds, own }: Change,
): Promise<void> {
  const now = clock.now().toISOString();
  const acceptedAt = isAccepted(state) ? now : '';
  const availableAt = state === 'available' ? now : '';
  const link = await waitingLinks.note(endpointId, { endpointState: state, acceptedAt, availableAt });
  if (link === undefined || endpointId === own || state === 'pendingacceptance') return;
  const output = wakingOutput(link, by, state === 'available' ? delaySeconds : 0);
  if (output === undefined) return;
  try {
    const isResumed = await waitingTasks.resume(link.token, output);
    log.debug('waiting link resumed', { endpointId, state, isResumed });
  } catch (error) {
    // The next poll resumes the task; its own poll comes within a minute.
    await waitingLinks.note(endpointId, { endpointState: '', acceptedAt: '', availableAt: '' });
    log.info('waiting link not resumed', {
      endpointId,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

export function isAccepted(state: string): boolean {
  return state === 'pending' || state === 'available';
}
