import type { LinkDescription } from '../../contract/attributes.js';
import type { LinkReference } from './ports/atlas.js';

/** A description with every attribute present and empty: what is known of a link before Atlas has said anything. */
export function emptyDescription(link: LinkReference): LinkDescription {
  return {
    ProjectId: link.projectId,
    EndpointServiceId: link.endpointServiceId,
    EndpointId: link.endpointId,
    CloudProvider: link.cloudProvider,
    InterfaceEndpointId: '',
    PrivateEndpointConnectionName: '',
    PrivateEndpointIpAddress: '',
    PrivateEndpointResourceId: '',
    DeleteRequested: false,
    ErrorMessage: '',
    ConnectionStatus: '',
    Endpoints: [],
    GcpProjectId: '',
    PortMappingEnabled: false,
  };
}
