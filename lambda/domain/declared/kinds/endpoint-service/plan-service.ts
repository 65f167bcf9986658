import type { ServiceRun } from '../../../../contract/workflow-input.js';
import { isAdopted } from '../../adopted-id.js';
import { readablePart } from '../../properties.js';
import { requestedProperties } from '../../requested-properties.js';
import type { PlanContext, ResourceRequest } from '../../resource-request.js';
import { beginsWith, changeKind, refusalIn, type UpdateDecision } from '../../update-decision.js';
import { recordedService, serviceId, serviceIdIn } from './service-id.js';
import { readServiceProperties, type ServiceProperties, serviceProperties } from './service-properties.js';

/** @throws InvalidPropertiesError */
export function planService(request: ResourceRequest, { frameOf }: PlanContext): ServiceRun {
  const properties = readServiceProperties(requestedProperties(request, serviceProperties, recordedService));
  const old = readablePart(serviceProperties, request.OldResourceProperties);
  const decision = decideUpdate(request.PhysicalResourceId, old, properties);
  const kind = changeKind(request, decision);
  const target = {
    kind: 'service' as const,
    cloudProvider: properties.CloudProvider,
    projectId: properties.ProjectId,
    regionName: properties.Region,
    // A removal is of this one service; an update is of whatever serves the Region, made again if it is gone.
    endpointServiceId: kind === 'delete' ? serviceIdIn(request.PhysicalResourceId) : '',
  };
  const change = {
    kind,
    adoptExisting: properties.AdoptExisting,
    supportedRemoteRegions: properties.SupportedRemoteRegions ?? withdrawnRegions(request, old),
    withdrawnRemoteRegions: old.SupportedRemoteRegions ?? [],
    // A replacement is another service, beside the one that the id names.
    recordedServiceId: kind === 'update' ? serviceIdIn(request.PhysicalResourceId) : '',
    isAdopted: isAdopted(request.PhysicalResourceId),
    portMappingEnabled: properties.PortMappingEnabled,
    ...refusalIn(kind, decision),
  };
  return { ...frameOf(kind, properties.TimeoutSeconds), target, change };
}

/** Regions that the property gave and no longer gives are taken away, as on the way back from a failed update. */
function withdrawnRegions(
  { RequestType }: ResourceRequest,
  { SupportedRemoteRegions }: Partial<ServiceProperties>,
): [] | undefined {
  return RequestType !== 'Update' || SupportedRemoteRegions === undefined ? undefined : [];
}

/**
 * Pure. The physical id alone tells whether it is the same thing: after a failed update, CloudFormation sends another
 * one back to the earlier properties, and then the old properties are those that came to nothing.
 *
 * @param old what could be read of the old properties: a misspelt one must not bar the way back
 */
function decideUpdate(
  physicalId: string,
  old: Partial<ServiceProperties>,
  { ProjectId, CloudProvider, Region, PortMappingEnabled = false }: ServiceProperties,
): UpdateDecision {
  const wanted = { projectId: ProjectId, cloudProvider: CloudProvider, regionName: Region };
  if (!beginsWith(physicalId, serviceId(wanted, '', false))) return { kind: 'replace' };
  if ((old.PortMappingEnabled ?? false) === PortMappingEnabled) return { kind: 'update' };
  return {
    kind: 'update',
    refusedUnlessThere:
      'PortMappingEnabled cannot be changed, and a Region has one endpoint service only, so that no new one can stand beside the old one: remove the resource, deploy, and add it again.',
  };
}
