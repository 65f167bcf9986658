/** EC2 says that something has happened to an endpoint: whatever the message says, EC2 is looked at for all that wait. */
import { PUSHED_LOOKS_APART_MILLISECONDS } from './acceptance-pace.js';
import { type LookDependencies, lookAtEndpoints } from './look-at-endpoints.js';

/** Never rejects: it is a hint, and the waiting tasks look by themselves. */
export async function receiveNotification(deps: LookDependencies): Promise<'looked' | 'left'> {
  try {
    if ((await lookAtEndpoints(deps, 'push')).turn.isGranted) return 'looked';
    // Somebody has looked a moment before it happened: once more, when it is allowed.
    await deps.clock.sleep(PUSHED_LOOKS_APART_MILLISECONDS);
    return (await lookAtEndpoints(deps, 'push')).turn.isGranted ? 'looked' : 'left';
  } catch (error) {
    deps.log.warn('a notification of EC2 is left', {
      error: error instanceof Error ? error.message : String(error),
    });
    return 'left';
  }
}
