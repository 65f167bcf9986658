import type { DataFederationLinkReference } from '../../../model/ports/data-federation.js';
import { idOfParts } from '../../properties/adopted-id.js';

/** The physical id. */
export function dataFederationLinkId(
  { projectId, endpointId }: DataFederationLinkReference,
  adopted: boolean,
): string {
  return idOfParts(['data-federation-link', projectId, endpointId], adopted);
}

const DATA_FEDERATION_LINK = /^data-federation-link\/(?<project>[^/]+)\/(?<endpoint>vpce-[0-9a-f]+)(\/|$)/;

/**
 * Returns the properties that identify the registration to remove. The request's own properties are not used: after a
 * failed update, they may name what somebody else has registered.
 */
export function recordedDataFederationLink(physicalId: string): Readonly<Record<string, string>> | undefined {
  const { project, endpoint } = DATA_FEDERATION_LINK.exec(physicalId)?.groups ?? {};
  if (project === undefined || endpoint === undefined) return undefined;
  return { projectId: project, endpointId: endpoint };
}
