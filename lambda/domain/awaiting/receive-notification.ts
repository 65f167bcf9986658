/** Handles a notification of EC2 about an endpoint: whatever the message says, EC2 is read for all waiting links. */
import { PUSHED_LOOKS_APART_MILLISECONDS } from './acceptance-pace.js';
import { type LookDependencies, lookAtEndpoints } from './look-at-endpoints.js';

/** Never rejects: the notification is a hint, and the waiting tasks look anyway. */
export async function receiveNotification(deps: LookDependencies): Promise<'looked' | 'left'> {
  try {
    if ((await lookAtEndpoints(deps, 'push')).turn.isGranted) return 'looked';
    // Another caller looked just before the change: looks again as soon as it is allowed.
    await deps.clock.sleep(PUSHED_LOOKS_APART_MILLISECONDS);
    return (await lookAtEndpoints(deps, 'push')).turn.isGranted ? 'looked' : 'left';
  } catch (error) {
    deps.log.warn('notification of EC2 was not handled', {
      error: error instanceof Error ? error.message : String(error),
    });
    return 'left';
  }
}
