import * as v from 'valibot';
import type { GcpEndpointDescription, LinkDescription } from '../contract/attributes.js';
import { emptyDescription } from '../domain/model/link-description.js';
import type { LinkReference } from '../domain/model/ports/atlas.js';
import {
  documented,
  jsonObject,
  optionalFlag,
  optionalText,
  requiredText,
  ShapeError,
} from './documented-response.js';

const gcpEndpointSchema = v.pipe(
  jsonObject({ endpointName: optionalText, ipAddress: optionalText, status: optionalText }),
  v.transform(
    ({ endpointName, ipAddress, status }): GcpEndpointDescription => ({
      endpointName: endpointName,
      ipAddress: ipAddress,
      status: status,
    }),
  ),
);

const linkSchema = jsonObject({
  cloudProvider: optionalText,
  connectionStatus: optionalText,
  deleteRequested: optionalFlag,
  endpointGroupName: optionalText,
  endpoints: v.nullish(v.array(gcpEndpointSchema), []),
  errorMessage: optionalText,
  gcpProjectId: optionalText,
  interfaceEndpointId: optionalText,
  portMappingEnabled: optionalFlag,
  privateEndpointConnectionName: optionalText,
  privateEndpointIPAddress: optionalText,
  privateEndpointResourceId: optionalText,
  status: optionalText,
});

type LinkResponse = v.InferOutput<typeof linkSchema>;

/**
 * Reads Atlas's link (`getPrivateEndpoint`) for any cloud provider. Fields that the provider does not have are empty;
 * the status is always present and may have undocumented values.
 *
 * @throws ShapeError if the response is for another link
 */
export function readLink(link: LinkReference, response: unknown): LinkDescription {
  const body = documented(linkSchema, response);
  requireSame(link, body);
  const { endpoints, portMappingEnabled } = body;
  const mappedAddress = portMappingEnabled ? (endpoints[0]?.ipAddress ?? '') : '';
  return {
    ...emptyDescription(link),
    interfaceEndpointId: body.interfaceEndpointId,
    privateEndpointConnectionName: body.privateEndpointConnectionName,
    privateEndpointIpAddress: body.privateEndpointIPAddress || mappedAddress,
    privateEndpointResourceId: body.privateEndpointResourceId,
    deleteRequested: body.deleteRequested,
    errorMessage: body.errorMessage,
    connectionStatus: statusOf(link, body),
    endpoints: endpoints,
    gcpProjectId: body.gcpProjectId,
    portMappingEnabled: portMappingEnabled,
  };
}

/** The field is `connectionStatus` for AWS, and `status` for Azure and Google Cloud. */
function statusOf({ cloudProvider }: LinkReference, { connectionStatus, status }: LinkResponse): string {
  return documented(requiredText, cloudProvider === 'AWS' ? connectionStatus : status);
}

/** Azure ids are not compared, because they are paths with several spellings. */
function requireSame({ cloudProvider, endpointId }: LinkReference, body: LinkResponse): void {
  requireEqual('cloudProvider', body.cloudProvider, cloudProvider);
  if (cloudProvider === 'AWS') requireEqual('interfaceEndpointId', body.interfaceEndpointId, endpointId);
  if (cloudProvider === 'GCP') requireEqual('endpointGroupName', body.endpointGroupName, endpointId);
}

function requireEqual(field: string, received: string, asked: string): void {
  if (received === '' || received === asked) return;
  throw new ShapeError(`${field}: expected that of the requested link, received another`);
}
