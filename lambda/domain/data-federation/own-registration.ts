/**
 * Whose a registration is. Atlas's POST takes over what somebody else has registered, and its list does not say who did.
 * The comment does: it is written with the POST, so that no crash comes between the two.
 */

import { serviceKindOf } from '../../contract/service-kind.js';
import { NotYetError } from '../model/errors/change-errors.js';
import type { LinkReference } from '../model/ports/atlas.js';
import type { DataFederationPort } from '../model/ports/data-federation.js';

/** @param owner service name of the automation */
export function registrationComment(owner: string): string {
  return `Registered by atlas-privatelink (${owner})`;
}

export interface OwnRegistrationDependencies {
  /** Service name of the automation. */
  readonly owner: string;
  readonly atlas: { readonly dataFederation: Pick<DataFederationPort, 'find'> };
}

/**
 * Returns why the automation does not remove a link by itself: somebody else has registered it, or has written another
 * comment since, and so taken it over.
 *
 * @param isStanding Atlas has just shown the registration: without its comment, nothing says whose it is
 * @returns undefined for its own registration, for none unless `isStanding`, and for a link of another kind
 * @throws NotYetError for none if `isStanding`; AtlasError
 */
export async function othersRegistration(
  { owner, atlas }: OwnRegistrationDependencies,
  link: LinkReference,
  isStanding = false,
): Promise<string | undefined> {
  if (serviceKindOf(link) !== 'data-federation') return undefined;
  const registered = await atlas.dataFederation.find(link);
  if (registered === undefined && isStanding)
    throw new NotYetError(
      `The registration of ${link.endpointId} is not removed yet: Atlas no longer shows its comment. It is checked again.`,
    );
  if (registered === undefined || registered.comment === registrationComment(owner)) return undefined;
  return `Its registration with Data Federation in project ${link.projectId} has a comment of somebody else, so that it is theirs to remove.`;
}
