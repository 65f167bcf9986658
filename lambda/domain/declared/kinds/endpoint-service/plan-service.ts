import type { ServiceExecution } from '../../../../execution-data/workflow-input.js';
import { isAdopted } from '../../properties/adopted-id.js';
import { requestedProperties } from '../../properties/requested-properties.js';
import type { PlanContext, ResourceRequest } from '../../properties/resource-request.js';
import { beginsWith, changeKind, refusalIn, type UpdateDecision } from '../../properties/update-decision.js';
import { recordedService, serviceId, serviceIdIn } from './service-id.js';
import { type ServiceProperties, serviceProperties } from './service-properties.js';

/** @throws InvalidPropertiesError */
export function planService(request: ResourceRequest, { frameOf }: PlanContext): ServiceExecution {
  const properties = requestedProperties(request, serviceProperties, recordedService);
  const old = serviceProperties.readWhatIsReadable(request.oldResourceProperties);
  const decision = decideUpdate(request.physicalResourceId, old, properties);
  const kind = changeKind(request, decision);
  const target = {
    kind: 'service' as const,
    cloudProvider: properties.cloudProvider,
    projectId: properties.projectId,
    regionName: properties.region,
    // A removal names this one service. An update applies to the service of the Region, which is re-created if it is
    // deleted.
    endpointServiceId: kind === 'delete' ? serviceIdIn(request.physicalResourceId) : '',
  };
  const change = {
    kind,
    adoptExisting: properties.adoptExisting,
    supportedRemoteRegions: properties.supportedRemoteRegions ?? withdrawnRegions(request, old),
    withdrawnRemoteRegions: old.supportedRemoteRegions ?? [],
    // A replacement is another service, in addition to the one that the id names.
    recordedServiceId: kind === 'update' ? serviceIdIn(request.physicalResourceId) : '',
    isAdopted: isAdopted(request.physicalResourceId),
    portMappingEnabled: properties.portMappingEnabled,
    ...refusalIn(kind, decision),
  };
  return { ...frameOf(kind, properties.timeoutSeconds), target, change };
}

/** Removes the Regions that the old property has and the new one does not, as in the roll-back of a failed update. */
function withdrawnRegions(
  { requestType }: ResourceRequest,
  { supportedRemoteRegions }: Partial<ServiceProperties>,
): [] | undefined {
  return requestType !== 'Update' || supportedRemoteRegions === undefined ? undefined : [];
}

/**
 * Pure. Only the physical id decides whether it is the same service: after a failed update, CloudFormation sends
 * another update with the earlier properties, and its old properties are then those that failed.
 *
 * @param old the readable old properties: a misspelt one must not prevent the roll-back
 */
function decideUpdate(
  physicalId: string,
  old: Partial<ServiceProperties>,
  { projectId, cloudProvider, region, portMappingEnabled = false }: ServiceProperties,
): UpdateDecision {
  const wanted = { projectId, cloudProvider, regionName: region };
  if (!beginsWith(physicalId, serviceId(wanted, '', false))) return { kind: 'replace' };
  if ((old.portMappingEnabled ?? false) === portMappingEnabled) return { kind: 'update' };
  return {
    kind: 'update',
    refusedUnlessThere:
      'PortMappingEnabled cannot be changed, and a Region has one endpoint service only, so that no new one can stand beside the old one: remove the resource, deploy, and add it again.',
  };
}
