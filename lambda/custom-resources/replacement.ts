import type { LinkProperties, RegionalModeProperties, ServiceProperties } from './properties.js';

/** What an Update means: the same thing changed, another thing in its place, or something that cannot be. */
export type UpdateDecision =
  | { readonly kind: 'update' }
  | { readonly kind: 'replace' }
  | { readonly kind: 'refuse'; readonly reason: string };

/** Pure: decides from the two sets of properties alone. */
export function decideServiceUpdate(old: ServiceProperties, wanted: ServiceProperties): UpdateDecision {
  const identity = (['ProjectId', 'CloudProvider', 'Region'] as const).filter(
    (name) => old[name] !== wanted[name],
  );
  if (identity.length > 0) return { kind: 'replace' };
  if ((old.PortMappingEnabled ?? false) !== (wanted.PortMappingEnabled ?? false)) {
    return {
      kind: 'refuse',
      reason:
        'PortMappingEnabled cannot be changed, and a Region has one endpoint service only, so that no new one can stand beside the old one: remove the resource, deploy, and add it again.',
    };
  }
  return { kind: 'update' };
}

const LINK_IDENTITY = ['ProjectId', 'CloudProvider', 'EndpointServiceId', 'EndpointId'] as const;
const LINK_DETAILS = ['PrivateEndpointIpAddress', 'GcpProjectId', 'Endpoints'] as const;

export function decideLinkUpdate(old: LinkProperties, wanted: LinkProperties): UpdateDecision {
  if (LINK_IDENTITY.some((name) => old[name] !== wanted[name])) return { kind: 'replace' };
  const changed = LINK_DETAILS.find((name) => JSON.stringify(old[name]) !== JSON.stringify(wanted[name]));
  if (changed === undefined) return { kind: 'update' };
  return {
    kind: 'refuse',
    reason: `${changed} cannot be changed while the endpoint stays the same: Atlas has one link for an endpoint. Remove the resource, deploy, and add it again.`,
  };
}

export function decideRegionalModeUpdate(
  old: RegionalModeProperties,
  wanted: RegionalModeProperties,
): UpdateDecision {
  return old.ProjectId === wanted.ProjectId ? { kind: 'update' } : { kind: 'replace' };
}
