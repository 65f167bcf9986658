import type { CloudProvider } from '../contract/attributes.js';
import type { EndpointService } from '../domain/ports.js';
import { listOf, recordOf, textOf } from './loose-json.js';

/** Atlas's endpoint service with the nulls taken out (`endpointServiceName` is null while INITIATING). */
export function readEndpointService(
  projectId: string,
  cloudProvider: CloudProvider,
  answer: unknown,
): EndpointService {
  const body = recordOf(answer);
  const texts = (value: unknown) => listOf(value).filter((item) => typeof item === 'string');
  const description = {
    ProjectId: projectId,
    EndpointServiceId: textOf(body.id),
    CloudProvider: cloudProvider,
    RegionName: textOf(body.regionName),
    Status: textOf(body.status),
    ErrorMessage: textOf(body.errorMessage),
    EndpointServiceName: textOf(body.endpointServiceName),
    InterfaceEndpoints: texts(body.interfaceEndpoints),
    SupportedRemoteRegions: texts(body.supportedRemoteRegions),
    PrivateEndpoints: texts(body.privateEndpoints),
    PrivateLinkServiceName: textOf(body.privateLinkServiceName),
    PrivateLinkServiceResourceId: textOf(body.privateLinkServiceResourceId),
    EndpointGroupNames: texts(body.endpointGroupNames),
    ServiceAttachmentNames: texts(body.serviceAttachmentNames),
    PortMappingEnabled: body.portMappingEnabled === true,
  };
  return {
    endpointServiceId: description.EndpointServiceId,
    cloudProvider,
    endpointServiceName: description.EndpointServiceName || undefined,
    regionName: description.RegionName,
    status: description.Status,
    errorMessage: description.ErrorMessage,
    interfaceEndpoints: [
      ...description.InterfaceEndpoints,
      ...description.PrivateEndpoints,
      ...description.EndpointGroupNames,
    ],
    description,
  };
}
