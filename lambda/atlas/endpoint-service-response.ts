import * as v from 'valibot';
import type { CloudProvider } from '../contract/attributes.js';
import type { ServiceDescription } from '../contract/custom-resources.js';
import { atlasRegion } from '../contract/regions.js';
import type { EndpointService } from '../domain/model/ports/atlas.js';
import {
  documented,
  jsonObject,
  optionalFlag,
  optionalText,
  requiredText,
  ShapeError,
} from './documented-response.js';

/** Removes duplicate ids, because the count decides whether a link is the last one. */
const ids = v.pipe(
  v.array(requiredText),
  v.transform((listed) => [...new Set(listed)]),
);
const optionalIds = v.nullish(ids, []);

const common = {
  cloudProvider: optionalText,
  errorMessage: optionalText,
  id: requiredText,
  regionName: v.pipe(requiredText, v.transform(atlasRegion)),
  status: requiredText,
  // Null while INITIATING.
  endpointServiceName: optionalText,
  interfaceEndpoints: optionalIds,
  supportedRemoteRegions: v.pipe(
    optionalIds,
    v.transform((names) => names.map(atlasRegion)),
  ),
  privateEndpoints: optionalIds,
  privateLinkServiceName: optionalText,
  privateLinkServiceResourceId: optionalText,
  endpointGroupNames: optionalIds,
  serviceAttachmentNames: optionalIds,
  portMappingEnabled: optionalFlag,
};

/**
 * All recorded services of AWS and Azure list their links, even if there are none. No service of Google Cloud has been
 * recorded.
 */
const SCHEMAS = {
  AWS: jsonObject({ ...common, interfaceEndpoints: ids }),
  AZURE: jsonObject({ ...common, privateEndpoints: ids }),
  GCP: jsonObject(common),
} as const;

/**
 * Reads Atlas's endpoint service and removes nulls.
 *
 * @throws ShapeError
 */
export function readEndpointService(
  projectId: string,
  cloudProvider: CloudProvider,
  response: unknown,
): EndpointService {
  const body = documented(SCHEMAS[cloudProvider], response);
  if (body.cloudProvider !== '' && body.cloudProvider !== cloudProvider)
    throw new ShapeError('cloudProvider: expected that of the requested service, received another');
  const description: ServiceDescription = {
    projectId,
    endpointServiceId: body.id,
    cloudProvider,
    regionName: body.regionName,
    status: body.status,
    errorMessage: body.errorMessage,
    endpointServiceName: body.endpointServiceName,
    interfaceEndpoints: body.interfaceEndpoints,
    supportedRemoteRegions: body.supportedRemoteRegions,
    privateEndpoints: body.privateEndpoints,
    privateLinkServiceName: body.privateLinkServiceName,
    privateLinkServiceResourceId: body.privateLinkServiceResourceId,
    endpointGroupNames: body.endpointGroupNames,
    serviceAttachmentNames: body.serviceAttachmentNames,
    portMappingEnabled: body.portMappingEnabled,
  };
  return serviceOf(cloudProvider, description);
}

function serviceOf(cloudProvider: CloudProvider, description: ServiceDescription): EndpointService {
  return {
    endpointServiceId: description.endpointServiceId,
    cloudProvider,
    endpointServiceName: description.endpointServiceName || undefined,
    regionName: description.regionName,
    status: description.status,
    errorMessage: description.errorMessage,
    interfaceEndpoints: [
      ...description.interfaceEndpoints,
      ...description.privateEndpoints,
      ...description.endpointGroupNames,
    ],
    description,
  };
}

/**
 * Reads a bare array: this list has no pages.
 *
 * @throws ShapeError, even if only one of many services is invalid: an incomplete list proves nothing about what is
 * missing
 */
export function readEndpointServices(
  projectId: string,
  cloudProvider: CloudProvider,
  response: unknown,
): readonly EndpointService[] {
  return documented(v.array(v.unknown()), response).map((service) =>
    readEndpointService(projectId, cloudProvider, service),
  );
}
