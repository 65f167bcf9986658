/**
 * A task that waits for Atlas to accept the endpoint of its link. EC2 shows the acceptance, so Atlas does not have to
 * be polled.
 */
import type { Acceptance, Observation } from '../../execution-data/observation.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { ServiceUnavailableError } from '../model/errors/service-unavailable-error.js';
import { WaitingLinksUnavailableError } from '../model/errors/waiting-links-unavailable-error.js';
import type { ConnectionNotificationPort, WaitingLink } from '../model/ports/waiting-links.js';
import { secondsSince } from '../polling/poll.js';
import { acceptedSeconds, outcomeFor } from './acceptance.js';
import {
  AWAIT_SECONDS,
  endpointPollSeconds,
  firstPollDelaySeconds,
  isRefusalPollDue,
  UNREAD_SECONDS,
} from './acceptance-pace.js';
import { type EndpointPollDependencies, pollEndpoints, type SeenState } from './poll-endpoints.js';
import { noReadSince, unreadSinceOf } from './unread-since.js';
import { nextAfter } from './waking-output.js';

export interface AwaitAcceptanceDependencies extends EndpointPollDependencies {
  /** Undefined: there are no notifications of acceptances, and EC2 is only polled. */
  readonly notifications?: ConnectionNotificationPort | undefined;
}

export interface WaitingTask {
  readonly token: string;
  readonly executionArn: string;
  /** JSON of the previous observation, as the workflow stores it. */
  readonly written: string;
  /** When Atlas last accepted a registration of the link. */
  readonly requestedAt: string;
  /** Polls Atlas once; `awaited` if Atlas has no result yet. */
  readonly poll: () => Promise<Observation>;
}

/**
 * One call of a waiting task. Its token is stored, so that whoever sees the endpoint change can resume it: another
 * waiting task, which polls EC2 for all, or a notification of EC2.
 *
 * @param previous its `observedAt` is the time of the last poll of Atlas
 * @returns the result of the task; undefined if it continues to wait
 */
export async function awaitAcceptance(
  deps: AwaitAcceptanceDependencies,
  { target, startedAt, deadline }: LinkExecution,
  previous: Observation,
  task: WaitingTask,
): Promise<Observation | undefined> {
  const { endpointId } = target;
  const now = deps.clock.now();
  if (secondsSince(deadline, now) >= 0 || secondsSince(startedAt, now) >= AWAIT_SECONDS)
    return { ...previous, outcome: 'due' };
  try {
    const kept = { endpointId, token: task.token, observation: task.written };
    const own = await deps.waitingLinks.keep(kept, new Date(Date.parse(deadline)));
    await notifyOnce(deps, own, task.executionArn);
    const { turn, states, unread } = await pollEndpoints(deps, { by: 'poll', own: endpointId });
    const seen = {
      state: states.get(endpointId) ?? own.endpointState,
      isPolledByOthers: turn.isPolledByOthers,
    };
    const before = noReadSince(previous.acceptance, own);
    const unreadSince = unreadSinceOf(before, endpointId, { states, unread }, deps.clock.now());
    const isUnread = unreadSince !== undefined && unread.has(endpointId);
    if (isUnread && secondsSince(unreadSince, deps.clock.now()) >= UNREAD_SECONDS)
      throw new ServiceUnavailableError(`EC2 has not answered for ${UNREAD_SECONDS} seconds`);
    return await nextStep(deps, previous, own, { ...seen, unreadSince }, task);
  } catch (error) {
    return withoutObservation(deps, previous, error);
  }
}

interface Seen {
  readonly state: SeenState;
  readonly isPolledByOthers: boolean;
  readonly unreadSince: string | undefined;
}

/** Without the table or EC2, a link uses the normal pace; this does not make it fail. */
function withoutObservation(
  { log }: AwaitAcceptanceDependencies,
  previous: Observation,
  error: unknown,
): Observation {
  const message = error instanceof Error ? error.message : String(error);
  const what = error instanceof WaitingLinksUnavailableError ? 'waiting links' : 'EC2';
  log.warn(`${what} could not be read`, { error: message });
  return { ...previous, outcome: 'due', acceptance: { ...previous.acceptance, cannotBeSeen: true } };
}

async function nextStep(
  deps: AwaitAcceptanceDependencies,
  previous: Observation,
  own: WaitingLink,
  { state, isPolledByOthers, unreadSince }: Seen,
  { requestedAt, poll }: WaitingTask,
): Promise<Observation | undefined> {
  const now = deps.clock.now();
  const { unreadSince: before, ...noted } = previous.acceptance ?? {};
  const acceptance = acceptanceOf(noted, own, { state, unreadSince }, now);
  const next = { ...previous, acceptance };
  const outcome = state === undefined || state === '' ? 'awaited' : outcomeFor(state);
  if (outcome === 'accepted') return accepted(deps, next, now);
  const isRefusalDue =
    acceptance.acceptedAt === undefined &&
    isRefusalPollDue(
      secondsSince(requestedAt, new Date(own.pendingAt || previous.observedAt)),
      secondsSince(requestedAt, now),
    );
  // Atlas decides, at the normal pace: EC2 may keep showing a state that says nothing.
  if (outcome === 'due') return { ...next, outcome, acceptance: { ...acceptance, cannotBeSeen: true } };
  if (isRefusalDue) {
    // Polls here and not in a separate state, which would cost three more transitions.
    const polled = await poll();
    if (polled.outcome !== 'awaited')
      return { ...polled, acceptance: { ...acceptance, ...polled.acceptance } };
    await deps.waitingLinks.notePending(own.endpointId, polled.observedAt);
  }
  const waitSeconds = endpointPollSeconds(acceptedSeconds(acceptance, now), isPolledByOthers);
  const isNoted = before === unreadSince;
  return waitSeconds === previous.waitSeconds && isNoted
    ? undefined
    : { ...next, outcome: 'awaited', waitSeconds };
}

async function accepted(
  { waitingLinks }: AwaitAcceptanceDependencies,
  next: Observation,
  now: Date,
): Promise<Observation> {
  const delaySeconds = firstPollDelaySeconds(await waitingLinks.seenPaces());
  return { ...next, observedAt: now.toISOString(), ...nextAfter('accepted', delaySeconds) };
}

function acceptanceOf(
  before: Acceptance = {},
  { acceptedAt, availableAt, pendingAt }: WaitingLink,
  { state, unreadSince }: Pick<Seen, 'state' | 'unreadSince'>,
  now: Date,
): Acceptance {
  const isShown = state === 'pending' || state === 'available';
  const accepted = before.acceptedAt ?? (acceptedAt || (isShown ? now.toISOString() : undefined));
  const available =
    before.availableAt ?? (availableAt || (state === 'available' ? now.toISOString() : undefined));
  return {
    ...before,
    ...(pendingAt === '' ? {} : { pendingAt }),
    ...(unreadSince === undefined ? {} : { unreadSince }),
    ...(accepted === undefined ? {} : { acceptedAt: accepted }),
    ...(available === undefined ? {} : { availableAt: available, noticedBy: before.noticedBy ?? 'poll' }),
  };
}

/** Best effort: without a notification, the polls of EC2 find the change. */
async function notifyOnce(
  { notifications, waitingLinks, log }: AwaitAcceptanceDependencies,
  { endpointId, notificationId }: WaitingLink,
  executionArn: string,
): Promise<void> {
  if (notifications === undefined || notificationId !== '') return;
  try {
    await waitingLinks.noteNotification(endpointId, await notifications.create(endpointId, executionArn));
  } catch (error) {
    log.info('connection notification could not be created', {
      endpointId,
      error: error instanceof Error ? error.message : String(error),
    });
    // Prevents another attempt at each call.
    await waitingLinks.noteNotification(endpointId, NO_NOTIFICATION);
  }
}

/** Stored instead of an id if the notification could not be created. */
export const NO_NOTIFICATION = 'none';
