import { physicalIdOf, regionalModeOf } from './physical-id.js';
import type { LinkProperties, RegionalModeProperties, ServiceProperties } from './properties.js';

/** What an Update means: the same thing changed, or another thing in its place. */
export type UpdateDecision =
  | {
      readonly kind: 'update';
      /** Atlas cannot make the change: the reason, unless it has what is wanted already. */
      readonly refusedUnlessThere?: string;
    }
  | { readonly kind: 'replace' };

/**
 * Pure. The physical id alone tells whether it is the same thing: after a failed update, CloudFormation sends another
 * one back to the earlier properties, and then the old properties are those that came to nothing.
 *
 * @param old what could be read of the old properties: a misspelt one must not bar the way back
 */
export function decideServiceUpdate(
  physicalId: string,
  old: Partial<ServiceProperties>,
  { ProjectId, CloudProvider, Region, PortMappingEnabled = false }: ServiceProperties,
): UpdateDecision {
  const wanted = {
    kind: 'service' as const,
    projectId: ProjectId,
    cloudProvider: CloudProvider,
    regionName: Region,
    endpointServiceId: '',
  };
  if (!names(physicalId, physicalIdOf(wanted, '', false))) return { kind: 'replace' };
  if ((old.PortMappingEnabled ?? false) === PortMappingEnabled) return { kind: 'update' };
  return {
    kind: 'update',
    refusedUnlessThere:
      'PortMappingEnabled cannot be changed, and a Region has one endpoint service only, so that no new one can stand beside the old one: remove the resource, deploy, and add it again.',
  };
}

const LINK_DETAILS = ['PrivateEndpointIpAddress', 'GcpProjectId', 'Endpoints'] as const;

/** @see decideServiceUpdate */
export function decideLinkUpdate(
  physicalId: string,
  old: Partial<LinkProperties>,
  wanted: LinkProperties,
): UpdateDecision {
  const target = {
    kind: 'link' as const,
    projectId: wanted.ProjectId,
    cloudProvider: wanted.CloudProvider,
    endpointServiceId: wanted.EndpointServiceId,
    endpointId: wanted.EndpointId,
    region: '',
  };
  const isSame = [false, true].some((adopted) => physicalId === physicalIdOf(target, '', adopted));
  if (!isSame) return { kind: 'replace' };
  const changed = LINK_DETAILS.find((name) => JSON.stringify(old[name]) !== JSON.stringify(wanted[name]));
  if (changed === undefined) return { kind: 'update' };
  return {
    kind: 'update',
    refusedUnlessThere: `${changed} cannot be changed while the endpoint stays the same: Atlas has one link for an endpoint. Remove the resource, deploy, and add it again.`,
  };
}

export function decideRegionalModeUpdate(
  physicalId: string,
  { ProjectId }: RegionalModeProperties,
): UpdateDecision {
  return names(physicalId, regionalModeOf(ProjectId)) ? { kind: 'update' } : { kind: 'replace' };
}

function names(physicalId: string, beginning: string): boolean {
  return physicalId === beginning || physicalId.startsWith(`${beginning}/`);
}
