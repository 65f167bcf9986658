import type { ServiceDescription } from '../../../../contract/custom-resources.js';
import type { ServiceTarget } from '../../../../execution-data/workflow-input.js';

/** A description with every attribute present and empty, for use before the first response of Atlas. */
export function emptyService(target: ServiceTarget): ServiceDescription {
  return {
    projectId: target.projectId,
    endpointServiceId: target.endpointServiceId,
    cloudProvider: target.cloudProvider,
    regionName: target.regionName,
    status: '',
    errorMessage: '',
    endpointServiceName: '',
    interfaceEndpoints: [],
    supportedRemoteRegions: [],
    privateEndpoints: [],
    privateLinkServiceName: '',
    privateLinkServiceResourceId: '',
    endpointGroupNames: [],
    serviceAttachmentNames: [],
    portMappingEnabled: false,
  };
}
