import type { LinkDescription } from '../../contract/attributes.js';
import type { LinkReference } from './ports/atlas.js';

/** A description with every attribute present and empty, for use before the first response of Atlas. */
export function emptyDescription(link: LinkReference): LinkDescription {
  return {
    projectId: link.projectId,
    endpointServiceId: link.endpointServiceId,
    endpointId: link.endpointId,
    cloudProvider: link.cloudProvider,
    interfaceEndpointId: '',
    privateEndpointConnectionName: '',
    privateEndpointIpAddress: '',
    privateEndpointResourceId: '',
    deleteRequested: false,
    errorMessage: '',
    connectionStatus: '',
    endpoints: [],
    gcpProjectId: '',
    portMappingEnabled: false,
  };
}
