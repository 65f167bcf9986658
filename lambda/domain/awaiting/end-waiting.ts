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
  const atlasAfterEc2 = Math.max(0, (Date.parse(observedAt) - Date.parse(acceptance.availableAt)) / 1000);
  const before = await waitingLinks.seenPaces();
  await waitingLinks.noteSeenPaces([...before, { atlasAfterEc2 }].slice(-REMEMBERED_PACES));
}
