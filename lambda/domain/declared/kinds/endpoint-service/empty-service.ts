import type { ServiceDescription } from '../../../../contract/custom-resources.js';
import type { ServiceTarget } from '../../../../contract/workflow-input.js';

/** A description with every attribute present and empty: what is known before Atlas has said anything. */
export function emptyService(target: ServiceTarget): ServiceDescription {
  return {
    ProjectId: target.projectId,
    EndpointServiceId: target.endpointServiceId,
    CloudProvider: target.cloudProvider,
    RegionName: target.regionName,
    Status: '',
    ErrorMessage: '',
    EndpointServiceName: '',
    InterfaceEndpoints: [],
    SupportedRemoteRegions: [],
    PrivateEndpoints: [],
    PrivateLinkServiceName: '',
    PrivateLinkServiceResourceId: '',
    EndpointGroupNames: [],
    ServiceAttachmentNames: [],
    PortMappingEnabled: false,
  };
}
