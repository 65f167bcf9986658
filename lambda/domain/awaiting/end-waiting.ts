/** Cleans up after a link that has waited, and records how fast it was. */
import type { Observation } from '../../execution-data/observation.js';
import type { LogPort } from '../model/ports/observability.js';
import type { ConnectionNotificationPort, WaitingLinksPort } from '../model/ports/waiting-links.js';
import { REMEMBERED_PACES } from './acceptance-pace.js';
import { NO_NOTIFICATION } from './await-acceptance.js';

export interface EndWaitingDependencies {
  readonly waitingLinks?: WaitingLinksPort | undefined;
  readonly notifications?: Pick<ConnectionNotificationPort, 'remove'> | undefined;
  readonly log: LogPort;
}

/** Never rejects: items that are left expire in the table, and the reconciliation sweeps the notifications. */
export async function endWaiting(
  { waitingLinks, notifications, log }: EndWaitingDependencies,
  endpointId: string,
  observation: Observation | undefined,
): Promise<void> {
  if (waitingLinks === undefined) return;
  try {
    const link = await waitingLinks.remove(endpointId);
    if (link !== undefined && link.notificationId !== '' && link.notificationId !== NO_NOTIFICATION)
      await notifications?.remove([link.notificationId]);
    await remember(waitingLinks, observation);
  } catch (error) {
    log.warn('waiting link could not be cleaned up', {
      endpointId,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Two links that end at the same time may overwrite each other's entry: one of twenty is lost. */
async function remember(waitingLinks: WaitingLinksPort, observation: Observation | undefined): Promise<void> {
  const { acceptance, observedAt = '', outcome } = observation ?? {};
  if (outcome !== 'available' || acceptance?.availableAt === undefined) return;
  const { availableAt, pendingAt = availableAt } = acceptance;
  const pace = {
    atlasAfterEc2: secondsBetween(availableAt, observedAt),
    notWithin: secondsBetween(availableAt, pendingAt),
  };
  const before = await waitingLinks.seenPaces();
  await waitingLinks.noteSeenPaces([...before, pace].slice(-REMEMBERED_PACES));
}

/** 0 if `until` is the earlier time. */
function secondsBetween(from: string, until: string): number {
  return Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000);
}
