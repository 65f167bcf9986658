/** Handles a notification of EC2 about an endpoint: whatever the message says, EC2 is read for all waiting links. */
import { PUSHED_POLLS_APART_MILLISECONDS } from './acceptance-pace.js';
import { type EndpointPollDependencies, pollEndpoints } from './poll-endpoints.js';

/**
 * Never rejects: the notification is a hint, and the waiting tasks poll anyway.
 *
 * @param named endpoints that the message names, which are read first
 */
export async function receiveNotification(
  deps: EndpointPollDependencies,
  named: readonly string[],
): Promise<'polled' | 'left'> {
  const poll = () => pollEndpoints(deps, { by: 'push', named });
  try {
    if ((await poll()).turn.isGranted) return 'polled';
    // Another caller polled just before the change: polls again as soon as it is allowed.
    await deps.clock.sleep(PUSHED_POLLS_APART_MILLISECONDS);
    return (await poll()).turn.isGranted ? 'polled' : 'left';
  } catch (error) {
    deps.log.warn('notification of EC2 was not handled', {
      error: error instanceof Error ? error.message : String(error),
    });
    return 'left';
  }
}
