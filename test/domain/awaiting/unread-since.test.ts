import { describe, expect, it } from 'vitest';
import { UNREAD_SECONDS } from '../../../lambda/domain/awaiting/acceptance-pace.js';
import {
  type AwaitAcceptanceDependencies,
  awaitAcceptance,
} from '../../../lambda/domain/awaiting/await-acceptance.js';
import { pollEndpoints } from '../../../lambda/domain/awaiting/poll-endpoints.js';
import { ServiceUnavailableError } from '../../../lambda/domain/model/errors/service-unavailable-error.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import type { WaitingLink, WaitingLinksPort } from '../../../lambda/domain/model/ports/waiting-links.js';
import type { Observation } from '../../../lambda/execution-data/observation.js';
import { ENDPOINT_ID, EXECUTION_ARN, linkDescription, workflowInput } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

const OTHER = 'vpce-0a1b2c3d4e5f60719';
const WAIT_SECONDS = 55;

/** A table, without turns: whoever polls has it. */
class Links implements WaitingLinksPort {
  readonly items = new Map<string, WaitingLink>();
  reads = 0;

  async keep(link: Pick<WaitingLink, 'endpointId' | 'token' | 'observation'>): Promise<WaitingLink> {
    const none = { acceptedAt: '', availableAt: '', pendingAt: '', readAt: '', notificationId: 'none' };
    const kept = { ...none, endpointState: 'pendingacceptance', ...this.items.get(link.endpointId), ...link };
    this.items.set(link.endpointId, kept);
    return kept;
  }
  async noteRead(endpointId: string, readAt: string): Promise<void> {
    this.reads += 1;
    const item = this.items.get(endpointId);
    if (item !== undefined) this.items.set(endpointId, { ...item, readAt });
  }
  list = async () => [...this.items.values()];
  takeTurn = async () => ({ isGranted: true, isPolledByOthers: true, unreadFrom: '' });
  note = async () => undefined;
  noteNotification = async () => {};
  notePending = async () => {};
  noteUnreadFrom = async () => {};
  remove = async () => undefined;
  seenPaces = async () => [];
  noteSeenPaces = async () => {};
}

function setUp() {
  const clock = new VirtualClock();
  const links = new Links();
  const ec2 = { throttles: true };
  const deps: AwaitAcceptanceDependencies = {
    waitingLinks: links,
    waitingTasks: { resume: async () => true },
    waitingEndpoints: {
      describeAll: async (ids) => {
        if (ec2.throttles) throw new ServiceUnavailableError('RequestLimitExceeded');
        return ids.map((endpointId) => ({ endpointId, state: 'pendingacceptance' }) as VpcEndpoint);
      },
    },
    clock,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
  const now = () => clock.now().toISOString();
  let observation: Observation = {
    outcome: 'awaited',
    waitSeconds: WAIT_SECONDS,
    observedAt: now(),
    description: linkDescription(),
    message: '',
    advice: '',
  };
  const deadline = new Date(clock.now().getTime() + 3_600_000).toISOString();
  const input = workflowInput({ startedAt: now(), deadline });
  /** One call of the waiting task; its result becomes the observation of the next call. */
  const wait = async () => {
    const task = { token: 'token', executionArn: EXECUTION_ARN, requestedAt: now() };
    const poll = async () => observation;
    const written = JSON.stringify(observation);
    observation =
      (await awaitAcceptance(deps, input, observation, { ...task, written, poll })) ?? observation;
    return observation;
  };
  return { clock, links, ec2, deps, wait };
}

describe('a link whose own polls of EC2 are throttled', () => {
  it('gives up EC2 after two minutes without an answer', async () => {
    const { clock, wait } = setUp();
    expect(await wait()).toMatchObject({
      outcome: 'awaited',
      acceptance: { unreadSince: expect.any(String) },
    });
    await clock.sleep(UNREAD_SECONDS * 1000);
    expect(await wait()).toMatchObject({ outcome: 'due', acceptance: { cannotBeSeen: true } });
  });

  it('waits on if another link has read its endpoint in between, although nothing has changed', async () => {
    const { clock, ec2, deps, links, wait } = setUp();
    await wait();
    await wait();
    ec2.throttles = false;
    await pollEndpoints(deps, { by: 'poll', own: OTHER });
    ec2.throttles = true;
    await clock.sleep(UNREAD_SECONDS * 1000);
    const { outcome, acceptance } = await wait();
    expect(outcome).toBe('awaited');
    expect(acceptance?.unreadSince).toBe(clock.now().toISOString());
    expect(links.reads).toBe(1);
  });

  it('has one note for any number of polls by others', async () => {
    const { ec2, deps, links, wait } = setUp();
    await wait();
    await wait();
    ec2.throttles = false;
    for (let polls = 0; polls < 3; polls += 1) await pollEndpoints(deps, { by: 'push', named: [] });
    expect(links.reads).toBe(1);
    expect(links.items.get(ENDPOINT_ID)?.readAt).not.toBe('');
  });

  it('has none for a poll that was throttled as well', async () => {
    const { deps, links, wait } = setUp();
    await wait();
    await wait();
    await pollEndpoints(deps, { by: 'push', named: [] });
    expect(links.reads).toBe(0);
  });
});
