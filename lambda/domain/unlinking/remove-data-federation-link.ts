/** The only place that removes a registration of Data Federation: after a recent poll that shows it. */
import type { DataFederationLinkDescription } from '../../contract/custom-resources.js';
import type { AtlasChangePort } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { DataFederationLinkReference } from '../model/ports/data-federation.js';
import { RemovalPermit } from '../model/values/removal-permit.js';
import { SEND_WITHIN_SECONDS } from './removal-intents.js';
import { sendRemoval } from './send-removal.js';

export interface RemoveDataFederationLinkDependencies {
  readonly atlas: Pick<AtlasChangePort, 'dataFederation'>;
  readonly clock: ClockPort;
}

/** `leaving` and `absent`: it is being removed, or does not exist; nothing was sent. */
export type DataFederationRemoval = 'requested' | 'leaving' | 'absent';

/**
 * All customers share the endpoint services, so no service is lost with a last registration.
 *
 * @throws NotYetError if the DELETE has no clear response
 * @throws AtlasError if waiting cannot change Atlas's response
 */
export async function removeDataFederationLink(
  { atlas: { dataFederation }, clock }: RemoveDataFederationLinkDependencies,
  { projectId, endpointId }: DataFederationLinkReference,
): Promise<DataFederationRemoval> {
  const sendBefore = new Date(clock.now().getTime() + SEND_WITHIN_SECONDS * 1000);
  const reference = { projectId, endpointId };
  const link = await dataFederation.find(reference);
  if (link === undefined) return 'absent';
  if (isRegistrationLeaving(link)) return 'leaving';
  await sendRemoval(() => dataFederation.remove(RemovalPermit.grant(reference, sendBefore)));
  return 'requested';
}

export function isRegistrationLeaving({ status }: Pick<DataFederationLinkDescription, 'status'>): boolean {
  return status.toUpperCase() === 'DELETING';
}
