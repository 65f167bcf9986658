import type { LinkReference } from '../../../model/ports/atlas.js';
import { idOfParts } from '../../properties/adopted-id.js';

/** The physical id. */
export function linkId(link: LinkReference, adopted: boolean): string {
  const { projectId, cloudProvider, endpointServiceId, endpointId } = link;
  return idOfParts(['link', projectId, cloudProvider, endpointServiceId, endpointId], adopted);
}

const LINK = /^link\/(?<project>[^/]+)\/(?<provider>[^/]+)\/(?<service>[0-9a-f]{24})\/(?<endpoint>.+)$/;

/**
 * Returns the properties that identify the link to remove. The request's own properties are not used: after a failed
 * update, they may name what somebody else has created.
 */
export function recordedLink(physicalId: string): Readonly<Record<string, string>> | undefined {
  const { project, provider, service, endpoint } = LINK.exec(physicalId)?.groups ?? {};
  if (project === undefined || provider === undefined || service === undefined || endpoint === undefined)
    return undefined;
  return { projectId: project, cloudProvider: provider, endpointServiceId: service, endpointId: endpoint };
}
