import { expect, it } from 'vitest';
import { EC2_FILTER_VALUES_LIMIT } from '../../../lambda/contract/limits.js';
import {
  type EndpointPollDependencies,
  pollEndpoints,
} from '../../../lambda/domain/awaiting/poll-endpoints.js';
import { ServiceUnavailableError } from '../../../lambda/domain/model/errors/service-unavailable-error.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import type { WaitingLink } from '../../../lambda/domain/model/ports/waiting-links.js';
import { VirtualClock } from '../virtual-clock.js';

const IDS = Array.from({ length: 3 * EC2_FILTER_VALUES_LIMIT }, (_, index) => `vpce-${1000 + index}`);
const WAITING = IDS.map((endpointId): WaitingLink => {
  const none = { acceptedAt: '', availableAt: '', pendingAt: '', readAt: '', notificationId: '' };
  return { endpointId, token: endpointId, observation: '{}', endpointState: 'pendingacceptance', ...none };
});

/** EC2 takes one call of each poll. */
function dependencies(): EndpointPollDependencies {
  let taken = 0;
  const unused = () => Promise.reject(new Error('not used'));
  return {
    waitingLinks: {
      keep: unused,
      note: unused,
      noteNotification: unused,
      noteUnreadFrom: unused,
      notePending: unused,
      noteRead: unused,
      remove: unused,
      seenPaces: unused,
      noteSeenPaces: unused,
      list: async () => WAITING,
      takeTurn: async () => ({ isGranted: true, isPolledByOthers: false, unreadFrom: '' }),
    },
    waitingTasks: { resume: unused },
    waitingEndpoints: {
      describeAll: async (ids) => {
        taken += 1;
        if (taken > 1) throw new ServiceUnavailableError('RequestLimitExceeded');
        return ids.map((endpointId) => ({ endpointId, state: 'pendingacceptance' }) as VpcEndpoint);
      },
    },
    clock: new VirtualClock(),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
}

it('begins with the endpoint of the caller, so that throttled polls do not leave out the same endpoints each time', async () => {
  const seen = new Set<string>();
  for (const own of [
    IDS[0] ?? '',
    IDS[EC2_FILTER_VALUES_LIMIT] ?? '',
    IDS[2 * EC2_FILTER_VALUES_LIMIT] ?? '',
  ]) {
    const { states, unread } = await pollEndpoints(dependencies(), { by: 'poll', own });
    expect(states.has(own)).toBe(true);
    expect(states.size + unread.size).toBe(IDS.length);
    for (const id of states.keys()) seen.add(id);
  }
  expect(seen.size).toBe(IDS.length);
});
