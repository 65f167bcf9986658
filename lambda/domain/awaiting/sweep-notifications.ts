/** Deletes connection notifications whose executions have ended without deleting them. */
import type { LogPort } from '../model/ports/observability.js';
import type { ConnectionNotificationPort, WaitingLinksPort } from '../model/ports/waiting-links.js';

export interface SweepDependencies {
  readonly waitingLinks?: WaitingLinksPort | undefined;
  readonly notifications?: ConnectionNotificationPort | undefined;
  readonly clock: { now(): Date };
  readonly log: LogPort;
}

/** EC2 accepts many at once; after hundreds of failed executions, the sweep takes several reconciliations. */
const MOST_AT_ONCE = 100;

/** Deletes only notifications of this automation's topic, for endpoints that are not waiting. Never rejects. */
export async function sweepNotifications({
  waitingLinks,
  notifications,
  clock,
  log,
}: SweepDependencies): Promise<void> {
  if (waitingLinks === undefined || notifications === undefined) return;
  try {
    // Lists the notifications before the waiting links, so that one created in between does not count as left over.
    const made = await notifications.list();
    if (made.length === 0) return;
    const waiting = new Set((await waitingLinks.list(clock.now())).map(({ endpointId }) => endpointId));
    const left = made.filter(({ endpointId }) => !waiting.has(endpointId)).slice(0, MOST_AT_ONCE);
    await notifications.remove(left.map(({ id }) => id));
    if (left.length > 0) log.info('connection notifications swept', { count: left.length });
  } catch (error) {
    log.warn('connection notifications could not be swept', {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
