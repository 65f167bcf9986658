import type { GcpEndpointDescription, LinkDescription } from '../contract/attributes.js';
import { emptyDescription } from '../domain/link-description.js';
import type { LinkReference } from '../domain/ports.js';
import { listOf, recordOf, textOf } from './loose-json.js';

/**
 * Atlas's link (`getPrivateEndpoint`) for any cloud provider. Fields that the provider does not have are empty, and
 * an empty answer to a POST gives a description without status, which counts as pending.
 */
export function readLink(link: LinkReference, answer: unknown): LinkDescription {
  const body = recordOf(answer);
  const endpoints = listOf(body.endpoints).map(readGcpEndpoint);
  const portMapped = body.portMappingEnabled === true;
  return {
    ...emptyDescription(link),
    InterfaceEndpointId: textOf(body.interfaceEndpointId),
    PrivateEndpointConnectionName: textOf(body.privateEndpointConnectionName),
    PrivateEndpointIpAddress:
      textOf(body.privateEndpointIPAddress) || (portMapped ? (endpoints[0]?.IpAddress ?? '') : ''),
    PrivateEndpointResourceId: textOf(body.privateEndpointResourceId),
    DeleteRequested: body.deleteRequested === true,
    ErrorMessage: textOf(body.errorMessage),
    // AWS calls it connectionStatus, Azure and Google Cloud status.
    ConnectionStatus: textOf(body.connectionStatus) || textOf(body.status),
    Endpoints: endpoints,
    GcpProjectId: textOf(body.gcpProjectId),
    PortMappingEnabled: portMapped,
  };
}

function readGcpEndpoint(answer: unknown): GcpEndpointDescription {
  const body = recordOf(answer);
  return {
    EndpointName: textOf(body.endpointName),
    IpAddress: textOf(body.ipAddress),
    Status: textOf(body.status),
  };
}
