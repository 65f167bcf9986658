import type { CloudProvider } from '../contract/attributes.js';
import type { EndpointService } from '../domain/ports.js';
import { listOf, recordOf, textOf } from './loose-json.js';

/** Atlas's endpoint service with the nulls taken out (`endpointServiceName` is null while INITIATING). */
export function readEndpointService(cloudProvider: CloudProvider, answer: unknown): EndpointService {
  const body = recordOf(answer);
  const name = textOf(body.endpointServiceName);
  return {
    endpointServiceId: textOf(body.id),
    cloudProvider,
    endpointServiceName: name === '' ? undefined : name,
    regionName: textOf(body.regionName),
    status: textOf(body.status),
    errorMessage: textOf(body.errorMessage),
    interfaceEndpoints: listOf(body.interfaceEndpoints).filter((id) => typeof id === 'string'),
  };
}
